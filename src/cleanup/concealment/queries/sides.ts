import type { CivilDate, Instant } from '../../../calendar/index.ts'
import type { Db, Tx } from '../../../database/index.ts'
import type { FilingState, RunningState } from '../../../registry/index.ts'
import type { Platform } from '../../../vocabulary/platforms.ts'
import type { UnitKind } from '../../../vocabulary/units.ts'

/** The ledger's side of a match, as it stands today. */
export type LedgerSide = {
  id: string
  name: string
  platform: Platform
  identifier: string | null
  profileUrl: string | null
  certifiedEntity: string | null
  operatorUnit: string | null
  renamedFrom: string | null
  runningState: RunningState
  filingState: FilingState
  ceasedOn: CivilDate | null
  unitId: string
  unitName: string
  unitKind: UnitKind
}

/** Registered accounts by id, with their units. */
export async function ledgerSides(db: Db | Tx, districtId: string, ids: readonly string[]): Promise<LedgerSide[]> {
  if (ids.length === 0) return []
  const rows = await db
    .selectFrom('account as a')
    .innerJoin('unit as u', (join) => join.onRef('u.district_id', '=', 'a.district_id').onRef('u.id', '=', 'a.unit_id'))
    .select([
      'a.id',
      'a.name',
      'a.platform',
      'a.identifier',
      'a.profile_url as profileUrl',
      'a.certified_entity as certifiedEntity',
      'a.operator_unit as operatorUnit',
      'a.renamed_from as renamedFrom',
      'a.running_state as runningState',
      'a.filing_state as filingState',
      'a.ceased_on as ceasedOn',
      'a.unit_id as unitId',
      'u.name as unitName',
      'u.kind as unitKind',
    ])
    .where('a.district_id', '=', districtId)
    .where('a.id', 'in', [...ids])
    .orderBy('a.id')
    .execute()
  return rows as LedgerSide[]
}

/** The latest 专项排查 whose deadline is over and that asked a unit, with its answer. */
export type Asked = {
  campaignId: string
  title: string
  filingDue: Instant
  returnId: string
  returnKind: string | null
  returnState: string
}

export async function lastAsked(tx: Tx, districtId: string, unitId: string, now: Instant): Promise<Asked | undefined> {
  return (
    tx
      .selectFrom('filing_return as r')
      .innerJoin('filing_campaign as c', (join) =>
        join.onRef('c.district_id', '=', 'r.district_id').onRef('c.id', '=', 'r.campaign_id'),
      )
      .select([
        'r.id as returnId',
        'c.id as campaignId',
        'c.title',
        'c.filing_due as filingDue',
        'r.kind as returnKind',
        'r.state as returnState',
      ])
      .where('r.district_id', '=', districtId)
      .where('r.unit_id', '=', unitId)
      .where('c.state', 'in', ['open', 'closed'])
      // The first moment that is too late.
      .where('c.filing_due', '<=', now)
      .orderBy('c.filing_due', 'desc')
      .orderBy('c.id')
      .limit(1)
      .executeTakeFirst()
  )
}
