import type { Deps } from '../access/index.ts'
import { formatMinute, type WorkCalendar } from '../calendar/index.ts'
import { inTransaction } from '../database/index.ts'
import { listChannels } from './channels.ts'
import type { Counts } from './model.ts'
import { queuedOn, queueDigest, recipientKey } from './outbox.ts'
import { digestReaders } from './people.ts'
import { readSettings } from './settings.ts'

/** What waits for a person, or for the office (null). Handed in by app, which knows every room's work. */
export type CountsFor = (districtId: string, userId: string | null) => Promise<Counts>

/**
 * Puts the day's digests into the outbox: of each working day, once its quiet hours are over, one for everybody who
 * wants it and has something waiting. Nothing is asked where nothing is switched on. Answers how many were queued.
 */
export async function queueDigests(
  deps: Deps,
  districtId: string,
  { calendar, countsFor }: { calendar: Pick<WorkCalendar, 'isWorkingDay'>; countsFor: CountsFor },
): Promise<number> {
  const now = deps.wall.now()
  const [day, time] = [deps.wall.today(), formatMinute(now).slice(11)]
  const settings = await readSettings(deps.db, districtId)
  if (!settings || !calendar.isWorkingDay(day) || time < settings.sendFrom) return 0
  const channels = (await listChannels(deps.db, districtId)).filter(({ enabled }) => enabled)
  const mail = channels.find(({ kind }) => kind === 'mail')
  const readers = mail ? await digestReaders(deps.db, districtId) : []
  const recipients = [
    ...channels.filter(({ digest }) => digest).map(({ id }) => ({ channelId: id, userId: null })),
    ...readers.map((userId) => ({ channelId: mail!.id, userId })),
  ]
  const queued = await queuedOn(deps.db, districtId, day)
  let count = 0
  for (const recipient of recipients.filter((one) => !queued.has(recipientKey(one)))) {
    const counts = await countsFor(districtId, recipient.userId)
    if (counts.total === 0) continue
    const message = { districtId, ...recipient, day, counts, link: settings.baseUrl, dueAt: now, at: now }
    await inTransaction(deps.db, (tx) => queueDigest(tx, deps.ids, message))
    count += 1
  }
  return count
}
