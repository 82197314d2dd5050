import type { Actor, Deps } from '../../access/index.ts'
import { civilDate } from '../../calendar/index.ts'
import { type Account, type AccountInput, saveAccount, saveUnit, setDuty } from '../../registry/index.ts'
import { type DemoAccount, demoAccounts, demoDistrict, demoUnits, familyNames, givenNames } from './cast.ts'
import { seededPick } from './seeded.ts'

const districtId = demoDistrict.id
const duties = ['primary', 'direct', 'staff'] as const

/** Registers the units with their three responsible people; answers ids by name. */
export async function makeUnits(deps: Deps, actor: Actor): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const pick = seededPick('people')
  for (const { name, shortName, kind, duties: known } of demoUnits) {
    const unit = await saveUnit(deps, actor, { districtId, name, shortName, kind })
    ids.set(name, unit.id)
    if (known === 'unknown') continue
    for (const duty of duties)
      await setDuty(deps, actor, { districtId, unitId: unit.id, duty, ...personOrNobody(known, duty, pick) })
  }
  for (const { name, shortName, kind, mergedInto } of demoUnits) {
    const id = ids.get(name)
    if (mergedInto && id)
      await saveUnit(deps, actor, {
        districtId,
        id,
        version: 1,
        name,
        shortName,
        kind,
        state: 'merged',
        mergedInto: ids.get(mergedInto) ?? null,
      })
  }
  return ids
}

function personOrNobody(known: 'none' | undefined, duty: string, pick: (below: number) => number) {
  if (known === 'none' && duty !== 'primary') return { state: 'vacant' as const }
  return { state: 'filled' as const, ...somebody(pick) }
}

function somebody(pick: (below: number) => number) {
  const name = `${familyNames[pick(familyNames.length)]}${givenNames[pick(givenNames.length)]}`
  // 199 0000 xxxx: a block no operator gives to people, so that nobody is called by chance.
  return { name, phone: `1990000${String(1000 + pick(9000))}` }
}

/** Registers the accounts known on a day and answers them; the rest of the cast comes when its day has come. */
export async function makeAccounts(
  deps: Deps,
  actor: Actor,
  unitIds: ReadonlyMap<string, string>,
  wanted: (account: DemoAccount) => boolean,
): Promise<Account[]> {
  const made: Account[] = []
  for (const [at, account] of demoAccounts.entries()) {
    if (!wanted(account)) continue
    made.push((await saveAccount(deps, actor, inputOf(account, at, unitIds.get(account.unit) ?? ''))).account)
  }
  return made
}

function inputOf(account: DemoAccount, at: number, unitId: string): AccountInput {
  const pick = seededPick(`account/${at}`)
  const followersOn = civilDate(deskDay(account))
  return {
    districtId,
    unitId,
    facts: {
      name: account.name,
      platform: account.platform,
      purpose: 'publish',
      identifier: `linhu-${at + 1}`,
      profileUrl: `https://demo.example.cn/${at + 1}`,
      certifiedEntity: account.unit,
      operatorUnit: pick(5) === 0 ? '临湖区融媒体中心' : account.unit,
      operationMode: pick(6) === 0 ? 'outsourced' : 'self',
      budgetYuan: `${pick(5) * 12_000}.00`,
      followers: 900 + pick(40_000),
      followersOn,
      reads: 2_000 + pick(200_000),
      readsOn: followersOn,
      readsScope: 'total',
      pushFrequency: '每周2至3次',
      openedOn: civilDate(`20${15 + pick(9)}-0${1 + pick(9)}-01`),
      openedPrecision: 'month',
      hasDedicatedStaff: true,
      staffCount: 1 + pick(3),
      operatingStatus: 'normal',
      functions: ['publish', 'spread', 'guide', 'interact'],
      disposition: account.closing ? 'close' : 'keep',
      ...account.over,
      ...(account.over?.renamedFrom ? { renamedOn: civilDate('2026-05-20') } : {}),
    },
    filingState: account.filingState ?? 'filed',
    people: { principal: somebody(pick), contact: somebody(pick) },
    ...(account.closing ? { runningState: 'closing' } : {}),
  }
}

const deskDay = ({ registeredOn }: DemoAccount) => registeredOn ?? '2026-04-01'
