import type { Clock } from '../calendar/index.ts'
import type { Db, Ids } from '../database/index.ts'
import type { Vault } from './vault.ts'

/**
 * What every verb is handed. `clock` tells business dates (a demonstration stores its own); `wall` is real time, which
 * drives sessions, lockouts and jobs and dates the trail.
 */
export type Deps = { db: Db; clock: Clock; wall: Clock; ids: Ids; vault: Vault; dataDir: string }
