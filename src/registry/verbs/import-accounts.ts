import {
  type Actor,
  type Deps,
  findDistrict,
  openPeople,
  permit,
  type PersonValues,
  savePeople,
  supersedePeople,
} from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { readTables, type TableFile } from '../../documents/index.ts'
import { readStoredFile, refuseMarkedSheets } from '../../files/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { ImportOutcome } from '../annex2/outcome.ts'
import { holdsPosts, refuseRenamedText } from '../annex2/kind-of-file.ts'
import { type ImportPlan, personKey, planImport, type Register } from '../annex2/plan-import.ts'
import { readAnnex2 } from '../annex2/read-annex2.ts'
import { unitResolver } from '../annex2/resolve-units.ts'
import type { Annex2Reading } from '../annex2/shapes.ts'
import type { Account } from '../model.ts'
import { insertAccounts, lockRegister, readAccounts, updateAccounts } from '../queries/accounts.ts'
import { type Claim, filedByWord, insertClaims } from '../queries/claims.ts'
import { findImportRun, insertTouched } from '../queries/import-runs.ts'
import { type ContactLink, readContacts, saveContacts } from '../queries/people.ts'
import { insertUnits, readUnits } from '../queries/units.ts'
import {
  countsOf,
  type FormChange,
  formChanges,
  keepFile,
  recordRun,
  writeForms,
  writtenDigest,
} from './import-records.ts'

export type ImportInput = {
  districtId: string
  fileName: string
  bytes: Uint8Array
  /** The same bytes as `readTables` gives them, where they were read before the data directory was open. */
  tables?: TableFile
  /** Shows the whole result and writes nothing. */
  dryRun?: boolean
  /** Takes the rows that hold although others don't. */
  acceptValid?: boolean
  /** Registers units that the register doesn't know; their kind is guessed from the name. */
  createUnits?: boolean
  /** The file belongs to this unit alone. */
  unitId?: string
  /** With a dry run: keeps the file, so that a page can write it afterwards by `importKept`. */
  keep?: boolean
}

type KeptInput = ImportInput & { kept?: { importId: string } }

/**
 * Reads 附件2 and writes it into the register (notice 二（一）). Nothing is written unless every row holds or `acceptValid`
 * is given; unknown units are registered only with `createUnits`; empty cells never empty a fact; an account is never
 * called filed. The same file twice changes nothing. Refuses `access.denied`, every `table.*`, `secrecy.file-stopped`, `annex2.no-table`, `annex2.no-rows`, `annex2.is-posts`.
 */
export async function importAccounts(deps: Deps, actor: Actor, input: ImportInput): Promise<ImportOutcome> {
  permit(actor, 'ledger.import', { districtId: input.districtId, unitId: input.unitId ?? null })
  return readAndWrite(deps, actor, input)
}

/** Writes a file that a dry run kept. Refuses what `importAccounts` refuses, and `record.not-found`. */
export async function importKept(
  deps: Deps,
  actor: Actor,
  input: Omit<ImportInput, 'fileName' | 'bytes' | 'keep'> & { importId: string },
): Promise<ImportOutcome> {
  permit(actor, 'ledger.import', { districtId: input.districtId, unitId: input.unitId ?? null })
  const { importId, ...options } = input
  const run = await findImportRun(deps.db, input.districtId, importId)
  if (run?.state !== 'previewed') throw refuse('record.not-found', { what: '待确认的导入' })
  const { bytes, name } = await readStoredFile(deps, input.districtId, run.fileId)
  return readAndWrite(deps, actor, { ...options, fileName: name, bytes, kept: { importId } })
}

/** What is still to be mended of a file that was previewed or written, against the register as it stands. */
export async function rejectedOf(
  deps: Deps,
  actor: Actor,
  { districtId, importId }: { districtId: string; importId: string },
): Promise<Pick<ImportOutcome, 'fileName' | 'rejected'>> {
  permit(actor, 'ledger.import', { districtId })
  const run = await findImportRun(deps.db, districtId, importId)
  if (!run) throw refuse('record.not-found', { what: '导入' })
  const { bytes, name } = await readStoredFile(deps, districtId, run.fileId)
  return readAndWrite(deps, actor, { districtId, fileName: name, bytes, dryRun: true })
}

async function readAndWrite(deps: Deps, actor: Actor, input: KeptInput): Promise<ImportOutcome> {
  const reading = await readWorkbook(deps, actor, input)
  return inTransaction(deps.db, async (tx) => {
    await lockRegister(tx, input.districtId)
    const plan = await planOf(tx, deps, reading, input)
    const forms = await formChanges(tx, deps, input.districtId, { plan, reading })
    const outcome = outcomeOf(plan, reading, input, forms.length)
    if (outcome.state === 'preview' && input.keep) outcome.importId = await keepFile(tx, deps, actor, input, outcome)
    if (outcome.state === 'written') await write(tx, deps, actor, input, { plan, forms, outcome })
    return outcome
  })
}

async function readWorkbook(
  deps: Deps,
  actor: Actor,
  { districtId, bytes, fileName, tables }: ImportInput,
): Promise<Annex2Reading> {
  const file = tables ?? (await readTables(bytes, { fileName }))
  const { sheets } = file
  await refuseMarkedSheets(deps, actor, { districtId, source: '导入附件2', bytes, sheets })
  if (holdsPosts(sheets)) throw refuse('annex2.is-posts')
  const reading = readAnnex2(sheets, deps.clock.today())
  if (reading.sheets.some(({ headRow }) => headRow !== undefined)) {
    if (reading.rows.length + reading.rejected.length === 0) throw refuse('annex2.no-rows', { file: fileName })
    return reading
  }
  refuseRenamedText(file, fileName)
  throw refuse('annex2.no-table', { sheets: sheets.map(({ name }) => name).join('、') })
}

async function planOf(tx: Tx, deps: Deps, reading: Annex2Reading, input: ImportInput): Promise<ImportPlan> {
  const { districtId } = input
  const district = await findDistrict(tx, districtId)
  const units = await readUnits(tx, districtId)
  const resolver = unitResolver(units, district)
  const rows = [...reading.rows, ...reading.faulty]
  const meant = new Set(
    rows.flatMap(({ unit, system }) => (unit && resolver.of({ unit, system })?.id) ?? input.unitId ?? []),
  )
  const numbered = rows.flatMap(({ system }) => (system ? [system.accountId] : []))
  const accounts = await readAccounts(tx, districtId, { unitIds: [...meant], orIds: numbered })
  const people = await knownPeople(tx, deps, districtId, accounts)
  const createUnits = input.createUnits === true
  const nextId = () => deps.ids.next()
  const byWord = await filedByWord(
    tx,
    districtId,
    accounts.map(({ id }) => id),
  )
  return planImport(
    reading,
    { units, accounts, people, filedByWord: byWord },
    { district, createUnits, nextId, onlyUnitId: input.unitId },
  )
}

async function knownPeople(
  tx: Tx,
  deps: Deps,
  districtId: string,
  accounts: readonly Account[],
): Promise<Register['people']> {
  const links = await readContacts(
    tx,
    districtId,
    accounts.map(({ id }) => id),
  )
  const values = await openPeople(
    tx,
    deps.vault,
    districtId,
    links.map(({ personId }) => personId),
  )
  const found = new Map<string, PersonValues>()
  for (const { accountId, duty, personId } of links) {
    const person = values.get(personId)
    if (person) found.set(personKey(accountId, duty), person)
  }
  return found
}

function outcomeOf(plan: ImportPlan, reading: Annex2Reading, input: ImportInput, forms: number): ImportOutcome {
  const { said, units, created, changed, people } = plan
  const nothing = units.length + created.length + changed.length + people.length + forms === 0
  const held = said.rejected.length > 0 && !input.acceptValid
  const state = input.dryRun ? 'preview' : held ? 'held-back' : nothing ? 'nothing-to-write' : 'written'
  const { fileName } = input
  return { state, written: state === 'written', importId: null, fileName, sheets: reading.sheets, ...said }
}

function successionsOf(earlier: readonly ContactLink[], links: readonly ContactLink[]) {
  const before = new Map(earlier.map(({ accountId, duty, personId }) => [personKey(accountId, duty), personId]))
  return links.flatMap(({ accountId, duty, personId }) => {
    const known = before.get(personKey(accountId, duty))
    return known ? [{ before: known, after: personId }] : []
  })
}

// A sheet can bring an account in another state than 在运行; what it says is nobody's case.
const claimsOf = (plan: ImportPlan, actor: Actor, at: Instant): Claim[] =>
  plan.created
    .filter(({ runningState }) => runningState !== 'running')
    .map(({ id, runningState }) => ({
      accountId: id,
      fact: 'running-state',
      value: runningState,
      reason: '导入的附件2“系统字段”所列',
      statedBy: actor.id,
      statedAt: at,
    }))

type Decided = { plan: ImportPlan; forms: FormChange[]; outcome: ImportOutcome }

async function write(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  input: KeptInput,
  { plan, forms, outcome }: Decided,
): Promise<void> {
  const { districtId } = input
  const at = deps.wall.now()
  await insertUnits(tx, districtId, plan.units, at)
  const writing = { at, statedBy: actor.id }
  await insertAccounts(tx, districtId, plan.created, writing)
  await updateAccounts(tx, districtId, plan.changed, writing)
  await insertClaims(tx, () => deps.ids.next(), districtId, claimsOf(plan, actor, deps.clock.now()))
  const people = await savePeople(
    tx,
    deps,
    districtId,
    plan.people.map(({ values }) => values),
  )
  const links = plan.people.map(({ accountId, duty }, index) => ({
    accountId,
    duty,
    personId: people[index]?.id ?? '',
  }))
  const earlier = await readContacts(
    tx,
    districtId,
    links.map(({ accountId }) => accountId),
  )
  const linking = saveContacts(tx, districtId, links, at)
  // Counted out while the server writes.
  const digest = writtenDigest(plan, people)
  await linking
  await supersedePeople(tx, deps, districtId, successionsOf(earlier, links))
  await writeForms(tx, deps, districtId, forms, at)
  outcome.importId = await recordRun(tx, deps, actor, input, outcome)
  await insertTouched(tx, districtId, outcome.importId, plan.touched)
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: 'accounts.imported',
    subject: { kind: 'import', id: outcome.importId },
    after: { ...countsOf(outcome), people: people.length, forms: forms.length, digest },
    at,
  })
}
