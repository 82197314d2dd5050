import type { Deps } from '../access/index.ts'
import type { JobQueue } from '../jobs/index.ts'
import type { AccessLog } from './access-log.ts'
import type { RouteDefinition } from './context.ts'
import type { Db } from '../database/index.ts'
import type { RecordWords } from './trail-words.ts'
import type { Watch } from './watching.ts'

export type NamesOfThings = (
  db: Db,
  districtId: string,
  ids: readonly string[],
) => Promise<ReadonlyMap<string, { name: string; href: string }>>

/** What app hands in. `pageDeps` reads through the pool whose statements end after ten seconds; pages get it, forms don't. */
export type WebOptions = {
  deps: Deps
  pageDeps: Deps
  jobs: JobQueue
  demo: boolean
  host: string
  routes: readonly RouteDefinition[]
  /** What the rooms call the states of their records; the trail shows them so. */
  recordWords?: RecordWords
  /** What the things behind ids are called and where they have their pages, for the trail. */
  namesOfThings?: NamesOfThings
  /** What a watchdog and Prometheus are told; without it, whether the database answers. */
  watch?: Watch
  /** Told of every request; without it nothing is kept. */
  accessLog?: AccessLog
  logDefect(error: unknown, context: Record<string, string>): void
}
