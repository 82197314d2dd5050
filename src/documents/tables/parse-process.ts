import { buffer } from 'node:stream/consumers'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { parseTables } from './parse-tables.ts'
import { packTables } from './wire.ts'
import type { Answer } from './wire.ts'

/**
 * The program that reads one file: bytes on standard input, the most rows a sheet may have and `word` or nothing as its
 * arguments, an `Answer` in JSON on standard output. `read-tables.ts` starts it, bounds its memory and its time.
 */
async function answer(bytes: Uint8Array, maxRows: number, word: boolean): Promise<Answer> {
  try {
    return packTables(await parseTables(bytes, maxRows, word))
  } catch (error) {
    if (error instanceof Refusal) return { refusal: error.code, params: error.params }
    // A string or a stack past what the engine can hold.
    if (error instanceof RangeError) return { refusal: 'table.too-heavy', params: {} }
    throw error
  }
}

process.stdout.end(
  JSON.stringify(await answer(await buffer(process.stdin), Number(process.argv[2]), process.argv[3] === 'word')),
)
