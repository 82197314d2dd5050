import type { CivilDate } from '../../calendar/index.ts'
import { sql } from 'kysely'
import type { Db } from '../../database/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { unitKindCodes, unitKinds } from '../../vocabulary/units.ts'

/** An official account as the public is told of it: no person, no phone, no number of followers. */
export type DirectoryEntry = {
  id: string
  name: string
  formerNames: string[]
  platform: Platform
  platformLabel: string
  identifier: string | null
  url: string | null
  unit: string
  state: 'running' | 'closing' | 'closed'
  stateLabel: string
  filingNumber: string | null
  filedOn: CivilDate | null
}

const stateLabels = { running: '正常运行', closing: '关停办理中', closed: '已关停' } as const
const inScope = unitKindCodes.filter((kind) => unitKinds[kind].inScope)

/** Filed accounts of units inside the notice that are not gone, by unit (pinyin), platform and name. */
export async function directoryEntries(db: Db, districtId: string): Promise<DirectoryEntry[]> {
  const { rows } = await sql<
    Omit<DirectoryEntry, 'formerNames' | 'platformLabel' | 'stateLabel'> & { renamedFrom: string | null }
  >`
    select a.id, a.name, a.renamed_from as "renamedFrom", a.platform, a.identifier, a.profile_url as url, u.name as unit,
      a.running_state as state, f.number as "filingNumber", (f.accepted_at at time zone 'Asia/Shanghai')::date as "filedOn"
    from account a
    join unit u on u.district_id = a.district_id and u.id = a.unit_id
    left join lateral (
      select number, accepted_at from filing_record r
      where r.district_id = a.district_id and r.account_id = a.id order by accepted_at desc, number desc limit 1
    ) f on true
    where a.district_id = ${districtId} and a.filing_state = 'filed' and a.running_state <> 'deregistered'
      and u.kind = any(${inScope}::text[])
    order by u.name collate "zh-x-icu", u.id, a.platform, a.name collate "zh-x-icu", a.id`.execute(db)
  return rows.map(({ renamedFrom, ...row }) => ({
    ...row,
    formerNames: renamedFrom ? [renamedFrom] : [],
    platformLabel: platforms[row.platform].label,
    stateLabel: stateLabels[row.state],
  }))
}
