import { feedSource } from './feed/index.ts'
import { pageSource } from './page/index.ts'
import { siteSource } from './site/index.ts'
import type { Source } from './contract.ts'

/** Every source, by the name under which it is kept. */
export const sources: ReadonlyMap<string, Source> = new Map(
  // A source is asked only with what its own schemas have read.
  ([feedSource, pageSource, siteSource] as unknown as Source[]).map((source) => [source.kind, source]),
)
