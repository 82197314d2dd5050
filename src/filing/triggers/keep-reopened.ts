import { sql } from 'kysely'
import { type Actor, type Deps, permit } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { unitKindCodes, unitKinds } from '../../vocabulary/units.ts'
import { raiseTrigger } from './index.ts'
import { reappeared } from './reappeared.ts'

type Reopened = {
  id: string
  unitId: string
  name: string
  platform: Platform
  goneId: string
  ceasedOn: CivilDate | null
}

const supervised = unitKindCodes.filter((kind) => unitKinds[kind].inScope)

/**
 * 私自开设 (rulebook (f), F-01): an account that was registered anew under the name of one that is deregistered, and that no
 * approved 开设 and no accepted return speaks of. Raised once; a person decides whether it was opened without asking.
 */
export async function keepReopened(deps: Deps, actor: Actor, districtId: string): Promise<{ raised: number }> {
  permit(actor, 'filing.remind', { districtId })
  return inTransaction(deps.db, async (tx) => {
    const found = await reopenedUnasked(tx, districtId)
    for (const { id, unitId, name, platform, goneId, ceasedOn } of found)
      await raiseTrigger(tx, deps, actor, {
        districtId,
        rule: 'F-01',
        unitId,
        accountId: id,
        subject: reappeared(goneId, ceasedOn),
        facts: { fact: '注销后重新登记，无开设备案', account: name, platform: platforms[platform].label, ceasedOn },
      })
    return { raised: found.length }
  })
}

async function reopenedUnasked(tx: Tx, districtId: string): Promise<Reopened[]> {
  const { rows } = await sql<Reopened>`
    select distinct on (a.id) a.id, a.unit_id as "unitId", a.name, a.platform, g.id as "goneId", g.ceased_on as "ceasedOn"
    from account a
    join unit u on u.district_id = a.district_id and u.id = a.unit_id and u.kind = any(${supervised}::text[])
    join account g on g.district_id = a.district_id and g.unit_id = a.unit_id and g.platform = a.platform
      and g.name = a.name and g.running_state = 'deregistered' and g.created_at <= a.created_at
    where a.district_id = ${districtId} and a.running_state <> 'deregistered'
      and not exists (select from filing_record r where r.district_id = a.district_id and r.account_id = a.id)
      and not exists (select from filing_case c where c.district_id = a.district_id and c.account_id = a.id
        and c.kind = 'open' and c.decided_on is not null and c.state not in ('rejected', 'withdrawn'))
      and not exists (select from accountability_trigger t where t.district_id = a.district_id and t.rule = 'F-01'
        and t.subject_kind = 'reappeared-account' and t.subject_id = g.id || '/' || coalesce(g.ceased_on::text, ''))
    order by a.id, g.ceased_on desc nulls last, g.id`.execute(tx)
  return rows
}
