import { type Actor, type Deps, openPeople, permit, savePerson, supersedePeople } from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { mergePerson } from '../annex2/merge.ts'
import { readPerson } from '../annex2/read-people.ts'
import type { Duty, DutyState } from '../model.ts'
import { type DutyLink, readDuties, saveDuty } from '../queries/people.ts'
import { lockUnit } from '../queries/units.ts'

/** `vacant`: the unit says that there is nobody. `version`: as it was shown; absent where nobody had said anything. */
export type DutyInput = { districtId: string; unitId: string; duty: Duty; version?: number } & (
  | { state: 'filled'; name: string; phone?: string }
  | { state: 'vacant' }
)

/**
 * Says who answers for a unit's accounts (notice 三: 第一责任人、直接责任人、工作人员), or that nobody does. A masked or
 * missing phone leaves the one known of the same person. Refuses `access.denied`, `record.not-found`, `unit.not-valid`,
 * and `record.changed-meanwhile` where somebody else said so since the page was shown.
 */
export async function setDuty(
  deps: Deps,
  actor: Actor,
  input: DutyInput,
): Promise<{ state: DutyState; personId: string | null; version: number }> {
  permit(actor, 'ledger.edit', { districtId: input.districtId, unitId: input.unitId })
  return inTransaction(deps.db, async (tx) => {
    if (!(await lockUnit(tx, input.districtId, input.unitId))) throw refuse('record.not-found', { what: '单位' })
    const known = (await readDuties(tx, input.districtId, [input.unitId])).find(({ duty }) => duty === input.duty)
    const version = known?.version ?? 0
    if (version !== (input.version ?? 0)) throw refuse('record.changed-meanwhile', { what: '责任人' })
    const at = deps.wall.now()
    const next = input.state === 'vacant' ? { personId: null } : await personFor(tx, deps, input, known)
    const said = { state: input.state, personId: next.personId }
    if (known?.state === input.state && known.personId === next.personId) return { ...said, version }
    await saveDuty(tx, input.districtId, { ...input, ...said, changedAt: at, version: version + 1 })
    if (known?.personId && next.personId)
      await supersedePeople(tx, deps, input.districtId, [{ before: known.personId, after: next.personId }])
    await recordDuty(tx, deps, actor, { input, known, next, at })
    return { ...said, version: version + 1 }
  })
}

type NextPerson = { personId: string | null; digest?: string }

async function personFor(
  tx: Tx,
  deps: Deps,
  input: DutyInput & { state: 'filled' },
  known: DutyLink | undefined,
): Promise<NextPerson> {
  const read = readPerson([input.name, input.phone].filter(Boolean).join('\n'))
  if ('wanted' in read) throw refuse('unit.not-valid', { faults: read.wanted })
  if (read.value.name === null) throw refuse('unit.not-valid', { faults: '请填写责任人姓名；确无人员的，请选择“空缺”' })
  const values = known?.personId ? await openPeople(tx, deps.vault, input.districtId, [known.personId]) : undefined
  const person = mergePerson(known?.personId ? values?.get(known.personId) : undefined, read.value)
  if (!person) return { personId: known?.personId ?? null }
  const saved = await savePerson(tx, deps, input.districtId, person)
  return { personId: saved.id, digest: saved.digest }
}

type Recorded = { input: DutyInput; known: DutyLink | undefined; next: NextPerson; at: Instant }

async function recordDuty(tx: Tx, deps: Deps, actor: Actor, { input, known, next, at }: Recorded): Promise<void> {
  await append(tx, deps.ids, {
    districtId: input.districtId,
    actor,
    action: 'duty.set',
    subject: { kind: 'unit', id: input.unitId },
    before: { duty: input.duty, state: known?.state ?? 'unknown', personId: known?.personId ?? null },
    after: { duty: input.duty, state: input.state, ...next },
    at,
  })
}
