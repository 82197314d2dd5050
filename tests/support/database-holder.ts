// A program that holds the database of a directory, started by tests in a process of its own:
//   node tests/support/database-holder.ts DIR serve|worker|cli [leave]
// Prints one line of JSON when it holds the database or was refused. SIGTERM: closes in order. `leave`: ends at once,
// without closing, as a command does that calls process.exit.
import { openDatabase } from '../../src/database/index.ts'
import type { ClientRole } from '../../src/database/index.ts'
import { Refusal } from '../../src/vocabulary/refusals/index.ts'

const [dataDir = '', role = 'cli', manner] = process.argv.slice(2)
const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`)

try {
  const database = await openDatabase({ dataDir, role: role as ClientRole, embedded: { durability: 'none' } })
  const { rows } = await database.pool.query<{ started: string }>('select pg_postmaster_start_time() as started')
  if (manner !== 'leave') {
    const alive = setInterval(() => undefined, 60_000)
    process.once('SIGTERM', () => {
      clearInterval(alive)
      void database.close()
    })
  }
  say({ held: true, serverStarted: rows[0]?.started })
  if (manner === 'leave') process.exit(0)
} catch (error) {
  if (!(error instanceof Refusal)) throw error
  say({ held: false, code: error.code, sentence: error.message })
}
