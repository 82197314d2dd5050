import { findDistrict } from '../access/index.ts'
import { addDays, type CivilDate, previousQuarter, quarterOf } from '../calendar/index.ts'
import { updateFacts } from '../collection/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { saidNoOf } from '../filing/index.ts'
import { confirmedFindings, latestLooks } from '../monitoring/index.ts'
import { type Account, readAccounts, readUnits, stateMeans, type Unit } from '../registry/index.ts'
import { platformCodes, platforms } from '../vocabulary/platforms.ts'
import { unitKinds } from '../vocabulary/units.ts'
import type { CleanupFacts, Sibling } from './model.ts'

/** How far back the clean-up looks for a sign of life. */
const LOOKING_BACK_DAYS = 60

/** Facts of every account of a district that is not gone, in a handful of statements, by unit (pinyin), platform, name. */
export async function cleanupFacts(
  db: Db | Tx,
  { districtId, asOf }: { districtId: string; asOf: CivilDate },
): Promise<{ facts: CleanupFacts; account: Account; unit: Unit }[]> {
  const district = await findDistrict(db, districtId)
  const units = await readUnits(db, districtId)
  const accounts = (await readAccounts(db, districtId)).filter(({ runningState }) => runningState !== 'deregistered')
  const updates = await updateFacts(db, districtId, { from: addDays(asOf, -LOOKING_BACK_DAYS), to: asOf })
  const looks = await latestLooks(db, districtId, asOf)
  const silences = await silencesOf(db, districtId, asOf)
  const saidNo = await saidNoOf(db, districtId)
  const byUnit = Map.groupBy(accounts, ({ unitId }) => unitId)
  const lastUpdateOf = (id: string) => updates.get(id)?.lastPostOn ?? null
  const names = new Map(units.map(({ id, name }) => [id, name]))
  return units.flatMap((unit) =>
    (byUnit.get(unit.id) ?? []).toSorted(inPrintOrder).map((account) => ({
      account,
      unit,
      facts: {
        asOf,
        district,
        account,
        unit: {
          id: unit.id,
          name: unit.name,
          kind: unit.kind,
          state: unit.state,
          successor: names.get(unit.mergedInto ?? '') ?? null,
        },
        inScope: unitKinds[unit.kind].inScope,
        update: { lastUpdateOn: lastUpdateOf(account.id), covered: updates.get(account.id)?.covered ?? false },
        hasInteraction: looks.get(account.id)?.hasInteraction ?? null,
        hasService: looks.get(account.id)?.hasService ?? null,
        confirmedSilences: silences.get(account.id) ?? [],
        saidNo: saidNo.get(account.id) ?? [],
        siblings: (byUnit.get(unit.id) ?? [])
          .filter((one) => one.id !== account.id && sameFamily(one, account) && stateMeans[one.runningState].takesPlace)
          .map((one): Sibling => ({
            id: one.id,
            name: one.name,
            certifiedEntity: one.certifiedEntity,
            openedOn: one.openedOn,
            followers: one.followers,
            lastUpdateOn: lastUpdateOf(one.id),
          })),
      },
    })),
  )
}

// 订阅号 and 服务号 of one unit are a notice, not a duplicate: the family tells.
const sameFamily = (one: Account, other: Account) => platforms[one.platform].family === platforms[other.platform].family

const rank = new Map(platformCodes.map((code, at) => [code, at]))
const inPrintOrder = (a: Account, b: Account) =>
  (rank.get(a.platform) ?? 0) - (rank.get(b.platform) ?? 0) ||
  a.name.localeCompare(b.name, 'zh') ||
  (a.id < b.id ? -1 : 1)

async function silencesOf(db: Db | Tx, districtId: string, asOf: CivilDate): Promise<Map<string, string[]>> {
  const now = quarterOf(asOf)
  const found = new Map<string, string[]>()
  for (const quarter of [previousQuarter(now), now])
    for (const { accountId, indicator, month, checkpoint } of await confirmedFindings(db, districtId, quarter))
      if (indicator === 'N-NM-02a' && checkpoint <= asOf) found.set(accountId, [...(found.get(accountId) ?? []), month])
  return found
}
