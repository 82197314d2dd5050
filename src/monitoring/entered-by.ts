import { sql } from 'kysely'
import { addDays, type CivilDate, startOfDay } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { FactGroup } from './indicators/brought-facts.ts'

type Of = { accountId: string; window: { to: CivilDate } }

/**
 * Who put on record what an indicator on messages, service entries or 互动功能 rests on, up to the end of its window: none of
 * them decides the finding. Empty for other groups.
 */
export async function enteredBy(
  db: Db | Tx,
  districtId: string,
  groups: readonly FactGroup[],
  { accountId, window }: Of,
): Promise<string[]> {
  const until = startOfDay(addDays(window.to, 1))
  const by = async (query: ReturnType<typeof sql<{ who: string }>>) =>
    (await query.execute(db)).rows.map(({ who }) => who)
  const found = groups.map(async (group): Promise<string[]> => {
    if (group === 'messages')
      return by(sql<{ who: string }>`
        select distinct s.done_by as who from message_step s
        join message m on m.district_id = s.district_id and m.id = s.message_id
        where m.district_id = ${districtId} and m.account_id = ${accountId} and m.asked_on <= ${window.to}
        union select stated_by from message_look
        where district_id = ${districtId} and account_id = ${accountId} and withdrawn_at is null`)
    if (group === 'services')
      return by(sql<{ who: string }>`
        select distinct l.looked_by as who from service_look l
        join service_entry e on e.district_id = l.district_id and e.id = l.entry_id
        where e.district_id = ${districtId} and e.account_id = ${accountId} and l.looked_at < ${until}`)
    if (group === 'interaction')
      return by(sql<{ who: string }>`
        select distinct patrolled_by as who from patrol
        where district_id = ${districtId} and account_id = ${accountId} and has_interaction is not null
          and checked_at < ${until}`)
    return []
  })
  return [...new Set((await Promise.all(found)).flat())]
}
