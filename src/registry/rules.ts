import { type CivilDate, formatDayZh } from '../calendar/index.ts'
import type { UnitKind } from '../vocabulary/units.ts'
import { type Platform, platforms } from '../vocabulary/platforms.ts'

// From the narrowest to the widest: 团区委 before 委, 农场 before 场, 税务局 before 局.
const kindWords: readonly (readonly [RegExp, UnitKind])[] = [
  [
    /(?:团[区县市]?委|共青团|妇女?联合?会?|妇联|总工会|工会|工商联|科协|残联|残疾人联合会|文联|侨联|红十字会|科学技术协会)/,
    'mass_organisation',
  ],
  [/(?:农|林|渔|牧|茶|园艺)场(?:管理委员会|管委会)?$/, 'farm'],
  // 人大, 政协, courts, villages and banks' branches stand beside the government; a 管委会 or 分局 may be anybody's.
  [/(?:人大|政协|法院|检察院|银行|支行|社区|村委会|居委会|(?:居民|村民|管理)委员会|管委会|分局|[协学商]会)/, 'unknown'],
  [/(?:公司|集团|供电所)$/, 'state_enterprise'],
  [/(?:税务局|气象局|海关|烟草专卖局|邮政管理局|供电|消防救援|国家统计|银保监|金融监管|国家安全局)/, 'vertical'],
  [/(?:党委|纪委|监委|区委|县委|市委|宣传部|组织部|统战部|政法委|党校|网信办|巡察|机关工委|编办)/, 'party'],
  [/街道(?:办事处|办)?$/, 'subdistrict'],
  [/[镇乡](?:人民政府|政府)?$/, 'township'],
  [/(?:中心|学校|小学|中学|幼儿园|医院|图书馆|文化馆|博物馆|档案馆)$/, 'institution'],
  [/(?:局|委员会|(?:发改|卫健|教|国资)委|政府办(?:公室)?)$/, 'department'],
]

/**
 * What kind of unit a name plainly speaks of, else `unknown`: whether a unit stands inside the notice (notice 一) decides who
 * is judged, so a person has to settle what the name leaves open. Callers say that it was read off the name.
 */
export function guessUnitKind(name: string): UnitKind {
  return kindWords.find(([pattern]) => pattern.test(name))?.[1] ?? 'unknown'
}

/**
 * A unit's name without what a district's own papers leave out: 临湖区水务局, 区水务局 and 水务局 are one office there,
 * and so are 石埠镇 and 石埠镇人民政府.
 */
export function plainUnitName(name: string, district: { name: string; shortName: string }): string {
  const word = name.normalize('NFKC').replace(/\s+/g, '')
  const bare = [district.name, district.shortName].reduce(
    (rest, prefix) =>
      prefix !== '' && rest.startsWith(prefix) && rest.length > prefix.length + 1 ? rest.slice(prefix.length) : rest,
    word,
  )
  const level = /[区县市]$/.exec(district.name)?.[0]
  const inner = level && bare.startsWith(level) && bare.length > 2 ? bare.slice(1) : bare
  return inner.replace(/(?<=[镇乡])(?:人民)?政府$/, '').replace(/(?<=街道)(?:办事处|办)$/, '')
}

/** The unit that answers for another after 撤并: the last of those it was merged into. A circle ends where it began. */
export function survivingUnit<U extends { id: string; mergedInto: string | null }>(
  unit: U,
  byId: ReadonlyMap<string, U>,
): U {
  const passed = new Set([unit.id])
  let last = unit
  for (let next = byId.get(unit.mergedInto ?? ''); next; next = byId.get(next.mergedInto ?? '')) {
    if (passed.has(next.id)) break
    passed.add(next.id)
    last = next
  }
  return last
}

/** Finds the names most like another, best first, at most three: for a slip of the pen, never for a decision. */
export function similarTo(names: readonly string[]): (name: string) => string[] {
  const known = names.map((name) => ({ name, pairs: pairsOf(name) }))
  return (name) => {
    const wanted = pairsOf(name)
    return known
      .map((one) => ({ name: one.name, value: likeness(wanted, one.pairs) }))
      .filter(({ value }) => value >= 0.5)
      .sort((a, b) => b.value - a.value)
      .slice(0, 3)
      .map((one) => one.name)
  }
}

function pairsOf(name: string): Set<string> {
  const letters = Array.from(name)
  return new Set(letters.slice(1).map((letter, index) => `${letters[index]}${letter}`))
}

// Dice: twice the pairs in common over all pairs.
function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const common = [...one].filter((pair) => other.has(pair)).length
  return one.size + other.size === 0 ? 0 : (2 * common) / (one.size + other.size)
}

/** 一个单位原则上在同一平台上只开设一个账号 (notice 二（二）). Registering a second one is not refused: it is said, and the check finds it. */
export function duplicateHint(
  account: { name: string; platform: Platform },
  others: readonly { name: string; platform: Platform }[],
): string | undefined {
  const same = others.filter((one) => platforms[one.platform].family === platforms[account.platform].family)
  if (same.length === 0) return undefined
  const names = same.map(({ name, platform }) => `“${name}”（${platforms[platform].label}）`).join('、')
  return `该单位在同一平台上已登记${names}。一个单位原则上在同一平台上只开设一个账号，请在清理整合中明确去留。`
}

/** 曾用名 is one cell of a form: several names stand in it one after the other, between signs or on lines of their own. */
export const formerNamesIn = (cell: string | null): string[] => [
  ...new Set(
    (cell ?? '')
      .split(/[、,，;；/／\r\n]+/u)
      .map((name) => name.trim())
      .filter((name) => name !== ''),
  ),
]

/** Of accounts of one name the one that was deregistered last; undefined: none is. */
export const lastGone = <A extends { runningState: string; ceasedOn: CivilDate | null }>(
  named: readonly A[],
): A | undefined =>
  named
    .filter(({ runningState }) => runningState === 'deregistered')
    .toSorted((one, other) => ((one.ceasedOn ?? '') < (other.ceasedOn ?? '') ? 1 : -1))[0]

/** An account of this name was deregistered before: the new one is another account, and somebody has to know of it. */
export const reopenedHint = ({ ceasedOn }: { ceasedOn: CivilDate | null }): string =>
  `同名账号已${ceasedOn ? `于${formatDayZh(ceasedOn)}` : ''}注销，本次按新账号登记；如系未经备案重新开设，请核查。`
