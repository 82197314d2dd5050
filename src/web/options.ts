import type { Deps } from '../access/index.ts'
import type { JobQueue } from '../jobs/index.ts'
import type { RouteDefinition } from './context.ts'
import type { RecordWords } from './trail-words.ts'

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
  logDefect(error: unknown, context: Record<string, string>): void
}
