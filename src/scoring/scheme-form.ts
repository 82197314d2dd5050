import { refuse } from '../vocabulary/refusals/index.ts'
import type { Match, Scheme, SchemeItem, SchemeRule } from './scheme.ts'

/** Every number of a scheme has a field of its own; `path` is its name in the form: items.2.rules.0.points. */
export type Typed = Readonly<Record<string, string>>

type Sections = { path: string; rules: SchemeRule[] }[]
const sectionsOf = (scheme: Scheme): Sections => [
  ...scheme.items.map(({ rules }, at) => ({ path: `items.${at}`, rules })),
  { path: 'extra', rules: scheme.extra },
  { path: 'bonus', rules: scheme.bonus.rules },
]

/** The section of a rule that is typed together with the item it belongs to. */
export const ADDED_ITEM = 'item'

/**
 * The scheme that a form asks for, out of the one it was drawn from: numbers and choices as typed, items and rules that
 * were crossed out left out, one new item and one new rule where something was typed for it. What doesn't fit is refused by
 * `readScheme` afterwards.
 */
export function schemeTyped(from: Scheme, typed: Typed): unknown {
  const scheme = structuredClone(from)
  const text = (name: string, was: string) => (typed[name] ?? was).trim()
  const number = (name: string, label: string, was: number): number => {
    const said = text(name, String(was))
    const value = Number(said)
    if (said === '' || !Number.isFinite(value))
      throw refuse('score.scheme-not-valid', { faults: `“${label}”应填数字，收到的是“${said}”` })
    return value
  }
  const optional = (name: string, label: string, was: number | undefined): number | undefined =>
    text(name, was === undefined ? '' : String(was)) === '' ? undefined : number(name, label, was ?? 0)
  scheme.name = text('name', scheme.name)
  scheme.basis = text('basis', scheme.basis)
  scheme.base = number('base', '满分', scheme.base)
  scheme.gates.pass = number('pass', '合格线', scheme.gates.pass)
  scheme.grades = scheme.grades.map((one) => (one.label === '合格' ? { ...one, least: scheme.gates.pass } : one))
  scheme.bonus.cap = optional('bonus.cap', '加分上限', scheme.bonus.cap ?? undefined) ?? null
  scheme.bonus.gate = optional('bonus.gate', '加分门槛', scheme.bonus.gate ?? undefined) ?? null
  scheme.veto.effect = text('veto.effect', scheme.veto.effect) as Scheme['veto']['effect']
  scheme.veto.points = number('veto.points', '单项否决记分', scheme.veto.points)
  const how = text('unitFrom', scheme.unitFrom.how)
  const main = scheme.unitFrom.how === 'main' ? scheme.unitFrom.main : 60
  scheme.unitFrom = how === 'main' ? { how, main: number('main', '主账号所占比例', main) } : { how: 'mean' }
  scheme.rounding = {
    digits: number('digits', '小数位数', scheme.rounding.digits) as 0 | 1 | 2,
    mode: text('mode', scheme.rounding.mode) as 'round' | 'truncate',
  }
  scheme.ties = text('ties', scheme.ties) as Scheme['ties']
  for (const [at, item] of scheme.items.entries()) item.points = number(`items.${at}.points`, item.label, item.points)
  const added = addedRule(typed, number)
  const item = addedItem(scheme, typed, number)
  if (added) placeFor(added, scheme, item, typed).push(added.rule)
  for (const { path, rules } of sectionsOf(scheme)) {
    const kept = rules.flatMap((rule, at) => {
      if (rule === added?.rule) return [rule]
      const name = `${path}.rules.${at}`
      if (typed[`${name}.off`] === 'yes') return []
      const cap = optional(`${name}.cap`, `${rule.label}封顶`, rule.cap)
      const capPerMonth = optional(`${name}.capPerMonth`, `${rule.label}每期封顶`, rule.capPerMonth)
      const { cap: _cap, capPerMonth: _month, ...rest } = rule
      return [
        {
          ...rest,
          points: number(`${name}.points`, rule.label, rule.points),
          ...(cap !== undefined && { cap }),
          ...(capPerMonth !== undefined && { capPerMonth }),
        },
      ]
    })
    rules.splice(0, rules.length, ...kept)
  }
  scheme.items = scheme.items.filter((_, at) => typed[`items.${at}.off`] !== 'yes')
  if (item) scheme.items.push(item)
  return scheme
}

/** Where the new rule belongs. A section that isn't there, or is being crossed out, would lose it without a word. */
function placeFor(
  { section, rule }: { section: string; rule: SchemeRule },
  scheme: Scheme,
  item: SchemeItem | undefined,
  typed: Typed,
): SchemeRule[] {
  const rules = section === ADDED_ITEM ? item?.rules : sectionsOf(scheme).find(({ path }) => path === section)?.rules
  if (rules && typed[`${section}.off`] !== 'yes') return rules
  const faults =
    section === ADDED_ITEM
      ? `“${rule.label}”放在新加的项目，但没有填写新项目的名称`
      : `“${rule.label}”所放的项目不存在或正在删去`
  throw refuse('score.scheme-not-valid', { faults })
}

/** A new item under the next number; what its rules count is its own list. */
function addedItem(
  { items }: Scheme,
  typed: Typed,
  number: (name: string, label: string, was: number) => number,
): SchemeItem | undefined {
  const label = (typed['item.label'] ?? '').trim()
  if (label === '') return undefined
  const id = String(Math.max(0, ...items.map((one) => Number(one.id)).filter(Number.isInteger)) + 1)
  const level = (typed['item.level'] ?? 'unit') as SchemeItem['level']
  return { id, label, points: number('item.points', label, 0), level, rules: [] }
}

function addedRule(
  typed: Typed,
  number: (name: string, label: string, was: number) => number,
): { section: string; rule: SchemeRule } | undefined {
  const label = (typed['add.label'] ?? '').trim()
  if (label === '') return undefined
  const [kind = '', code] = (typed['add.match'] ?? '').split('/')
  if (kind === '') throw refuse('score.scheme-not-valid', { faults: `“${label}”没有选择计什么` })
  const match = { kind, ...(code && { codes: [code] }) } as Match
  const per = (typed['add.per'] ?? 'event') as SchemeRule['per']
  return {
    section: typed['add.section'] ?? '',
    rule: { label, match: [match], points: number('add.points', label, 0), per },
  }
}
