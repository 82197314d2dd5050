import {
  compare,
  type Fraction,
  least,
  minus,
  most,
  over,
  plus,
  points,
  rounded,
  sum,
  times,
  zero,
} from './fraction.ts'
import type { ScoreEvent, ScoredUnit, Seat } from './model.ts'
import type { Scheme, SchemeItem, SchemeRule } from './scheme.ts'

/** What a unit has of one item, and every event that was held against it or spoke for it, with what it is worth by the rule. */
export type ScoredItem = {
  item: string
  label: string
  /** What could be had; null where there is no such limit. */
  full: number | null
  points: number
  events: { id: string; rule: string; worth: number }[]
}
export type UnitScore = {
  unitId: string
  name: string
  /** Null: no points, and `why` says why. */
  points: number | null
  grade: string | null
  passed: boolean | null
  why: string | null
  items: ScoredItem[]
  accounts: { accountId: string; name: string; points: number; main: boolean }[]
  /** Events that count as 单项否决. */
  vetoes: string[]
  /** Known, and the scheme says nothing of them. */
  unused: string[]
  /** Taken out of the count by a change. */
  voided: string[]
}

export type ScoreInput = { units: readonly ScoredUnit[]; seats: readonly Seat[]; events: readonly ScoreEvent[] }

/** Which rule an event falls under. */
type Place = { section: 'item' | 'extra' | 'bonus'; item: string; rule: SchemeRule }

const byTime = (a: ScoreEvent, b: ScoreEvent) => (a.on === b.on ? (a.id < b.id ? -1 : 1) : a.on < b.on ? -1 : 1)

/**
 * Scores every unit by the scheme, in the order of `units`. Equal input gives equal output; nothing but the events, the
 * accounts and the scheme has a say.
 */
export function scoreUnits(scheme: Scheme, { units, seats, events }: ScoreInput): UnitScore[] {
  const seatsOf = Map.groupBy(seats, ({ unitId }) => unitId)
  const eventsOf = Map.groupBy(events, ({ unitId }) => unitId)
  const placeOf = placesIn(scheme)
  return units.map((unit) =>
    scoreUnit(scheme, placeOf, unit, seatsOf.get(unit.id) ?? [], (eventsOf.get(unit.id) ?? []).toSorted(byTime)),
  )
}

function placesIn(scheme: Scheme) {
  const places = new Map<string, Map<string, Place>>()
  const vetoes = new Map<string, Set<string>>()
  const add = (section: Place['section'], item: string, rules: readonly SchemeRule[]) => {
    for (const rule of rules)
      for (const { kind, codes = ['*'] } of rule.match) {
        const own = places.get(kind) ?? new Map<string, Place>()
        for (const code of codes) own.set(code, { section, item, rule })
        places.set(kind, own)
      }
  }
  for (const { id, rules } of scheme.items) add('item', id, rules)
  add('extra', 'extra', scheme.extra)
  add('bonus', 'bonus', scheme.bonus.rules)
  for (const { kind, codes = ['*'] } of scheme.veto.match)
    vetoes.set(kind, new Set([...(vetoes.get(kind) ?? []), ...codes]))
  return {
    place: ({ kind, code }: ScoreEvent) => places.get(kind)?.get(code) ?? places.get(kind)?.get('*'),
    isVeto: ({ kind, code }: ScoreEvent) => {
      const of = vetoes.get(kind)
      return of !== undefined && (of.has(code) || of.has('*'))
    },
  }
}

type Held = { event: ScoreEvent; rule: SchemeRule }
type Account = Seat & { main: boolean }
/** What one account, or a unit without one, has of each item; `whole`: its points before 另扣 and 加分. */
type Card = {
  account: Account | undefined
  values: Map<string, Fraction>
  fulls: Map<string, Fraction>
  whole: Fraction
}

function scoreUnit(
  scheme: Scheme,
  { place, isVeto }: ReturnType<typeof placesIn>,
  unit: ScoredUnit,
  seats: readonly Seat[],
  known: readonly ScoreEvent[],
): UnitScore {
  const changes = known.filter(({ kind }) => kind === 'change')
  const gone = new Set(changes.flatMap(({ voids }) => voids ?? []))
  const events = known.filter(({ id, kind }) => kind !== 'change' && !gone.has(id))
  const accounts = accountsOf(unit, seats, events)
  const held = new Map<string, Held[]>()
  const unused: string[] = []
  for (const event of events) {
    const found = place(event)
    const counts = found && !(isAccountItem(scheme, found.item) && accounts.length === 0)
    if (counts) {
      const own = held.get(found.item)
      if (own) own.push({ event, rule: found.rule })
      else held.set(found.item, [{ event, rule: found.rule }])
    }
    if (!counts && !isVeto(event) && event.code !== 'main-account') unused.push(event.id)
  }
  const vetoed = events.filter(isVeto)
  const base = {
    unitId: unit.id,
    name: unit.name,
    vetoes: vetoed.map(({ id }) => id),
    unused,
    voided: known.filter(({ id }) => gone.has(id)).map(({ id }) => id),
  }
  const none = (why: string) => ({ ...base, points: null, grade: null, passed: null, why, items: [], accounts: [] })
  if (vetoed.length > 0 && scheme.veto.effect === 'unqualified')
    return { ...none('单项否决，不合格，不再评分'), grade: scheme.grades.at(-1)!.label, passed: false }
  if (vetoed.length > 0 && scheme.veto.effect === 'unit-points') {
    const veto = vetoItem(scheme, scheme.veto.points, vetoed)
    return { ...base, ...graded(scheme, scheme.veto.points), why: null, items: [veto], accounts: [] }
  }
  if (unit.unmonitored && accounts.length === 0) return none('账号全年没有监测结果，暂不评分')
  if (accounts.length === 0 && scheme.items.length > 0 && !scheme.items.some(({ level }) => level === 'unit'))
    return none('没有账号，方案没有单位项目，不评分')
  if (scheme.unitFrom.how === 'main' && accounts.length > 1 && !accounts.some(({ main }) => main))
    return none('没有指定主账号，暂不能评分')
  const cards = (accounts.length > 0 ? accounts : [undefined]).map((account) =>
    cardOf(scheme, account, held, changes, vetoed),
  )
  const weights = weightsOf(scheme, cards)
  return { ...base, why: null, ...totalOf(scheme, { cards, weights, held, changes, vetoed }) }
}

const isAccountItem = ({ items }: Scheme, id: string) => items.find((one) => one.id === id)?.level === 'account'

/** Accounts that were the unit's in the year, and those that only an event tells of; these are judged whole. */
function accountsOf(unit: ScoredUnit, seats: readonly Seat[], events: readonly ScoreEvent[]): Account[] {
  const main = events.findLast(({ kind, code }) => kind === 'record' && code === 'main-account')?.accountId
  const seated = new Set(seats.map(({ accountId }) => accountId))
  const others = [...new Set(events.flatMap(({ accountId }) => accountId ?? []))].filter((id) => !seated.has(id)).sort()
  return [...seats, ...others.map((accountId) => ({ unitId: unit.id, accountId, accountName: '', service: true }))].map(
    (seat) => ({ ...seat, main: seat.accountId === main }),
  )
}

/** What events cost or bring by one rule: once an event, place, account or year, capped by the month and as a whole. */
function worthOf(rule: SchemeRule, events: readonly ScoreEvent[]): Fraction {
  const chosen =
    rule.per === 'year'
      ? events.slice(0, 1)
      : rule.per === 'account'
        ? [...new Map(events.map((event) => [event.accountId, event])).values()]
        : events
  const counted = (own: readonly ScoreEvent[]) =>
    rule.per === 'count' ? own.reduce((total, { count }) => total + count, 0) : own.length
  const worth = (own: readonly ScoreEvent[]) => times(points(rule.points), { n: BigInt(counted(own)), d: 1n })
  const cap = (value: Fraction, limit: number | undefined) =>
    limit === undefined ? value : least(value, points(limit))
  if (rule.capPerMonth === undefined) return cap(worth(chosen), rule.cap)
  const months = Map.groupBy(chosen, ({ on }) => on.slice(0, 7))
  return cap(sum([...months.values()].map((own) => cap(worth(own), rule.capPerMonth))), rule.cap)
}

function worthOfAll(held: readonly Held[]): Fraction {
  const byRule = Map.groupBy(held, ({ rule }) => rule)
  return sum(
    [...byRule].map(([rule, own]) =>
      worthOf(
        rule,
        own.map(({ event }) => event),
      ),
    ),
  )
}

/** Points of a confirmed change of an item; one that names no account concerns the unit with all of them. */
const changedBy = (changes: readonly ScoreEvent[], item: string, accountId: string | undefined): Fraction =>
  sum(
    changes
      .filter((one) => one.item === item && (one.accountId === null || one.accountId === accountId))
      .map((one) => points(one.points ?? 0)),
  )

function cardOf(
  scheme: Scheme,
  account: Account | undefined,
  held: ReadonlyMap<string, Held[]>,
  changes: readonly ScoreEvent[],
  vetoed: readonly ScoreEvent[],
): Card {
  if (
    scheme.veto.effect === 'account-points' &&
    vetoed.some(({ accountId }) => accountId === null || accountId === account?.accountId)
  ) {
    const fixed = points(scheme.veto.points)
    return { account, values: new Map([['veto', fixed]]), fulls: new Map(), whole: fixed }
  }
  const asked = scheme.items.filter(({ level }) => account !== undefined || level === 'unit')
  const away = asked.filter(({ onlyWith }) => onlyWith === 'service' && account?.service === false)
  const standing = asked.filter((item) => !away.includes(item))
  // What nothing takes over is scaled up: 75 points × 4/3 (rulebook C1); so is a unit that is asked for its own items alone.
  const had = sum([...standing, ...away.filter(({ spreadTo }) => spreadTo?.length)].map((one) => points(one.points)))
  const factor = compare(had, zero) === 0 ? points(1) : over(points(scheme.base), had)
  const fulls = new Map<string, Fraction>()
  const values = new Map<string, Fraction>()
  for (const item of standing) {
    const full = plus(points(item.points), shareFor(item, away))
    const all = held.get(item.id) ?? []
    const own =
      item.level === 'unit'
        ? all
        : all.filter(({ event }) => event.accountId === null || event.accountId === account?.accountId)
    const left = most(zero, minus(full, worthOfAll(own)))
    const changed = most(zero, least(full, plus(left, changedBy(changes, item.id, account?.accountId))))
    fulls.set(item.id, times(full, factor))
    values.set(item.id, times(changed, factor))
  }
  return { account, values, fulls, whole: sum([...values.values()]) }
}

/** 摊入: what falls to an item from items that don't apply, in equal parts. */
const shareFor = ({ id }: SchemeItem, away: readonly SchemeItem[]): Fraction =>
  sum(
    away
      .filter(({ spreadTo = [] }) => spreadTo.includes(id))
      .map((one) => over(points(one.points), { n: BigInt(one.spreadTo!.length), d: 1n })),
  )

/** Mean, or so many parts of a hundred for the main account and the rest for the mean of the others. */
function weightsOf({ unitFrom }: Scheme, cards: readonly Card[]): Fraction[] {
  const count = BigInt(cards.length)
  if (unitFrom.how === 'mean' || cards.length === 1) return cards.map(() => ({ n: 1n, d: count }))
  const main = BigInt(unitFrom.main)
  return cards.map(({ account }) => (account?.main ? { n: main, d: 100n } : { n: 100n - main, d: 100n * (count - 1n) }))
}

type Sums = {
  cards: readonly Card[]
  weights: readonly Fraction[]
  held: ReadonlyMap<string, Held[]>
  changes: readonly ScoreEvent[]
  vetoed: readonly ScoreEvent[]
}

function totalOf(scheme: Scheme, { cards, weights, held, changes, vetoed }: Sums) {
  const { rounding, bonus } = scheme
  const print = (value: Fraction) => rounded(value, rounding)
  const mean = (of: (card: Card) => Fraction | undefined) =>
    sum(cards.map((card, at) => times(of(card) ?? zero, weights[at]!)))
  const lines: { item: ScoredItem; exact: Fraction }[] = []
  const add = (item: string, label: string, full: Fraction | null, exact: Fraction, events: ScoredItem['events']) =>
    lines.push({ item: { item, label, full: full && print(full), points: print(exact), events }, exact })
  for (const { id, label } of scheme.items) {
    if (!cards.some(({ values }) => values.has(id)) && !held.has(id)) continue
    add(
      id,
      label,
      mean(({ fulls }) => fulls.get(id)),
      mean(({ values }) => values.get(id)),
      told(held.get(id)),
    )
  }
  if (cards.some(({ values }) => values.has('veto')))
    add(
      'veto',
      '单项否决',
      null,
      mean(({ values }) => values.get('veto')),
      vetoItem(scheme, 0, vetoed).events,
    )
  const counted = sum(lines.map(({ exact }) => exact))
  const taken = least(
    counted,
    most(zero, minus(worthOfAll(held.get('extra') ?? []), changedBy(changes, 'extra', undefined))),
  )
  if (held.has('extra')) add('extra', '上级通报另扣', null, minus(zero, taken), told(held.get('extra')))
  const before = minus(counted, taken)
  const open = bonus.gate === null || print(before) > bonus.gate
  const earned = most(zero, plus(worthOfAll(held.get('bonus') ?? []), changedBy(changes, 'bonus', undefined)))
  const given = !open ? zero : bonus.cap === null ? earned : least(earned, points(bonus.cap))
  if (held.has('bonus') || compare(given, zero) > 0)
    add(
      'bonus',
      open ? '加分' : `加分（未超过${bonus.gate}分，不计）`,
      bonus.cap === null ? null : points(bonus.cap),
      given,
      told(held.get('bonus')),
    )
  const total = print(plus(before, given))
  const items = lines.map(({ item }) => item)
  // Items are printed rounded each; what that makes too much or too little stands in a line of its own.
  const off = minus(points(total), sum(items.map((one) => points(one.points))))
  if (compare(off, zero) !== 0)
    items.push({ item: 'rounding', label: '取整', full: null, points: print(off), events: [] })
  return {
    ...graded(scheme, total),
    items,
    accounts: cards.flatMap(({ account, whole }) =>
      account
        ? [{ accountId: account.accountId, name: account.accountName, points: print(whole), main: account.main }]
        : [],
    ),
  }
}

const told = (held: readonly Held[] = []): ScoredItem['events'] =>
  held.map(({ event, rule }) => ({
    id: event.id,
    rule: rule.label,
    worth: rule.per === 'count' ? Math.round(rule.points * 100 * event.count) / 100 : rule.points,
  }))

const vetoItem = ({ veto }: Scheme, value: number, events: readonly ScoreEvent[]): ScoredItem => ({
  item: 'veto',
  label: '单项否决',
  full: null,
  points: value,
  events: events.map(({ id }) => ({ id, rule: '单项否决', worth: veto.points })),
})

const graded = ({ grades, gates }: Scheme, value: number) => ({
  points: value,
  grade: grades.find((one) => value >= one.least)?.label ?? null,
  passed: value >= gates.pass,
})

/** Places by points, the highest first, where somebody asks for them: 1, 1, 3 (shared) or 1, 1, 2 (dense). */
export function placesOf(scores: readonly UnitScore[], ties: Scheme['ties']): Map<string, number> {
  const scored = scores.filter((one): one is UnitScore & { points: number } => one.points !== null)
  const above = scored.map((one) => one.points).sort((a, b) => b - a)
  const heights = [...new Set(above)]
  const placeOf = (value: number) => (ties === 'dense' ? heights.indexOf(value) : above.indexOf(value)) + 1
  return new Map(scored.map((one) => [one.unitId, placeOf(one.points)]))
}
