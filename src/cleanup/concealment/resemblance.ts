import { platforms } from '../../vocabulary/platforms.ts'
import type { Found } from './identity.ts'
import type { Entry, LedgerIndex } from './ledger-index.ts'
import type { LedgerUnit, Part } from './model.ts'

/** What of an official account's name a found name carries. */
type Resemblance = { entry: Entry | undefined; units: LedgerUnit[]; part: Part | undefined }

// How much of a name must agree before a stranger's account is called like an official one.
const ALIKE = 0.7

export function resemblance(found: Found, index: LedgerIndex): Resemblance {
  const same = first(index.named(found.folded), found.family)
  if (same) {
    const points = same.family === found.family ? 45 : 40
    return { entry: same, units: [same.unit], part: { ...sameNamePart(same, points), part: 'likeness' } }
  }
  const cored = index.isLocal(found.folded) ? first(index.cored(found.core), found.family) : undefined
  if (cored) return alikeTo(cored, 35, '去掉地名和“官方”“发布”等字样后相同')
  const { entries, value } = index.mostLike(found.folded)
  const like = value >= ALIKE ? first(entries, found.family) : undefined
  if (like) return alikeTo(like, Math.round(value * 30), '相近')
  const { units, words } = index.units.spokenOf(found.folded)
  if (units.length === 0) return { entry: undefined, units: [], part: undefined }
  const sentence = `名称含有地名和单位字样“${words}”，容易认作${units.map(({ name }) => name).join('、')}的账号。`
  return { entry: undefined, units, part: { part: 'likeness', points: 25, sentence } }
}

const alikeTo = (entry: Entry, points: number, how: string): Resemblance => ({
  entry,
  units: [entry.unit],
  part: {
    part: 'likeness',
    points,
    sentence: `名称与${entry.unit.name}登记的“${entry.account.name}”（${platforms[entry.account.platform].label}）${how}。`,
  },
})

// The one on the same platform that still runs, else any; entries come in the order of their ids.
const first = (entries: readonly Entry[], family: string): Entry | undefined =>
  entries.find((entry) => entry.family === family && !entry.closed) ??
  entries.find((entry) => entry.family === family) ??
  entries.find((entry) => !entry.closed) ??
  entries[0]

/** `entries`: what a person compares, the same platform first: another platform's only where that has none. */
type Sight = Resemblance & { entries: Entry[] }

/** What makes a name one that a person has to look at: one letter from an official name, or the district's own word in it. */
export function sightOf(found: Found, index: LedgerIndex): Sight {
  const near = index.nearTo(found)
  const units = [...new Set([...near.entries.map(({ unit }) => unit), ...near.units])]
  const entry = first(near.entries, found.family)
  const own = near.entries.filter(({ family }) => family === found.family)
  const entries = own.length > 0 ? own : near.entries.filter((one) => one === entry)
  return { entry, entries, units, part: sightPart(found, index, entry, near.units) }
}

function sightPart(found: Found, index: LedgerIndex, entry: Entry | undefined, [unit]: readonly LedgerUnit[]) {
  const seen = (points: number, sentence: string): Part => ({ part: 'likeness', points, sentence })
  if (entry) return alikeTo(entry, 25, '只差一个字').part
  if (unit) return seen(20, `名称与${unit.name}的名称或简称只差一个字。`)
  const word = index.districtWord(found.folded)
  return word ? seen(15, `名称含有本区地名“${word}”，与台账中的账号和单位都不相近。`) : undefined
}

export const sameNamePart = ({ account, unit }: Entry, points: number): Part => ({
  part: 'name',
  points,
  sentence: `名称与${unit.name}在${platforms[account.platform].label}上登记的账号相同。`,
})

export const closedNameRemark = (entry: Entry | undefined) =>
  entry?.closed ? [`台账账号“${entry.account.name}”已关停，其名称也可能已被他人注册。`] : []

export const wordingPart = ({ discovered }: Found): Part[] =>
  /官方|政府|政务|发布/u.test(discovered.name)
    ? [{ part: 'wording', points: 10, sentence: '名称使用了“官方”“政务”“发布”等字样。' }]
    : []

export const only = <T>(found: readonly T[]): T | undefined => (found.length === 1 ? found[0] : undefined)
