/** What stood in one cell. `text` is what a person saw, trimmed; `number` and `iso` are the stored value behind it. */
export type Cell = {
  readonly kind: 'empty' | 'text' | 'number' | 'boolean' | 'date' | 'formula-result' | 'error'
  readonly text: string
  readonly number?: number
  /** Civil date `YYYY-MM-DD`, or `YYYY-MM-DDTHH:mm:ss` when a time of day was stored; no zone. */
  readonly iso?: string
  /** Without the leading `=`; the value beside it is the one saved in the file, nothing is recalculated. */
  readonly formula?: string
  /** On an error cell: a sentence for the person who has to mend it. */
  readonly problem?: string
}

/** A merged area, 0-based and inclusive, always inside the used range and never overlapping another. */
export type Merge = { readonly top: number; readonly left: number; readonly bottom: number; readonly right: number }

/** One sheet as a dense rectangle: `rows[r][c]` is the cell in printed row r + 1. Empty edges are left off. */
export type Sheet = {
  readonly name: string
  readonly hidden?: boolean
  readonly rows: readonly (readonly Cell[])[]
  readonly merges: readonly Merge[]
  readonly rowCount: number
  readonly columnCount: number
}

export type TableFormat = 'xlsx' | 'xls' | 'csv' | 'json' | 'docx'

/** A file of tables: the format is what the bytes are, whatever the file is called. */
export type TableFile = { readonly format: TableFormat; readonly sheets: readonly Sheet[] }

export const EMPTY: Cell = Object.freeze({ kind: 'empty', text: '' })

/** How much of a file is read at all. The largest 附件2 of a district has 5,000 accounts in 18 columns, twice a row each. */
export const LIMITS = {
  fileBytes: 32 * 1024 * 1024,
  zipEntries: 2_000,
  /** Of all parts together, unpacked. */
  unpackedBytes: 40 * 1024 * 1024,
  /** Deflate reaches 1,000 to 1; sheets of an office stay under 50. Judged only above `ratioFrom` bytes. */
  ratio: 200,
  ratioFrom: 4 * 1024 * 1024,
  sheets: 256,
  /** A list of 200,000 lines under its heads. */
  rows: 200_010,
  columns: 512,
  cells: 1_000_000,
  merges: 200_000,
  /** Processor time of the reading process, helpers of V8 included: how busy the machine is, is not the file's fault. */
  cpuSeconds: 6,
  /** By the clock, for a process that gets no processor at all. */
  millis: 30_000,
  /** V8 heap of the reading process, MB. */
  heapMegabytes: 128,
} as const
