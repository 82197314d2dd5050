import { createHash, randomBytes } from 'node:crypto'

const shape = /^gm_(\d{6})_[\w-]{43}$/

/** A new token: 256 random bits behind the code of its district, so that it is looked up inside that district alone. */
export const newToken = (districtId: string, random: (size: number) => Buffer = randomBytes): string =>
  `gm_${districtId}_${random(32).toString('base64url')}`

/** The district a token says it is of; undefined: it is none of ours. */
export const districtOf = (token: string): string | undefined => shape.exec(token)?.[1]

/** What is kept of a token. Nobody can try out 256 bits, so no slow hash is needed. */
export const tokenDigest = (token: string): Buffer => createHash('sha256').update(token).digest()
