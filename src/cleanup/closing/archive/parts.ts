import type { ZipPart } from '../../../documents/index.ts'

/** A file of the package; `size`: more bytes than it takes there, where that is known before. */
export type Part = ZipPart & { size?: number }

/** A file that is there whole. */
export const whole = (path: string, bytes: string | Uint8Array): Part => ({
  path,
  text: once(bytes),
  size: Buffer.byteLength(bytes),
})

export const json = (path: string, value: unknown): Part => whole(path, `${JSON.stringify(value, null, 2)}\n`)

async function* once(bytes: string | Uint8Array) {
  yield bytes
}
