// Collects until it is killed:  node tests/support/kill-collector.ts DATA SERVER_URL
// What it claims is due again after a minute of its own clock, which it reads from its third argument.
import { openVault } from '../../src/access/index.ts'
import { instant } from '../../src/calendar/index.ts'
import { collectDue } from '../../src/collection/running/collect-due.ts'
import { openDatabase, systemIds } from '../../src/database/index.ts'
import { openSender } from '../../src/outgoing/index.ts'
import { collectorActor, collectorDistrict } from './collecting-rounds.ts'
import { failing } from './failing.ts'

const [dataDir = '', server = '', moment = ''] = process.argv.slice(2)
const { db } = await openDatabase({ dataDir, role: 'worker' })
const now = instant(moment)
const clock = { now: () => now, today: () => now.slice(0, 10) as never }
const deps = { db, clock, wall: clock, ids: systemIds(), vault: await openVault(dataDir, db, now), dataDir }
const sender = openSender({ allow: new Set([new URL(server).host]) })
process.stdout.write('ready\n')
const work = {
  send: sender.send,
  atPace: <T>(_host: string, run: () => Promise<T>) => run(),
  worker: deps.ids.next(),
  decisiveDays: [7, 10, 13, 15],
  onDefect: failing,
}
await collectDue(deps, collectorActor, collectorDistrict, work)
process.stdout.write('done\n')
await sender.close()
process.exit(0)
