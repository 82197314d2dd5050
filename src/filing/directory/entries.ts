import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { formerNamesIn } from '../../registry/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { type UnitKind, unitKindCodes, unitKinds } from '../../vocabulary/units.ts'
import { publicIdentifier, publicLink } from './public-words.ts'

export const stateLabels = { running: '正常运行', closing: '关停办理中', closed: '已关停' } as const
export type PublicState = keyof typeof stateLabels

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
  unitKind: UnitKind
  state: PublicState
  stateLabel: string
  filingNumber: string
  filedOn: CivilDate
  /** When what is said here last changed. */
  changedAt: Instant
}

const inScope = unitKindCodes.filter((kind) => unitKinds[kind].inScope)

/**
 * Accounts of units inside the notice that have a 备案号 and are not gone; 已备案 by somebody's word alone is not told to the
 * public. Ordered by kind of unit, unit (pinyin), platform and name.
 */
export async function directoryEntries(db: Db | Tx, districtId: string): Promise<DirectoryEntry[]> {
  const { rows } = await sql<
    Omit<DirectoryEntry, 'formerNames' | 'platformLabel' | 'stateLabel'> & { renamedFrom: string | null }
  >`
    with latest as (
      select distinct on (account_id) district_id, account_id, number, accepted_at from filing_record
      where district_id = ${districtId} and account_id is not null
      order by account_id, accepted_at desc, number desc
    )
    select a.id, a.name, a.renamed_from as "renamedFrom", a.platform, a.identifier, a.profile_url as url,
      u.name as unit, u.kind as "unitKind", a.running_state as state, f.number as "filingNumber",
      (f.accepted_at at time zone 'Asia/Shanghai')::date as "filedOn", greatest(a.updated_at, f.accepted_at) as "changedAt"
    from account a
    join unit u on u.district_id = a.district_id and u.id = a.unit_id
    join latest f on f.district_id = a.district_id and f.account_id = a.id
    where a.district_id = ${districtId} and a.filing_state = 'filed' and a.running_state <> 'deregistered'
      and u.kind = any(${inScope}::text[])
    order by array_position(${inScope}::text[], u.kind), u.name collate "zh-x-icu", u.id, a.platform,
      a.name collate "zh-x-icu", a.id`.execute(db)
  return rows.map(({ id, name, renamedFrom, platform, identifier, url, unit, unitKind, state, ...filing }) => ({
    id,
    name,
    formerNames: formerNamesIn(renamedFrom).filter((former) => former !== name),
    platform,
    platformLabel: platforms[platform].label,
    identifier: publicIdentifier(identifier),
    url: publicLink(url),
    unit,
    unitKind,
    state,
    stateLabel: stateLabels[state],
    ...filing,
  }))
}
