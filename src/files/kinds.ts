/** Kinds of files the office hands over, told by content and never by name. */
export type FileKind = 'png' | 'jpg' | 'webp' | 'gif' | 'pdf' | 'zip' | 'cfb' | 'text' | 'unknown'

export const mediaTypes: Readonly<Record<FileKind, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  pdf: 'application/pdf',
  zip: 'application/zip',
  cfb: 'application/x-ole-storage',
  text: 'text/plain; charset=utf-8',
  unknown: 'application/octet-stream',
}

const signatures: readonly (readonly [FileKind, readonly number[]])[] = [
  ['png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['jpg', [0xff, 0xd8, 0xff]],
  ['gif', [0x47, 0x49, 0x46, 0x38]],
  ['pdf', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['cfb', [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]],
]

/** Reads the first bytes of a file and names its kind. */
export function kindOf(bytes: Uint8Array): FileKind {
  const found = signatures.find(([, signature]) => signature.every((byte, at) => bytes[at] === byte))
  if (found) return found[0]
  if (ascii(bytes, 0, 4) === 'RIFF' && ascii(bytes, 8, 12) === 'WEBP') return 'webp'
  return bytes.subarray(0, 4096).includes(0) ? 'unknown' : 'text'
}

const ascii = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
