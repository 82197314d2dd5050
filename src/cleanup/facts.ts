import { findDistrict } from '../access/index.ts'
import { addDays, type CivilDate, monthOf, previousQuarter, quarterOf } from '../calendar/index.ts'
import { updateFacts } from '../collection/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { entityNotesOf, saidNoOf } from '../filing/index.ts'
import { confirmedFindings, latestLooks, purposesInForce, unconfirmedPurpose } from '../monitoring/index.ts'
import { type Account, plainUnitName, readAccounts, readUnits, stateMeans, type Unit } from '../registry/index.ts'
import { platformCodes, platforms } from '../vocabulary/platforms.ts'
import { unitKinds } from '../vocabulary/units.ts'
import type { CleanupFacts, Sibling } from './model.ts'
import { registrationDays } from './queries.ts'

/** `lookingBack`: how many days make 长期. `ledgerOn`: the day of the ledger; later than `asOf`: a past day is looked back at. */
type Asked = { districtId: string; asOf: CivilDate; ledgerOn: CivilDate; lookingBack: number }

/** Facts of every account of a district that is not gone, in a handful of statements, by unit (pinyin), platform, name. */
export async function cleanupFacts(
  db: Db | Tx,
  asked: Asked,
): Promise<{ facts: CleanupFacts; account: Account; unit: Unit }[]> {
  const { districtId, asOf } = asked
  const known = await knownOf(db, asked)
  const units = await readUnits(db, districtId)
  const accounts = (await readAccounts(db, districtId)).filter(
    (account) => account.runningState !== 'deregistered' && wasThere(account, known.registered, asked),
  )
  const byUnit = Map.groupBy(accounts, ({ unitId }) => unitId)
  const names = new Map(units.map(({ id, name }) => [id, name]))
  return units.flatMap((unit) => {
    const successor = names.get(unit.mergedInto ?? '') ?? null
    const own = byUnit.get(unit.id) ?? []
    return own.toSorted(inPrintOrder).map((account) => ({
      account,
      unit,
      facts: {
        asOf,
        district: known.district,
        account,
        unit: { id: unit.id, name: unit.name, kind: unit.kind, state: unit.state, successor },
        inScope: unitKinds[unit.kind].inScope,
        ...known.of(account),
        siblings: siblingsOf(account, own).map((one) => asSibling(one, known.of(one).update)),
      },
    }))
  })
}

// What is registered or opened after a day has no place on it. Of today the ledger itself is the answer.
function wasThere(
  { id, openedOn }: Account,
  registered: ReadonlyMap<string, CivilDate>,
  { asOf, ledgerOn }: Asked,
): boolean {
  if (asOf >= ledgerOn) return true
  return (registered.get(id) ?? asOf) <= asOf && (openedOn ?? asOf) <= asOf
}

/** What the rooms below know of accounts, read once for all of them. */
async function knownOf(db: Db | Tx, { districtId, asOf, lookingBack }: Asked) {
  const district = await findDistrict(db, districtId)
  const updates = await updateFacts(db, districtId, { from: addDays(asOf, -lookingBack), to: asOf })
  const looks = await latestLooks(db, districtId, asOf)
  const silences = await silencesOf(db, districtId, asOf)
  const saidNo = await saidNoOf(db, districtId)
  const notes = await entityNotesOf(db, districtId)
  const purposes = await purposesInForce(db, districtId, monthOf(asOf))
  const registered = await registrationDays(db, districtId)
  const plain = (entity: string | null) => entity && plainUnitName(entity, district)
  return {
    district,
    registered,
    of: ({ id, certifiedEntity }: Account) => {
      const note = notes.get(id)
      return {
        purpose: purposes.get(id) ?? unconfirmedPurpose,
        registeredOn: registered.get(id) ?? null,
        update: { lastUpdateOn: updates.get(id)?.lastPostOn ?? null, covered: updates.get(id)?.covered ?? false },
        hasInteraction: looks.get(id)?.hasInteraction ?? null,
        hasService: looks.get(id)?.hasService ?? null,
        confirmedSilences: silences.get(id) ?? [],
        saidNo: saidNo.get(id) ?? [],
        // An explanation of one entity explains no other.
        entityNote: note && plain(note.certifiedEntity) === plain(certifiedEntity) ? note.note : null,
      }
    },
  }
}

// 订阅号 and 服务号 of one unit are a notice, not a duplicate: the family tells.
const sameFamily = (one: Account, other: Account) => platforms[one.platform].family === platforms[other.platform].family

const siblingsOf = (account: Account, own: readonly Account[]) =>
  own.filter((one) => one.id !== account.id && sameFamily(one, account) && stateMeans[one.runningState].takesPlace)

const asSibling = (
  { id, name, certifiedEntity, openedOn, followers }: Account,
  update: CleanupFacts['update'],
): Sibling => ({ id, name, certifiedEntity, openedOn, followers, ...update })

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
