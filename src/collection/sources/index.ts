import { feedSource } from './feed/index.ts'
import type { Source } from './contract.ts'

/** Every source, by the name under which it is kept. */
export const sources: ReadonlyMap<string, Source> = new Map(
  // A source is asked only with what its own schemas have read.
  [feedSource as unknown as Source].map((source) => [source.kind, source]),
)
