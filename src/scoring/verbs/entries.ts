import { type Action, type Actor, type Deps, keepWords, may, permit, refuseMaker } from '../../access/index.ts'
import { type CivilDate, formatDayZh } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type EntryOrigin, entryOrigins, openFor, type RecordKind, recordKinds, yearStateLabels } from '../model.ts'
import { readEntry, readYear } from '../queries/years.ts'
import { scoreWithin } from '../score-year.ts'

export type EntryInput = {
  districtId: string
  year: number
  origin: EntryOrigin
  unitId: string
  accountId?: string | null
  /** Of a record: what it is, on which day, how many. */
  kind?: string
  on?: CivilDate
  count?: number
  /** Of a change or an appeal: the event that should not count, or points of an item. */
  voids?: string | null
  item?: string | null
  points?: number | null
  note: string
  file?: { name: string; bytes: Uint8Array } | undefined
}

/** Who may enter what: a unit reports on itself and appeals, the desk records, the panel is the head's and the desk's. */
function permitEntry(actor: Actor, { districtId, unitId, origin }: EntryInput): void {
  const target = { districtId, unitId }
  const rights: Readonly<Record<EntryOrigin, Action[]>> = {
    record: ['score.prepare', 'score.answer'],
    panel: ['score.prepare', 'score.decide'],
    appeal: ['score.answer'],
  }
  const [first] = rights[origin]
  if (!rights[origin].some((right) => may(actor, right, target))) permit(actor, first!, target)
}

/**
 * 登记、评审更正、申诉: what somebody says beside the rooms' own events, with a reason. It counts only when a second person has
 * confirmed it, and is never edited. Refuses `score.entry-not-open`, `score.entry-not-complete`, `score.entry-proof`,
 * `score.entry-no-effect`, `score.event-unknown`.
 */
export async function enterForScore(deps: Deps, actor: Actor, input: EntryInput): Promise<{ id: string }> {
  const { districtId, year, origin, unitId } = input
  permitEntry(actor, input)
  return inTransaction(deps.db, async (tx) => {
    await refuseOutOfTurn(tx, actor, input)
    const note = input.note.trim()
    if (note === '') throw refuse('score.entry-not-complete', { what: '理由和依据' })
    const effect = origin === 'record' ? recordOf(input, deps.clock.today()) : await changeOf(tx, deps, input)
    const file = input.file
      ? await saveFile(tx, deps, { districtId, ...input.file, actor, accept: ['pdf', 'jpg', 'png', 'webp'] })
      : undefined
    const good = origin === 'record' && recordKinds[effect.kind as RecordKind].good && effect.kind !== 'main-account'
    if (good && !file) throw refuse('score.entry-proof', { what: recordKinds[effect.kind as RecordKind].label })
    const id = deps.ids.next()
    await tx
      .insertInto('score_entry')
      .values({
        district_id: districtId,
        year,
        id,
        origin,
        unit_id: unitId,
        account_id: input.accountId ?? null,
        ...effect,
        points: effect.points === null ? null : String(effect.points),
        note,
        file_id: file?.id ?? null,
        entered_by: actor.id,
        entered_at: deps.clock.now(),
        state: 'proposed',
      })
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'score.entered',
      subject: { kind: 'score-entry', id },
      after: {
        year,
        origin,
        unitId,
        ...effect,
        note: await keepWords(tx, deps, districtId, note),
        ...(file && { file: file.sha256 }),
        ...(actor.unitId !== unitId && origin === 'appeal' && { enteredForUnit: true }),
      },
      at: deps.wall.now(),
    })
    return { id }
  })
}

async function refuseOutOfTurn(tx: Tx, actor: Actor, { districtId, year, origin, unitId }: EntryInput): Promise<void> {
  const found = await readYear(tx, districtId, year, 'lock')
  const state = found?.state ?? 'locked'
  const open = openFor[origin].includes(state)
  // A unit tells of itself when it is asked to.
  const own = origin === 'record' && !may(actor, 'score.prepare', { districtId, unitId })
  if (!open || (own && state !== 'reporting'))
    throw refuse('score.entry-not-open', { origin: entryOrigins[origin], state: yearStateLabels[state] })
}

type Effect = {
  kind: string
  on_day: CivilDate
  count: number
  voids: string | null
  item: string | null
  points: number | null
}

function recordOf({ kind = '', on, year, count = 1, accountId }: EntryInput, today: CivilDate): Effect {
  if (!Object.hasOwn(recordKinds, kind)) throw refuse('score.entry-not-complete', { what: '登记事项' })
  if (!on || !on.startsWith(`${year}-`) || on > today)
    throw refuse('score.entry-not-complete', { what: `日期（${year}年内，${formatDayZh(today)}或以前）` })
  if (!Number.isInteger(count) || count < 1 || count > 10_000)
    throw refuse('score.entry-not-complete', { what: '数量（1至10000的整数）' })
  if (kind === 'main-account' && !accountId) throw refuse('score.entry-not-complete', { what: '主账号' })
  return { kind, on_day: on, count, voids: null, item: null, points: null }
}

async function changeOf(tx: Tx, deps: Deps, input: EntryInput): Promise<Effect> {
  const { districtId, year, origin, unitId, voids, item, points } = input
  const both = Boolean(voids) === Boolean(item)
  if (both || (item && (points === null || points === undefined || points === 0 || !Number.isFinite(points))))
    throw refuse('score.entry-no-effect')
  const score = await scoreWithin(tx, deps.clock, { districtId, year })
  const own = score.units.find((one) => one.unitId === unitId)
  if (voids && score.events.get(voids)?.unitId !== unitId) throw refuse('score.event-unknown')
  const items = [...score.scheme.scheme.items.map(({ id }) => id), 'extra', 'bonus']
  if (!own || (item && !items.includes(item))) throw refuse('score.event-unknown')
  return {
    kind: origin,
    on_day: deps.clock.today(),
    count: 1,
    voids: voids || null,
    item: item || null,
    points: item ? Math.round(points! * 100) / 100 : null,
  }
}

/** A second person confirms what was entered, or not, with a reason. Refuses `access.maker-is-checker`, `score.entry-decided`. */
export async function decideEntry(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; id: string; confirmed: boolean; decision: string },
): Promise<void> {
  const { districtId, id, confirmed } = input
  const subject = { kind: 'score-entry', id }
  await inWatchedTransaction(deps, { districtId, actor, subject, attempted: 'score.decide' }, async (tx) => {
    permit(actor, 'score.decide', { districtId })
    const entry = await readEntry(tx, districtId, id, 'lock')
    if (!entry) throw refuse('record.not-found', { what: '登记、更正或申诉' })
    if (entry.state !== 'proposed') throw refuse('score.entry-decided')
    refuseMaker(actor, entry.enteredBy)
    const year = await readYear(tx, districtId, entry.year, 'lock')
    const state = year?.state ?? 'locked'
    if (!openFor[entry.origin].includes(state))
      throw refuse('score.entry-not-open', { origin: entryOrigins[entry.origin], state: yearStateLabels[state] })
    const decision = input.decision.trim()
    if (decision === '') throw refuse('score.entry-not-complete', { what: '处理意见' })
    await tx
      .updateTable('score_entry')
      .set({
        state: confirmed ? 'confirmed' : 'rejected',
        decision,
        decided_by: actor.id,
        decided_at: deps.clock.now(),
        version: entry.version + 1,
      })
      .where('district_id', '=', districtId)
      .where('id', '=', id)
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: confirmed ? 'score.entry-confirmed' : 'score.entry-rejected',
      subject,
      before: { state: 'proposed' },
      after: { year: entry.year, unitId: entry.unitId, decision: await keepWords(tx, deps, districtId, decision) },
      at: deps.wall.now(),
    })
  })
}
