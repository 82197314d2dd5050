import { sql } from 'kysely'
import { containing, type Db } from '../database/index.ts'
import type { Platform } from '../vocabulary/platforms.ts'

export type ChosenAccount = { id: string; name: string; platform: Platform; unitId: string; unitName: string }
type Scope = { districtId: string; unitId?: string | undefined }

const MOST = 30

/** One account with its unit. */
export async function accountOf(db: Db, districtId: string, id: string): Promise<ChosenAccount | undefined> {
  const { rows } = await sql<ChosenAccount>`
    select a.id, a.name, a.platform, a.unit_id as "unitId", u.name as "unitName"
    from account a join unit u on u.district_id = a.district_id and u.id = a.unit_id
    where a.district_id = ${districtId} and a.id = ${id}`.execute(db)
  return rows[0]
}

/** Accounts to choose from by their own or their unit's name: of a unit all, of a district what was looked for. */
export async function findChoices(db: Db, { districtId, unitId }: Scope, search: string): Promise<ChosenAccount[]> {
  if (search === '' && unitId === undefined) return []
  const like = containing(search)
  const { rows } = await sql<ChosenAccount>`
    select a.id, a.name, a.platform, a.unit_id as "unitId", u.name as "unitName"
    from account a join unit u on u.district_id = a.district_id and u.id = a.unit_id
    where a.district_id = ${districtId} and a.running_state <> 'deregistered'
      ${unitId ? sql`and a.unit_id = ${unitId}` : sql``}
      and (a.name ilike ${like} or u.name ilike ${like} or u.short_name ilike ${like})
    order by u.name collate "zh-x-icu", a.name collate "zh-x-icu", a.platform, a.id limit ${MOST}`.execute(db)
  return rows
}

/** Units that can answer, by name. */
export async function answeringUnits(db: Db, { districtId, unitId }: Scope): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from unit where district_id = ${districtId} and state = 'active'
      ${unitId ? sql`and id = ${unitId}` : sql``}
    order by name collate "zh-x-icu", id`.execute(db)
  return rows
}
