/** What a scan may be: kept in one place, because the reading process and the sentences both need it. */
export const scanLimits = {
  /** A return has an 附件1 an account and one 附件2; a scan of 200 pages is a mistake. */
  pages: 50,
  pixels: 60_000_000,
  /** QR codes are looked for on the first pages only: a code on every page takes half a second each. */
  codePages: 12,
  /** Words are read from so many pages and letters, and so long by the clock; what is left over is told as not read. */
  textPages: 300,
  textLetters: 500_000,
  textMillis: 5_000,
  /** A secrecy mark is looked for in all pages; by the clock, for a process that gets no processor. */
  markMillis: 30_000,
  /** Processor time, counted by the kernel: how busy the machine is, is not the scan's fault. Codes found by then count. */
  cpuSeconds: 20,
  /** By the clock, for a process that gets no processor at all. */
  millis: 90_000,
  /** Heap of the program; pictures lie in the memory of the two libraries, each at most this large. */
  heapMegabytes: 512,
  libraryMegabytes: 1_024,
  /** The longest side of a drawn page, in pixels: A3 at 240 dots an inch. */
  side: 4_000,
} as const

/** A QR code and the page it stands on, counted from 1. */
export type ScanCode = { page: number; text: string }

/**
 * What the reading process says of a scan, one JSON a line and each as soon as it is known, so that a page on which the
 * search for codes never ends costs its codes and not the scan. `plain`: the picture as it may be kept, in base64.
 */
export type ScanLine =
  | { opened: { pages: number; plain?: string } }
  | { code: ScanCode }
  | { text: string }
  | { markedPage: number }
  | { refused: ScanFault; found?: number; width?: number; height?: number }

export type ScanFault = 'unreadable' | 'password' | 'too-many-pages' | 'too-many-pixels' | 'no-such-page'
