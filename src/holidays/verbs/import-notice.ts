import { type Actor, type Deps, permit } from '../../access/index.ts'
import { type HolidayNotice, readHolidayNotice, tableOf } from '../../calendar/index.ts'
import { append, systemChain } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { insertYear } from '../queries.ts'

/**
 * Takes the State Council's yearly notice as the official calendar of its year, for the whole installation. Refuses
 * `access.denied`, `holidays.notice-unreadable` with every line that doesn't hold.
 */
export async function importNotice(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; text: string },
): Promise<HolidayNotice> {
  permit(actor, 'calendar.import', { districtId: input.districtId })
  const notice = readNotice(input.text)
  const at = deps.wall.now()
  await deps.db.transaction().execute(async (tx) => {
    await insertYear(tx, tableOf(notice), {
      source: '国务院办公厅通知',
      title: notice.title,
      documentNumber: notice.documentNumber,
      at,
    })
    const { year, documentNumber, days } = notice
    await append(tx, deps.ids, {
      districtId: systemChain,
      actor,
      action: 'holidays.imported',
      subject: { kind: 'calendar-year', id: String(year) },
      after: { documentNumber, days },
      at,
    })
  })
  return notice
}

/** The notice as read, or the refusal that names each line and what is wrong with it. */
export function readNotice(text: string): HolidayNotice {
  const read = readHolidayNotice(text)
  if (!('problems' in read)) return read
  const problems = read.problems
    .map(({ line, sentence }) => (line > 0 ? `第 ${line} 行，${sentence}` : sentence))
    .join('')
  throw refuse('holidays.notice-unreadable', { problems })
}
