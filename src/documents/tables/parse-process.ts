import { buffer } from 'node:stream/consumers'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { parseTables } from './parse-tables.ts'
import { packTables } from './wire.ts'
import type { Part } from './wire.ts'

/**
 * The program that reads one file: bytes on standard input, the most rows a sheet may have and `word` or nothing as its
 * arguments, the parts of an answer in JSON on standard output, a line each. `read-tables.ts` starts it, bounds its memory and its time.
 */
async function answer(bytes: Uint8Array, maxRows: number, word: boolean): Promise<void> {
  try {
    for (const part of packTables(await parseTables(bytes, maxRows, word))) say(part)
  } catch (error) {
    if (error instanceof Refusal) say({ refusal: error.code, params: error.params })
    // A string or a stack past what the engine can hold.
    else if (error instanceof RangeError) say({ refusal: 'table.too-heavy', params: {} })
    else throw error
  }
}

function say(part: Part): void {
  process.stdout.write(`${JSON.stringify(part)}\n`)
}

await answer(await buffer(process.stdin), Number(process.argv[2]), process.argv[3] === 'word')
