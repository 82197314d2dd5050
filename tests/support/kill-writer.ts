// Writes until the server is killed under it:  node tests/support/kill-writer.ts DIR SEED
// A row and its trail event go into one transaction; its key goes to stdout only after the commit was answered.
// Several writers at once, two on one chain, so that group commit and the lock on the head are in play.
import type { Instant } from '../../src/calendar/index.ts'
import { inTransaction, openDatabase, systemIds } from '../../src/database/index.ts'
import { append } from '../../src/trail/index.ts'

const [dataDir = '', seed = ''] = process.argv.slice(2)
const DISTRICTS = ['430601', '430601', '430602', '430603']

const { db } = await openDatabase({ dataDir, role: 'worker' })
const ids = systemIds()
const actor = { kind: 'system', id: 'kill-test', requestId: seed }

async function writeOn(districtId: string, writer: number): Promise<never> {
  for (let number = 0; ; number++) {
    const key = `${seed}/${writer}/${number}`
    const at = new Date().toISOString() as Instant
    await inTransaction(db, async (tx) => {
      await tx.insertInto('installation_setting').values({ key, value: '{"saved": true}', changed_at: at }).execute()
      await append(tx, ids, { districtId, actor, action: 'kill-test.saved', subject: { kind: 'setting', id: key }, at })
    })
    process.stdout.write(`${key}\n`)
  }
}

// The server's end is the expected end: the round is over, whatever the error says.
await Promise.all(DISTRICTS.map(writeOn)).catch(() => process.exit(0))
