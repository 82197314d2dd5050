import type { ZipPart } from '../../../documents/index.ts'

/** A file of the package that is there whole. */
export const whole = (path: string, bytes: string | Uint8Array): ZipPart => ({ path, text: once(bytes) })

export const json = (path: string, value: unknown): ZipPart => whole(path, `${JSON.stringify(value, null, 2)}\n`)

async function* once(bytes: string | Uint8Array) {
  yield bytes
}
