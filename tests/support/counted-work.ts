import { sql } from 'kysely'
import type { Db } from '../../src/database/index.ts'
import type { JobKind } from '../../src/jobs/index.ts'

/** The shortest that pg-boss takes. */
export const HEARTBEAT_SECONDS = 10

/** Work that leaves a trace for each time it was done: a row, written in one transaction with `within`. */
export const countedWork = (db: Db, within: () => Promise<void>): JobKind => ({
  name: 'month-check',
  run: ({ districtId, subject }) =>
    db.transaction().execute(async (tx) => {
      await sql`insert into job_done (district_id, subject) values (${districtId}, ${subject})`.execute(tx)
      await within()
      return { subject }
    }),
})
