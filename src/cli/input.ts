import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { ToolContext } from './command.ts'

/** The bytes of a file, or of standard input where it is called `-`. Refuses `file.unreadable`. */
export const readInput = (name: string): Promise<Uint8Array> =>
  name === '-' ? buffer(process.stdin) : readFile(name).catch((cause: unknown) => unreadable(name, cause))

function unreadable(name: string, cause: unknown): never {
  throw Object.assign(refuse('file.unreadable', { name }), { cause })
}

/** The file a command line names. Refuses `file.unreadable`. */
export async function readNamed({ positionals }: ToolContext): Promise<{ fileName: string; bytes: Uint8Array }> {
  const path = positionals[0] ?? ''
  try {
    // At once: whoever reads the bytes in a process of its own is started before the rest of the program is loaded.
    return { fileName: basename(path), bytes: readFileSync(path) }
  } catch (cause) {
    return unreadable(path, cause)
  }
}
