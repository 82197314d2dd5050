import type { CheckAccount } from '../registry/index.ts'
import { foldWord, platforms, readPlatform } from '../vocabulary/platforms.ts'
import type { Column } from './columns.ts'

type Known = Pick<CheckAccount, 'id' | 'name' | 'platform' | 'unitName' | 'runningState'> & {
  identifier?: string | null
}

/** What a row says about whose post it is; `identifier` is the account's own on its platform (微信号). */
export type Whose = { account: string; platform: string; unit: string; identifier?: string }

/** Whoever has a name that the ledger doesn't know; `family` where the row says its platform. */
export type Stranger = { family?: string | undefined }

/**
 * `candidates`: accounts whose post the rejected row may have been; a file that lost it can't speak for them. `stranger`:
 * the name is in no ledger, so that the row may be of any account of its platform that was renamed.
 */
export type Match =
  | { id: string; family: string }
  | {
      column: Column
      found: string
      wanted: string
      candidates: readonly string[]
      stranger?: Stranger
      /** Neither this name nor this name on this platform is in the ledger. */
      unknown?: true
    }

/**
 * Finds the account a row means: by name, platform family (订阅号 and 公众号 are one) and, where given, unit. More than
 * one fits or none: no guess, the row goes back with what would settle it. One that is deregistered and was succeeded by
 * another of its unit, platform and name is no second one.
 */
export function accountMatcher(accounts: readonly Known[]): (whose: Whose) => Match {
  const living = withoutSucceeded(accounts)
  const byName = Map.groupBy(living, ({ name }) => foldWord(name))
  const byIdentifier = Map.groupBy(living, ({ identifier }) => foldWord(identifier ?? ''))
  return (whose) => {
    const own = whose.identifier ? (byIdentifier.get(foldWord(whose.identifier)) ?? []) : []
    if (own.length > 0) return ofIdentifier(own, whose)
    const named = byName.get(foldWord(whose.account)) ?? byName.get(foldWord(withoutSuffix(whose.account))) ?? []
    if (named.length === 0)
      return {
        ...rejected('account', whose.account || (whose.identifier ?? ''), newName, []),
        stranger: strangerOf(whose),
        unknown: true,
      }
    return onPlatform(named, whose)
  }
}

// Whose 微信号 it is, is known; another name beside it is a renaming or a mistake, and a person tells which.
function ofIdentifier(own: readonly Known[], whose: Whose): Match {
  const found = whose.identifier ?? ''
  const fitting = whose.account === '' ? own : own.filter(({ name }) => foldWord(name) === foldWord(whose.account))
  if (fitting.length > 0) return onPlatform(fitting, whose)
  const wanted = `台账中账号ID为“${found}”的账号名称（${own.map(({ name }) => name).join('、')}）；已更名的请先在台账更名`
  return rejected('account', whose.account, wanted, own)
}

function withoutSucceeded(accounts: readonly Known[]): Known[] {
  const keyOf = ({ name, platform, unitName }: Known) => `${foldWord(name)}\n${platform}\n${foldWord(unitName)}`
  const living = new Set(accounts.filter(({ runningState }) => runningState !== 'deregistered').map(keyOf))
  return accounts.filter((one) => one.runningState !== 'deregistered' || !living.has(keyOf(one)))
}

const newName = '台账中的账号名称（全称）；新账号请先登记台账，已更名的请先在台账更名'

function strangerOf(whose: Whose): Stranger {
  const platform = readPlatform(platformOf(whose))
  return { family: platform && platforms[platform].family }
}

// 某县警方(新浪微博): the platform is often written inside the name.
const platformOf = ({ account, platform }: Whose) => platform || (/[(（]([^()（）]+)[)）]\s*$/.exec(account)?.[1] ?? '')

function onPlatform(named: readonly Known[], whose: Whose): Match {
  const found = platformOf(whose)
  const platform = found === '' ? undefined : readPlatform(found)
  if (whose.platform !== '' && !platform)
    return rejected('platform', found, '平台名称，如 微信公众号、新浪微博、抖音', named)
  const family = platform && platforms[platform].family
  const fitting = family ? named.filter((one) => platforms[one.platform].family === family) : named
  if (fitting.length === 0)
    return {
      ...rejected('platform', found, `该账号登记的平台（${labelsOf(named)}）；其他平台的账号请先登记台账`, []),
      unknown: true,
    }
  return ofUnit(preferExact(fitting, platform), whose)
}

// 订阅号 and 服务号 of one name: the row that says which one is taken at its word.
function preferExact(fitting: readonly Known[], platform: string | undefined): readonly Known[] {
  const exact = fitting.filter((one) => one.platform === platform)
  return exact.length === 1 ? exact : fitting
}

function ofUnit(fitting: readonly Known[], whose: Whose): Match {
  const own = whose.unit === '' ? fitting : fitting.filter((one) => foldWord(one.unitName) === foldWord(whose.unit))
  const [only, another] = own
  if (only && !another) return { id: only.id, family: platforms[only.platform].family }
  if (!only) return rejected('unit', whose.unit, `主办该账号的单位（${unitsOf(fitting)}）`, [])
  const families = new Set(own.map((one) => platforms[one.platform].family))
  if (families.size > 1)
    return rejected('platform', whose.platform, `同名账号有 ${own.length} 个，请写明平台（${labelsOf(own)}）`, own)
  const units = new Set(own.map((one) => one.unitName))
  if (units.size > 1)
    return rejected('unit', whose.unit, `同名账号有 ${own.length} 个，请写明主办单位（${unitsOf(own)}）`, own)
  return rejected(
    'platform',
    whose.platform,
    `同一单位同名账号有 ${own.length} 个，请写明账号种类（${labelsOf(own)}）`,
    own,
  )
}

const withoutSuffix = (name: string) => name.replace(/[(（][^()（）]+[)）]\s*$/, '')
const labelsOf = (known: readonly Known[]) => [...new Set(known.map((one) => platforms[one.platform].label))].join('、')
const unitsOf = (known: readonly Known[]) => [...new Set(known.map((one) => one.unitName))].join('、')
const rejected = (column: Column, found: string, wanted: string, meant: readonly Known[]): Match => ({
  column,
  found,
  wanted,
  candidates: meant.map(({ id }) => id),
})
