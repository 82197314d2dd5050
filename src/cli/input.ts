import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'

/** The bytes of a file, or of standard input where it is called `-`. */
export const readInput = (name: string): Promise<Uint8Array> => (name === '-' ? buffer(process.stdin) : readFile(name))
