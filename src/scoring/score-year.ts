import type { Deps } from '../access/index.ts'
import { type CivilDate, type Clock, formatDayZh } from '../calendar/index.ts'
import { type Db, inTransaction, type Tx } from '../database/index.ts'
import { digestOf } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { ScoreEvent } from './model.ts'
import { liveEvents, liveSeats, liveUnits, type Telling, type Window, windowOf } from './queries/live-events.ts'
import { enteredEvents, type Frozen, frozenBy, frozenOf, type StoredScheme, schemeInForce } from './queries/years.ts'
import { scoreUnits, type UnitScore } from './rules.ts'
import type { Scheme } from './scheme.ts'

export type YearScore = {
  year: number
  asOf: CivilDate
  /** Since this day nothing but entries can change the result; null: the year was not frozen then. */
  frozenOn: CivilDate | null
  scheme: StoredScheme
  units: UnitScore[]
  events: ReadonlyMap<string, ScoreEvent>
}

/** `telling`: `told` where people read what each event is; a score itself needs it bare. */
export type Asked = { districtId: string; year: number; asOf?: CivilDate | undefined; telling?: Telling }

/**
 * The score of a year as it stood at the end of a day: by the scheme that was locked then, out of what was known then. The
 * same day always gives the same result. Refuses `score.as-of-ahead`, `score.no-scheme`.
 */
export async function scoreYear(deps: Pick<Deps, 'db' | 'clock'>, asked: Asked): Promise<YearScore> {
  return inTransaction(deps.db, (tx) => scoreWithin(tx, deps.clock, asked), 'repeatable read')
}

/** The same in the transaction of a verb. */
export async function scoreWithin(tx: Tx, clock: Clock, asked: Asked): Promise<YearScore> {
  const w = windowFor(clock, asked)
  const asOf = asked.asOf ?? clock.today()
  const scheme = await schemeInForce(tx, w)
  if (!scheme) throw refuse('score.no-scheme', { year: w.year, day: formatDayZh(asOf) })
  const { frozenOn, ...facts } = await factsOf(tx, w, asked.telling)
  return {
    year: w.year,
    asOf,
    frozenOn,
    scheme,
    units: scoreUnits(scheme.scheme, facts),
    events: new Map(facts.events.map((event) => [event.id, event])),
  }
}

/** What the points of a year would be by other schemes, beside each other: nothing of it is kept. */
export async function compareSchemes(
  deps: Pick<Deps, 'db' | 'clock'>,
  asked: Asked,
  schemes: readonly Scheme[],
): Promise<UnitScore[][]> {
  const facts = await inTransaction(deps.db, (tx) => factsOf(tx, windowFor(deps.clock, asked)), 'repeatable read')
  return schemes.map((scheme) => scoreUnits(scheme, facts))
}

function windowFor(clock: Clock, { districtId, year, asOf = clock.today() }: Asked): Window {
  if (asOf > clock.today()) throw refuse('score.as-of-ahead', { day: formatDayZh(asOf) })
  return windowOf(districtId, year, asOf, clock.today())
}

/** Units, accounts and events of a year: frozen ones where it was frozen by then, and what people entered up to then. */
export async function factsOf(
  db: Db | Tx,
  w: Window,
  telling: Telling = 'bare',
): Promise<Frozen & { frozenOn: CivilDate | null }> {
  const frozen = await frozenBy(db, w)
  const kept = frozen ? await frozenOf(db, w, telling) : await liveFacts(db, w, telling)
  return { ...kept, events: [...kept.events, ...(await enteredEvents(db, w))], frozenOn: frozen?.frozenOn ?? null }
}

/** The same out of the rooms themselves, without what was entered here. */
export async function liveFacts(db: Db | Tx, w: Window, telling: Telling): Promise<Frozen> {
  const events = await liveEvents(db, w, telling)
  const seats = await liveSeats(db, w)
  const told = [...new Set([...events.map(({ unitId }) => unitId), ...seats.map(({ unitId }) => unitId)])]
  return { units: await liveUnits(db, w, told), seats, events }
}

/** What `score --json` prints; two runs over the same day are equal to the byte. */
export const scoreDocument = ({ year, asOf, frozenOn, scheme, units }: YearScore) => ({
  year,
  asOf,
  frozenOn,
  scheme: { id: scheme.id, serial: scheme.serial, name: scheme.scheme.name, digest: scheme.digest },
  units: units.map((one) => ({
    unit: one.unitId,
    name: one.name,
    points: one.points,
    grade: one.grade,
    passed: one.passed,
    why: one.why,
    items: one.items.map(({ item, label, full, points, events }) => ({
      item,
      label,
      full,
      points,
      events: events.map(({ id }) => id),
    })),
    vetoes: one.vetoes,
    unused: one.unused,
    voided: one.voided,
  })),
})

/** What the steps of a year keep of the result that was seen. */
export const resultDigest = (score: YearScore): string => digestOf(scoreDocument(score).units)
