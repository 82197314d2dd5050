import { sql } from 'kysely'
import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { type TriggerRule, triggerStateLabels } from '../../filing/index.ts'
import type { AccountabilityState } from '../accountability/model.ts'
import type { CircularLevel, Named } from './model.ts'

/** What a circular says, as one of its versions kept it. `named`: a line each, as it is typed. */
export type CircularWords = {
  level: CircularLevel
  issuer: string
  title: string
  number: string | null
  issuedOn: CivilDate
  pointsDeducted: boolean
  fileName: string
  fileId: string
  named: string[]
}

export type CircularChange = {
  version: number
  kind: 'corrected' | 'withdrawn'
  before: CircularWords
  after: CircularWords | null
  reason: string
  by: string
  at: Instant
}

/** The changes of a circular, the newest first. */
export async function changesOf(db: Db | Tx, districtId: string, circularId: string): Promise<CircularChange[]> {
  const { rows } = await sql<CircularChange>`
    select version, kind, before, after, reason, changed_by as by, changed_at as at from upper_circular_change
    where district_id = ${districtId} and circular_id = ${circularId} order by version desc`.execute(db)
  return rows
}

export async function insertChange(
  tx: Tx,
  { districtId, circularId }: { districtId: string; circularId: string },
  change: CircularChange,
): Promise<void> {
  await tx
    .insertInto('upper_circular_change')
    .values({
      district_id: districtId,
      circular_id: circularId,
      version: change.version,
      kind: change.kind,
      before: JSON.stringify(change.before),
      after: change.after && JSON.stringify(change.after),
      reason: change.reason,
      changed_by: change.by,
      changed_at: change.at,
    })
    .execute()
}

export type RestingClue = {
  id: string
  rule: TriggerRule
  unitId: string
  unitName: string
  state: keyof typeof triggerStateLabels
}
/** What rests on a circular: the clues it raised, and the cases of 责任追究 that have it, or one of them, for evidence. */
export type RestingOnCircular = {
  clues: RestingClue[]
  cases: { id: string; unitName: string; state: AccountabilityState }[]
}

export async function restingOnCircular(db: Db | Tx, districtId: string, id: string): Promise<RestingOnCircular> {
  const clues = await sql<RestingClue>`
    select t.id, t.rule, t.unit_id as "unitId", u.name as "unitName", t.state from accountability_trigger t
    join unit u on u.district_id = t.district_id and u.id = t.unit_id
    where t.district_id = ${districtId} and t.subject_kind = 'circular' and split_part(t.subject_id, '/', 1) = ${id}
    order by u.name collate "zh-x-icu", t.raised_at, t.id`.execute(db)
  const cases = await sql<RestingOnCircular['cases'][number]>`
    select distinct c.id, u.name as "unitName", c.state from accountability_evidence e
    join accountability_case c on c.district_id = e.district_id and c.id = e.case_id
    join unit u on u.district_id = c.district_id and u.id = c.unit_id
    where e.district_id = ${districtId} and ((e.kind = 'circular' and e.ref_id = ${id})
      or (e.kind = 'clue' and e.ref_id = any(${clues.rows.map((one) => one.id)}::uuid[])))`.execute(db)
  return { clues: clues.rows, cases: cases.rows }
}

/** What still stands of it: a clue that a person ruled out rests on nothing any more. */
export const standing = ({ clues, cases }: RestingOnCircular): RestingOnCircular => ({
  clues: clues.filter(({ state }) => state !== 'dismissed'),
  cases,
})

/** In words, for who changes it; '' where nothing rests on it. */
export function restingWords(resting: RestingOnCircular): string {
  const { clues, cases } = standing(resting)
  return [
    ...clues.map(({ rule, unitName, state }) => `${unitName}的线索${rule}（${triggerStateLabels[state]}）`),
    ...cases.map(({ unitName }) => `${unitName}的责任追究事项`),
  ].join('、')
}

/** A line of `named` as it is typed. */
export const lineOf = (
  { unitName, accountName, platform, note }: Named,
  label: (platform: NonNullable<Named['platform']>) => string,
): string =>
  (accountName === null ? [unitName, note] : [unitName, accountName, platform ? label(platform) : '', note]).join('｜')
