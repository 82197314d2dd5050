import type { Deps } from '../access/index.ts'
import { addMs, type WorkCalendar } from '../calendar/index.ts'
import { findChannel, noteDelivery, openChannel } from './channels.ts'
import { deliver } from './deliver.ts'
import type { Ways } from './model.ts'
import { claimDue, type Claimed, giveUpAbandoned, settle } from './outbox.ts'
import { addressOf, digestReaders } from './people.ts'
import { LATER_MS, MOST_ATTEMPTS, nextAllowed, usualHours, waitAfter } from './quiet.ts'
import { readSettings } from './settings.ts'
import { digestWords } from './wording.ts'

const AT_ONCE = 50

export type Sending = { calendar: Pick<WorkCalendar, 'isWorkingDay'>; ways: Ways; isStopping?: () => boolean }
export type SendingReport = { sent: number; later: number; failed: number; givenUp: number }

/**
 * Sends what is due in a district, one message after the other. In quiet hours nothing is taken; a try that fails is
 * made again later and never in quiet hours, five tries at most.
 */
export async function sendDue(deps: Deps, districtId: string, sending: Sending): Promise<SendingReport> {
  const report: SendingReport = { sent: 0, later: 0, failed: 0, givenUp: 0 }
  const hours = (await readSettings(deps.db, districtId)) ?? usualHours
  const now = deps.wall.now()
  if (nextAllowed(now, hours, sending.calendar) !== now) return report
  await giveUpAbandoned(deps.db, districtId, now)
  for (let left = AT_ONCE; left > 0 && !sending.isStopping?.(); left--) {
    // One at a time: what is taken and not tried would wait for its lease to end.
    const [message] = await claimDue(deps.db, districtId, now, 1)
    if (!message) break
    report[await sendOne(deps, districtId, message, sending)] += 1
  }
  return report
}

async function sendOne(
  deps: Deps,
  districtId: string,
  message: Claimed,
  { calendar, ways }: Sending,
): Promise<keyof SendingReport> {
  const giveUp = async (why: string) => {
    await settle(deps.db, districtId, message.id, { state: 'given-up', why }, deps.wall.now())
    return 'givenUp' as const
  }
  const { channelId, userId, attempts } = message
  const found = await findChannel(deps.db, districtId, channelId)
  if (!found?.enabled) return giveUp('渠道已停用')
  const channel = await openChannel(deps, districtId, channelId)
  if (!channel) return giveUp('渠道的密码或网址无法读取，请重新填写')
  if (userId !== null && !(await digestReaders(deps.db, districtId)).includes(userId))
    return giveUp('收件人已停用或已关闭提醒')
  const address = userId === null ? null : ((await addressOf(deps, userId)) ?? null)
  if (userId !== null && address === null) return giveUp('收件地址无法读取')

  const words = digestWords(message.counts)
  const delivery = await deliver(channel, { ...words, link: message.link, address }, deps.wall.now(), ways)
  const now = deps.wall.now()
  const why = delivery.outcome === 'sent' ? null : delivery.why
  await noteDelivery(deps.db, { districtId, channelId, at: now, why })
  const hours = (await readSettings(deps.db, districtId)) ?? usualHours
  const dueIn = (ms: number) => nextAllowed(addMs(now, ms), hours, calendar)
  if (delivery.outcome === 'sent') {
    await settle(deps.db, districtId, message.id, { state: 'sent' }, now)
    return 'sent'
  }
  if (delivery.outcome === 'later') {
    await settle(deps.db, districtId, message.id, { state: 'waiting', why, dueAt: dueIn(LATER_MS) }, now)
    return 'later'
  }
  const wait = waitAfter(attempts)
  if (wait === undefined) return giveUp(`${delivery.why}（已试 ${MOST_ATTEMPTS} 次）`)
  await settle(deps.db, districtId, message.id, { state: 'failed', why: delivery.why, dueAt: dueIn(wait) }, now)
  return 'failed'
}
