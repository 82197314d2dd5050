import type { UnitKind } from '../vocabulary/units.ts'
import { type Platform, platforms } from '../vocabulary/platforms.ts'

// From the narrowest to the widest: 团区委 before 委, 农场 before 场, 税务局 before 局.
const kindWords: readonly (readonly [RegExp, UnitKind])[] = [
  [
    /(?:团[区县市]?委|共青团|妇女?联合?会?|妇联|总工会|工会|工商联|科协|残联|残疾人联合会|文联|侨联|红十字会|科学技术协会)/,
    'mass_organisation',
  ],
  [/(?:公司|集团|银行|供电所)$/, 'state_enterprise'],
  [/(?:税务|气象|海关|烟草专卖|邮政管理?|供电|消防救援|国家统计|银保监|金融监管|国家安全)/, 'vertical'],
  [/(?:党委|纪委|监委|区委|县委|市委|宣传部|组织部|统战部|政法委|党校|网信办|巡察|机关工委|编办)/, 'party'],
  [/街道(?:办事处|办)?$/, 'subdistrict'],
  [/[镇乡](?:人民政府|政府)?$/, 'township'],
  [/(?:农|林|渔|牧|茶|园艺)场(?:管理委员会|管委会)?$/, 'farm'],
  [/(?:中心|院|所|馆|站|学校|小学|中学|幼儿园|大队|支队|总队|台|处)$/, 'institution'],
  [/(?:局|委|委员会|办|办公室|政府|分局)$/, 'department'],
]

/** What kind of unit a name speaks of. A guess, and callers say so: whether a unit stands inside the notice (notice 一) is for people to settle. */
export function guessUnitKind(name: string): UnitKind {
  return kindWords.find(([pattern]) => pattern.test(name))?.[1] ?? 'department'
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
