import { civilDate, type Instant, instantFromLocal } from '../../src/calendar/index.ts'
import type { TextFinding } from '../../src/textcheck/index.ts'
import type { ManuscriptDesk } from './manuscript-desk.ts'
import { districtId } from './monitored-district.ts'

/** A post of an account as it was collected; its id. `when`: 2026-10-12 11:00, in Shanghai; null: nobody knows. */
export async function publishedPost(
  { deps }: ManuscriptDesk,
  accountId: string,
  title: string,
  when: string | null,
  seenAt: Instant = instantFromLocal(when ?? '2026-10-12 12:00')!,
): Promise<string> {
  const [id, moment] = [deps.ids.next(), when === null ? null : instantFromLocal(when)!]
  await deps.db
    .insertInto('post')
    .values({
      district_id: districtId,
      account_id: accountId,
      id,
      link_key: `www.linhu.gov.cn/${id}`,
      url: `https://www.linhu.gov.cn/${id}`,
      title,
      published_at: moment,
      published_on: when === null ? null : civilDate(when.slice(0, 10)),
      time_precision: when === null ? 'none' : 'moment',
      first_seen_at: seenAt,
    })
    .execute()
  return id
}

/** A manuscript that went through its three levels; its id. */
export async function approvedText(
  desk: ManuscriptDesk,
  over: Parameters<ManuscriptDesk['draft']>[0],
  findings?: TextFinding[],
) {
  const id = await desk.draft(over)
  await desk.submit(id, {}, findings && (async () => ({ findings, notChecked: [] })))
  for (const who of [desk.second, desk.third, desk.deputy]) await desk.sign(who, id)
  return id
}
