import type { Instant } from '../calendar/index.ts'

/** A paper that has been issued, as its room names it: `kind` and `id` are that room's. */
export type IssuedPaper = {
  kind: string
  id: string
  version: number
  title: string
  /** 发文字号, where the paper has one. */
  number?: string
}

/** How long a chain of the trail was and how it ended; `hash` is that of its last link, hexadecimal. */
export type ChainEnd = { chainId: string; size: number; hash: string }

/** What a 核验页 says: when, of which paper, of which files, how the chains stood. `files`: SHA-256 by format. */
export type Checkpoint = {
  districtId: string
  takenAt: Instant
  paper: IssuedPaper
  chains: ChainEnd[]
  files: { format: string; sha256: string }[]
}
