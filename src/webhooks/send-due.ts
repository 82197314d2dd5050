import type { Deps } from '../access/index.ts'
import { addMs } from '../calendar/index.ts'
import { readSettings } from '../notify/index.ts'
import { deliver, type Ways } from './deliver.ts'
import { findEndpoint, listEndpoints, noteTry, openEndpoint } from './endpoints.ts'
import { claimDue, type Claimed, fillOutbox, giveUpWaiting, settle, tidyOutbox } from './outbox.ts'
import { dropEndedKeys } from './verbs/change-key.ts'
import { MOST_ATTEMPTS, waitAfter } from './waiting.ts'

const AT_ONCE = 200

export type PushReport = { written: number; sent: number; failed: number; givenUp: number }

/** The address of a path here: whole where the district has told its own (通知设置), else the path alone. */
export async function linkMaker(db: Deps['db'], districtId: string): Promise<(path: string) => string> {
  const base = (await readSettings(db, districtId))?.baseUrl
  return (path) => (base === undefined ? path : new URL(path, base).href)
}

/** Writes down the news of a district and sends what is due, one message after the other. Where nothing is on, nothing is done. */
export async function pushDue(
  deps: Deps,
  districtId: string,
  sending: { ways: Ways; isStopping?: () => boolean },
): Promise<PushReport> {
  const report: PushReport = { written: 0, sent: 0, failed: 0, givenUp: 0 }
  if (!(await listEndpoints(deps.db, districtId)).some(({ enabled }) => enabled)) return report
  report.written = await fillOutbox(deps, districtId, await linkMaker(deps.db, districtId))
  await tidyOutbox(deps.db, districtId, deps.wall.now())
  await dropEndedKeys(deps, districtId)
  for (let left = AT_ONCE; left > 0 && !sending.isStopping?.(); left--) {
    const message = await claimDue(deps.db, districtId, deps.wall.now())
    if (!message) break
    report[await sendOne(deps, districtId, message, sending.ways)] += 1
  }
  return report
}

async function sendOne(
  deps: Deps,
  districtId: string,
  { id, endpointId, body, attempts }: Claimed,
  ways: Ways,
): Promise<'sent' | 'failed' | 'givenUp'> {
  const { db, wall } = deps
  const giveUp = async (why: string) => {
    await settle(db, districtId, id, { state: 'given-up', why }, wall.now())
    return 'givenUp' as const
  }
  if (!(await findEndpoint(db, districtId, endpointId))?.enabled) return giveUp('接收地址已停用')
  const at = wall.now()
  const secrets = await openEndpoint(deps, { districtId, id: endpointId }, at)
  if (!secrets) return giveUp('接收地址或签名密钥无法读取')
  const delivery = await deliver(secrets, { id, body }, at, ways)
  const now = wall.now()
  if (delivery.outcome === 'sent') {
    await settle(db, districtId, id, { state: 'sent' }, now)
    await noteTry(db, districtId, { id: endpointId, at: now, why: null })
    return 'sent'
  }
  const { outcome, why } = delivery
  await noteTry(db, districtId, { id: endpointId, at: now, why, off: outcome === 'gone' })
  if (outcome === 'gone') {
    await giveUpWaiting(db, districtId, { endpointId, at: now, why })
    return 'givenUp'
  }
  const wait = waitAfter(attempts)
  if (wait === undefined) return giveUp(`${why}（已试 ${MOST_ATTEMPTS} 次）`)
  await settle(db, districtId, id, { state: 'failed', why, dueAt: addMs(now, wait) }, now)
  return 'failed'
}
