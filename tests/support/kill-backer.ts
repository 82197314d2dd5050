// Makes the backup of the moment that it is told, as the round of each night does, until it is killed:
//   node tests/support/kill-backer.ts DATA FOLDER PASSPHRASE NOW
// Says when it begins, so that whoever kills it may choose a moment after that.
import { openVault, operatorActor } from '../../src/access/index.ts'
import { makeScheduled } from '../../src/backup/schedule.ts'
import { fixedClock, instant } from '../../src/calendar/index.ts'
import { openDatabase, systemIds } from '../../src/database/index.ts'

const [dataDir = '', folder = '', passphrase = '', now = ''] = process.argv.slice(2)
const database = await openDatabase({ dataDir, role: 'cli' })
const { db } = database
const clock = fixedClock(instant(now))
const deps = { db, clock, wall: clock, ids: systemIds(), vault: await openVault(dataDir, db, clock.now()), dataDir }
const plan = { folder, passphrase, keep: 3, workFactor: 10 }
process.stdout.write('ready\n')
await makeScheduled(deps, operatorActor('kill-test', 'backup'), (work) => database.inSnapshot(work), plan)
process.stdout.write('whole\n')
await database.close()
