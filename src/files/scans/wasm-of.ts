import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The library a package brings with it, from the disk; left to themselves these packages would fetch it. */
export const wasmOf = (name: string): ArrayBuffer =>
  new Uint8Array(readFileSync(fileURLToPath(import.meta.resolve(name)))).buffer
