// A program that works jobs on a database, started by tests in a process of its own:
//   node tests/support/job-worker.ts DATABASE_URL
// Its kind of work writes one row and says so before it commits; asked to, it stands still there until it is killed.
import { systemClock } from '../../src/calendar/index.ts'
import { openDatabase, systemIds } from '../../src/database/index.ts'
import { startJobQueue } from '../../src/jobs/index.ts'
import { countedWork, HEARTBEAT_SECONDS } from './counted-work.ts'

const [databaseUrl = ''] = process.argv.slice(2)
const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)
const database = await openDatabase({ dataDir: '/nonexistent', databaseUrl, role: 'worker' })
await startJobQueue({
  db: database.db,
  executeSql: (text, values) => database.pool.query(text, values),
  wall: systemClock(),
  ids: systemIds(),
  heartbeatSeconds: HEARTBEAT_SECONDS,
  kinds: [
    countedWork(database.db, async () => {
      say({ working: true })
      await new Promise(() => undefined)
    }),
  ],
  onDefect: (error) => say({ defect: String(error) }),
})
say({ leads: await database.lead.has('rounds') })
