import { civilDate, instantFromLocal } from '../../src/calendar/index.ts'
import type { TextFinding } from '../../src/textcheck/index.ts'
import type { ManuscriptDesk } from './manuscript-desk.ts'
import { districtId } from './monitored-district.ts'

/** A post of an account as it was collected; its id. `when`: 2026-10-12 11:00, in Shanghai. */
export async function publishedPost(
  { deps }: ManuscriptDesk,
  accountId: string,
  title: string,
  when: string,
): Promise<string> {
  const [id, moment] = [deps.ids.next(), instantFromLocal(when)!]
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
      published_on: civilDate(when.slice(0, 10)),
      time_precision: 'moment',
      first_seen_at: moment,
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
