/** What a scan may be: kept in one place, because the reading process and the sentences both need it. */
export const scanLimits = {
  /** A return has an 附件1 an account and one 附件2; a scan of 200 pages is a mistake. */
  pages: 50,
  pixels: 60_000_000,
  /** QR codes are looked for on the first pages only: a code on every page takes a second each. */
  codePages: 12,
  millis: 30_000,
  heapMegabytes: 512,
} as const

/** What the reading process answers. */
export type Inspected = { pages: number; codes: { page: number; text: string }[] }
export type ScanAnswer = { inspected: Inspected } | { refusal: ScanFault; found?: number }
export type ScanFault = 'unreadable' | 'password' | 'too-many-pages' | 'too-large'
