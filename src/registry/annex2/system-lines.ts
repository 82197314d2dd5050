import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { BookRow, BookValue } from '../../documents/index.ts'
import { systemCells, type SystemRow } from './system-fields.ts'

const PACK = 2_000

/**
 * Lines of 系统字段, kept while the printed sheets before it are written: accounts are read once, and both sheets say the
 * same. Packed, 100,000 lines take 5 MB.
 */
export class SystemLines {
  private readonly packs: Buffer[] = []
  private lines: BookValue[][] = []

  add(row: SystemRow): void {
    this.lines.push(systemCells(row))
    if (this.lines.length === PACK) this.pack()
  }

  *rows(): Generator<BookRow> {
    this.pack()
    for (const pack of this.packs) yield* JSON.parse(inflateRawSync(pack).toString()) as BookValue[][]
  }

  private pack(): void {
    if (this.lines.length > 0) this.packs.push(deflateRawSync(JSON.stringify(this.lines), { level: 1 }))
    this.lines = []
  }
}
