import { createHash } from 'node:crypto'
import { canonicalJson } from '../../trail/index.ts'

/** What the QR code in the foot of a printed form says: which form, of which return, which printed version, which content. */
export type PaperCode = {
  form: string
  version: string
  returnId: string
  printNumber: number
  /** First 16 hexadecimal digits of the content's hash; printed beside the code, too. */
  hash: string
  /** Which page, where every page has a code of its own. */
  page?: number
}

/** SHA-256 over the canonical content, hexadecimal: equal content gives an equal hash, wherever it is printed. */
export const contentHash = (content: unknown): string =>
  createHash('sha256').update(canonicalJson(content)).digest('hex')

const MARK = 'GOVMEDIA:1'

export const codeText = ({ form, version, returnId, printNumber, hash, page }: PaperCode): string =>
  [MARK, form, version, returnId, printNumber, hash, ...(page === undefined ? [] : [page])].join(':')

/** Reads a code back; undefined: it is somebody else's. */
export function readCode(text: string): PaperCode | undefined {
  const [, form, version, returnId, number, hash, page] =
    /^GOVMEDIA:1:([a-z0-9]+):(\d{4}):([0-9a-f-]{36}):(\d{1,4}):([0-9a-f]{16})(?::(\d{1,4}))?$/.exec(text) ?? []
  if (!form || !version || !returnId || !number || !hash) return undefined
  return { form, version, returnId, printNumber: Number(number), hash, ...(page && { page: Number(page) }) }
}

/**
 * Whether a scan bears the code of a paper of ours. Papers carry other codes too, of an account say, and those prove nothing;
 * one of ours was held against its printing when the scan was taken.
 */
export const bearsPaperCode = (codes: readonly string[]): boolean => codes.some((text) => readCode(text) !== undefined)
