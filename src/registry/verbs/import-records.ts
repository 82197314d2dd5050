import {
  type Actor,
  type Deps,
  openPeople,
  type PersonValues,
  savePeople,
  supersedePeople,
} from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { append, digestOf as chainDigest } from '../../trail/index.ts'
import { mergePerson } from '../annex2/merge.ts'
import type { ImportOutcome } from '../annex2/outcome.ts'
import type { ImportPlan } from '../annex2/plan-import.ts'
import { readPerson } from '../annex2/read-people.ts'
import type { Annex2Reading, Form } from '../annex2/shapes.ts'
import { insertImportRun, markWritten } from '../queries/import-runs.ts'
import { readSheetForms, saveSheetForms, type SheetForm } from '../queries/people.ts'
import type { ImportInput } from './import-accounts.ts'

/** How many of each: what the trail and the list of imports keep of an import. */
export const countsOf = ({ toCreate, toChange, unchanged, rejectedRows, unknownUnits }: ImportOutcome) => ({
  created: toCreate.length,
  changed: toChange.length,
  unchanged,
  rejected: rejectedRows,
  newUnits: unknownUnits.filter(({ willBeCreated }) => willBeCreated).length,
})

/** What an import wrote, as one digest over the digests of its parts: ids, facts and salted digests of people, never their values. */
export const writtenDigest = (plan: ImportPlan, people: readonly { digest: string }[]) =>
  chainDigest({
    units: plan.units.map((unit) => chainDigest(unit)),
    created: plan.created.map((account) => chainDigest(account)),
    changed: plan.changed.map((account) => chainDigest(account)),
    people: people.map(({ digest }) => digest),
  })

/** Keeps the file of a dry run, so that a page can write it afterwards. Answers the id of the import. */
export async function keepFile(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  input: ImportInput,
  outcome: ImportOutcome,
): Promise<string> {
  const { id: fileId, sha256 } = await saveFile(tx, deps, fileOf(actor, input))
  const id = await newRun(tx, deps, actor, input, { fileId, state: 'previewed', outcome })
  await append(tx, deps.ids, {
    districtId: input.districtId,
    actor,
    action: 'accounts.previewed',
    subject: { kind: 'import', id },
    after: { fileId, sha256, ...countsOf(outcome) },
    at: deps.wall.now(),
  })
  return id
}

/** Records a written import; one that had been kept by a dry run is marked, another keeps its file now. */
export async function recordRun(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  input: ImportInput & { kept?: { importId: string } },
  outcome: ImportOutcome,
): Promise<string> {
  if (input.kept) {
    await markWritten(tx, input.districtId, input.kept.importId, countsOf(outcome))
    return input.kept.importId
  }
  const { id: fileId } = await saveFile(tx, deps, fileOf(actor, input))
  return newRun(tx, deps, actor, input, { fileId, state: 'written', outcome })
}

const fileOf = (actor: Actor, { districtId, fileName, bytes }: ImportInput) => ({
  districtId,
  name: fileName,
  bytes,
  actor,
})

async function newRun(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, fileName }: ImportInput,
  { fileId, state, outcome }: { fileId: string; state: 'previewed' | 'written'; outcome: ImportOutcome },
): Promise<string> {
  const id = deps.ids.next()
  const run = {
    id,
    fileId,
    fileName,
    state,
    summary: countsOf(outcome),
    createdBy: actor.id,
    createdAt: deps.wall.now(),
  }
  await insertImportRun(tx, districtId, run)
  return id
}

export type FormChange = { form: SheetForm; reporter: PersonValues | undefined }

/** 填报人、联系电话、统计时间截至 of each unit whose sheet this is, where they differ; what a sheet leaves blank stays. */
export async function formChanges(
  tx: Tx,
  deps: Deps,
  districtId: string,
  { plan, reading }: { plan: ImportPlan; reading: Annex2Reading },
): Promise<FormChange[]> {
  const forms = formsByUnit(plan, reading)
  const known = new Map((await readSheetForms(tx, districtId, [...forms.keys()])).map((form) => [form.unitId, form]))
  const reporters = await openPeople(
    tx,
    deps.vault,
    districtId,
    [...known.values()].flatMap(({ reporterPersonId }) => reporterPersonId ?? []),
  )
  return [...forms].flatMap(([unitId, form]) => changedForm(unitId, form, known.get(unitId), reporters) ?? [])
}

/** Writes what `formChanges` found. */
export async function writeForms(
  tx: Tx,
  deps: Deps,
  districtId: string,
  changes: readonly FormChange[],
  at: Instant,
): Promise<void> {
  const renewed = changes.filter(({ reporter }) => reporter !== undefined)
  const saved = await savePeople(
    tx,
    deps,
    districtId,
    renewed.map(({ reporter }) => reporter ?? {}),
  )
  const reporterOf = new Map(renewed.map(({ form }, index) => [form.unitId, saved[index]?.id ?? null]))
  const forms = changes.map(({ form }) => ({
    ...form,
    reporterPersonId: reporterOf.get(form.unitId) ?? form.reporterPersonId,
  }))
  await saveSheetForms(tx, districtId, forms, at)
  const successions = renewed.flatMap(({ form }) => {
    const [before, after] = [form.reporterPersonId, reporterOf.get(form.unitId)]
    return before && after ? [{ before, after }] : []
  })
  await supersedePeople(tx, deps, districtId, successions)
}

// A sheet speaks for the unit it names, or for the only one whose accounts stand in it.
function formsByUnit({ resolver }: ImportPlan, reading: Annex2Reading): Map<string, Form> {
  const forms = new Map<string, Form>()
  for (const [form, rows] of Map.groupBy(reading.rows, (row) => row.form)) {
    const units = new Set(rows.map((row) => resolver.of(row)?.id))
    const [only] = units
    const unitId = form.unit === null ? (units.size === 1 ? only : undefined) : resolver.named(form.unit)?.id
    if (unitId && (form.reporter ?? form.phone ?? form.countedUntil) !== null) forms.set(unitId, form)
  }
  return forms
}

function changedForm(
  unitId: string,
  form: Form,
  known: SheetForm | undefined,
  people: ReadonlyMap<string, PersonValues>,
): FormChange | undefined {
  const text = [form.reporter, form.phone].filter(Boolean).join(' ')
  const read = text === '' ? undefined : readPerson(text)
  const before = known?.reporterPersonId ? people.get(known.reporterPersonId) : undefined
  const reporter = read && 'value' in read ? mergePerson(before, read.value) : undefined
  const countedUntil = form.countedUntil ?? known?.countedUntil ?? null
  if (!reporter && countedUntil === (known?.countedUntil ?? null)) return undefined
  return { reporter, form: { unitId, reporterPersonId: known?.reporterPersonId ?? null, countedUntil } }
}
