import { sql } from 'kysely'
import type { CivilDate, DatePrecision } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { type UnitKind, unitKinds } from '../../vocabulary/units.ts'
import type { Duty, DutyState, FilingState, OperatingStatus, RunningState, UnitState } from '../model.ts'
import { survivingUnit } from '../rules.ts'
import { readUnits } from './units.ts'

/** An account with what the monthly check asks of the register. `inScope`: notice 一 reaches the unit. */
export type CheckAccount = {
  id: string
  name: string
  platform: Platform
  unitId: string
  unitName: string
  unitKind: UnitKind
  inScope: boolean
  unitState: UnitState
  /** Of a merged unit the one that took it over, else the unit itself: which accounts stand beside each other. */
  survivingUnitId: string
  survivingUnitName: string
  runningState: RunningState
  filingState: FilingState
  certifiedEntity: string | null
  sponsorName: string
  /** 区卫健局, as the ledger keeps it beside the full name. */
  sponsorShortName: string | null
  operatingStatus: OperatingStatus | null
  profileUrl: string | null
  openedOn: CivilDate | null
  openedPrecision: DatePrecision | null
  duties: Record<Duty, DutyState>
}

/**
 * All accounts of a district as they stood at the end of a day, by unit name (pinyin), platform, name. One that was gone
 * from its platform only after that day was still being closed; one that was gone on the day was gone.
 */
export async function accountsForCheck(db: Db | Tx, districtId: string, asOf: CivilDate): Promise<CheckAccount[]> {
  const rows = await db
    .selectFrom('account as a')
    .select(['a.id', 'a.name', 'a.platform', 'a.unit_id as unitId'])
    .select(sql<string>`case when a.ceased_on > ${asOf} then 'closing' else a.running_state end`.as('runningState'))
    .select(['a.filing_state as filingState', 'a.certified_entity as certifiedEntity'])
    .select(['a.operating_status as operatingStatus', 'a.profile_url as profileUrl'])
    .select(['a.opened_on as openedOn', 'a.opened_precision as openedPrecision'])
    .where('a.district_id', '=', districtId)
    .orderBy('a.platform')
    .orderBy(sql`a.name collate "zh-x-icu"`)
    .orderBy('a.id')
    .execute()
  const duties = await dutiesOfUnits(db, districtId)
  // Joined here and not by the database, which sorts five thousand unit names ten times as long as a thousand.
  const units = await readUnits(db, districtId)
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const byUnit = Map.groupBy(rows, ({ unitId }) => unitId)
  return units.flatMap((unit) => {
    const surviving = survivingUnit(unit, byId)
    const ofUnit = {
      unitName: unit.name,
      unitKind: unit.kind,
      sponsorName: unit.name,
      sponsorShortName: unit.shortName,
      inScope: unitKinds[unit.kind].inScope,
      unitState: unit.state,
      survivingUnitId: surviving.id,
      survivingUnitName: surviving.name,
    }
    return (byUnit.get(unit.id) ?? []).map(
      (row) => ({ ...row, ...ofUnit, duties: duties.get(unit.id) ?? nobodySaid() }) as CheckAccount,
    )
  })
}

/** Which of the three responsible people each unit has; a unit of which nothing was said is missing. */
export async function dutiesOfUnits(db: Db | Tx, districtId: string): Promise<Map<string, Record<Duty, DutyState>>> {
  const rows = await db
    .selectFrom('unit_duty')
    .select(['unit_id as unitId', 'duty', 'state'])
    .where('district_id', '=', districtId)
    .execute()
  const found = new Map<string, Record<Duty, DutyState>>()
  for (const { unitId, duty, state } of rows) {
    const known = found.get(unitId) ?? nobodySaid()
    known[duty as Duty] = state as DutyState
    found.set(unitId, known)
  }
  return found
}

/** Duties of a unit that was never asked. */
export const nobodySaid = (): Record<Duty, DutyState> => ({ primary: 'unknown', direct: 'unknown', staff: 'unknown' })

export type FoundAccount = { id: string; name: string; platform: Platform; unitId: string; unitName: string }

/** Accounts of one name, on one platform family where given: 订阅号 and 公众号 are one (rulebook (b)). */
export async function findAccounts(
  db: Db | Tx,
  districtId: string,
  { name, platform }: { name: string; platform?: Platform },
): Promise<FoundAccount[]> {
  const rows = await db
    .selectFrom('account as a')
    .innerJoin('unit as u', (join) => join.onRef('u.district_id', '=', 'a.district_id').onRef('u.id', '=', 'a.unit_id'))
    .select(['a.id', 'a.name', 'a.platform', 'a.unit_id as unitId', 'u.name as unitName'])
    .where('a.district_id', '=', districtId)
    .where('a.name', '=', name)
    .orderBy('a.id')
    .execute()
  const family = platform && platforms[platform].family
  return (rows as FoundAccount[]).filter((row) => family === undefined || platforms[row.platform].family === family)
}
