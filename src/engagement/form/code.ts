import { createHash, randomBytes } from 'node:crypto'

// Crockford's alphabet: no letter that is taken for a digit over the phone.
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const LETTERS = 16

/** A code of 80 random bits, by which alone somebody asks how his report stands: `7Q2M-…`. Told once, kept as a digest. */
export const newCode = (random: (size: number) => Buffer = randomBytes): string =>
  [...random(LETTERS)]
    .map((byte) => letters.charAt(byte % letters.length))
    .join('')
    .replaceAll(/.{4}(?=.)/g, '$&-')

/** The digest under which a code is kept, however it was typed. */
export function codeDigest(districtId: string, code: string): Buffer {
  const plain = code
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
    .replaceAll(/[^0-9A-Z]/g, '')
  return createHash('sha256').update(`${districtId}/${plain}`).digest()
}
