import { sql } from 'kysely'
import { type Actor, type Deps, findDistrict, maskPhone, permit } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import { type Db, inTransaction, isUuid, type Tx } from '../../database/index.ts'
import { inspectScan, saveFile } from '../../files/index.ts'
import { readUnit } from '../../registry/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { unitKinds } from '../../vocabulary/units.ts'
import { printInForceOf, setLooksApart } from '../checking/checks.ts'
import { type Answers, answersOf, contentHash, type Defect, defectsOf, fieldsOf, readCode } from '../forms/index.ts'
import { actOnCase, type CaseInput, handOf } from './act.ts'
import { caseDefects, caseForms } from './forms.ts'
import { keepLateness } from './lateness.ts'
import { type CaseKind, caseKindLabels, type FilingCase } from './model.ts'
import { refuseSameFile } from '../returns/scans.ts'
import { caseScans } from './scans.ts'
import { answerColumns, openCaseOf, type LoadedCase } from './records.ts'
import type { UnitKind } from '../../vocabulary/units.ts'

export type NewCase = { districtId: string; unitId: string; kind: CaseKind; accountId?: string; answers: Answers }

/**
 * Begins a case. An account has one case on its way at a time. Refuses `case.unit-out-of-scope`, `case.unit-gone`,
 * `case.account-required`, `case.account-of-other-unit`, `case.account-busy`, `case.account-gone`.
 */
export async function beginCase(deps: Deps, actor: Actor, input: NewCase): Promise<{ id: string }> {
  const { districtId, unitId, kind, answers } = input
  permit(actor, 'filing.fill', { districtId, unitId })
  if (!isUuid(unitId)) throw refuse('record.not-found', { what: '单位' })
  if (input.accountId !== undefined && !isUuid(input.accountId)) throw refuse('record.not-found', { what: '账号' })
  return inTransaction(deps.db, async (tx) => {
    const unit = await readUnit(tx, districtId, unitId)
    if (!unit) throw refuse('record.not-found', { what: '单位' })
    if (!unitKinds[unit.kind].inScope)
      throw refuse('case.unit-out-of-scope', { unit: unit.name, unsettled: unit.kind === 'unknown' })
    if (kind === 'open' && unit.state !== 'active') throw refuse('case.unit-gone', { unit: unit.name })
    const accountId = kind === 'open' ? deps.ids.next() : await idleAccount(tx, input)
    const id = deps.ids.next()
    const at = deps.wall.now()
    await tx
      .insertInto('filing_case')
      .values({
        district_id: districtId,
        id,
        kind,
        unit_id: unitId,
        account_id: accountId,
        state: 'draft',
        ...answerColumns(deps, districtId, { id, kind }, answers),
        ...handOf(actor, { handledBy: [], unitId }),
        created_by: actor.id,
        created_at: at,
      })
      .execute()
    const subject = { kind: 'case', id }
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'case.begun',
      subject,
      after: { kind, unitId, accountId },
      at,
    })
    return { id }
  })
}

async function idleAccount(tx: Tx, { districtId, unitId, kind, accountId }: NewCase): Promise<string> {
  if (!accountId) throw refuse('case.account-required', { kind: caseKindLabels[kind] })
  const account = await tx
    .selectFrom('account as a')
    .innerJoin('unit as u', (join) => join.onRef('u.district_id', '=', 'a.district_id').onRef('u.id', '=', 'a.unit_id'))
    .select(['a.name', 'a.running_state as state', 'a.unit_id as ownerId', 'u.name as owner'])
    .where('a.district_id', '=', districtId)
    .where('a.id', '=', accountId)
    .forUpdate('a')
    .executeTakeFirst()
  if (!account) throw refuse('record.not-found', { what: '账号' })
  if (account.ownerId !== unitId) throw refuse('case.account-of-other-unit', account)
  if (account.state === 'deregistered') throw refuse('case.account-gone', { name: account.name })
  if (await openCaseOf(tx, districtId, accountId)) throw refuse('case.account-busy', { name: account.name })
  return accountId
}

/** Keeps what was typed, finished or not; a number that comes back masked, as it was shown, is the one that is kept. */
export async function fillCase(deps: Deps, actor: Actor, input: CaseInput & { answers: Answers }) {
  return actOnCase(deps, actor, input, 'fill', async (_tx, { one }) => ({
    set: answerColumns(deps, input.districtId, one, unmasked(one, input.answers)),
  }))
}

function unmasked({ kind, answers: kept }: FilingCase, typed: Answers): Answers {
  const shownMasked = fieldsOf(caseForms[kind]).filter(
    ({ key, kind: asked }) => asked === 'phone' && kept[key] && typed[key] === maskPhone(kept[key]),
  )
  return { ...typed, ...Object.fromEntries(shownMasked.map(({ key }) => [key, kept[key]!])) }
}

/** Everything that stands in the way of printing a case. */
export const defectsOfCase = ({ one, unit }: LoadedCase, today: CivilDate): Defect[] => [
  ...defectsOf(caseForms[one.kind], one.answers, today),
  ...caseDefects(one.kind, one.answers, unit.kind as UnitKind),
]

/** What a printing of a case froze. */
export type CaseContent = {
  district: string
  office: string
  unit: { id: string; name: string }
  account: { id: string; name: string; platform: string } | null
  kind: CaseKind
  answers: Answers
  printedOn: CivilDate
  /** How the paper is laid out; absent: as it was before, a field a row. */
  layout?: 2
}

/** The hash that stands on the paper of a case. */
export const caseHash = (content: CaseContent): string => contentHash(content).slice(0, 16)

const contextOf = (districtId: string, caseId: string, number: number) => `${districtId}/case-print/${caseId}/${number}`

/** Freezes a version to be signed and sealed. Refuses `case.not-complete` with everything that is missing. */
export async function printCase(deps: Deps, actor: Actor, input: CaseInput) {
  const { districtId, caseId } = input
  return actOnCase(deps, actor, input, 'print', async (tx, loaded) => {
    const { one, unit } = loaded
    const today = deps.clock.today()
    const defects = defectsOfCase(loaded, today)
    if (defects.length > 0)
      throw refuse('case.not-complete', {
        faults: defects.map(({ label, wanted }) => `“${label}”${wanted}`).join('；'),
      })
    const district = await findDistrict(tx, districtId)
    const content: CaseContent = {
      district: district.name,
      office: district.officeName,
      unit: { id: one.unitId, name: unit.name },
      account: (await accountNamed(tx, districtId, one.accountId)) ?? null,
      kind: one.kind,
      answers: answersOf(caseForms[one.kind], one.answers),
      printedOn: today,
      layout: 2,
    }
    const number = one.printNumber + 1
    const { wrappedKey, sealed } = deps.vault.sealBytes(
      Buffer.from(JSON.stringify(content)),
      contextOf(districtId, caseId, number),
    )
    const hash = contentHash(content)
    await tx
      .insertInto('filing_case_print')
      .values({
        district_id: districtId,
        case_id: caseId,
        number,
        content_key: wrappedKey,
        content: sealed,
        content_hash: hash,
        printed_by: actor.id,
        printed_at: deps.wall.now(),
      })
      .execute()
    return { set: { print_number: number }, told: { print: number, hash } }
  })
}

export async function accountNamed(db: Db | Tx, districtId: string, id: string) {
  return db
    .selectFrom('account')
    .select(['id', 'name', 'platform'])
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .executeTakeFirst()
}

export async function readCasePrint(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  { caseId, number }: { caseId: string; number: number },
): Promise<CaseContent | undefined> {
  const row = await db
    .selectFrom('filing_case_print')
    .select(['content_key as wrappedKey', 'content as sealed'])
    .where('district_id', '=', districtId)
    .where('case_id', '=', caseId)
    .where('number', '=', number)
    .executeTakeFirst()
  return (
    row && (JSON.parse(vault.openBytes(row, contextOf(districtId, caseId, number)).toString('utf8')) as CaseContent)
  )
}

/** What these printings froze, by case. */
export async function readCasePrints(
  db: Db | Tx,
  vault: Deps['vault'],
  districtId: string,
  prints: readonly { caseId: string; number: number }[],
): Promise<Map<string, CaseContent>> {
  if (prints.length === 0) return new Map()
  const rows = await db
    .selectFrom('filing_case_print')
    .select(['case_id as caseId', 'number', 'content_key as wrappedKey', 'content as sealed'])
    .where('district_id', '=', districtId)
    .where(sql<boolean>`(case_id, number) in (select wanted.id, wanted.at from unnest(${prints.map(({ caseId }) => caseId)}::uuid[],
      ${prints.map(({ number }) => number)}::integer[]) as wanted (id, at))`)
    .execute()
  return new Map(
    rows.map(({ caseId, number, ...content }) => [
      caseId,
      JSON.parse(vault.openBytes(content, contextOf(districtId, caseId, number)).toString('utf8')) as CaseContent,
    ]),
  )
}

/** Takes the scan of the signed and sealed paper; its code must be of this printing and of what it says. Refuses as `uploadScan` of a return. */
export async function uploadCaseScan(deps: Deps, actor: Actor, input: CaseInput & { name: string; bytes: Uint8Array }) {
  const { districtId, caseId, name } = input
  const scan = await inspectScan({ name, bytes: input.bytes })
  return actOnCase(deps, actor, input, 'upload', async (tx, { one }) => {
    refuseSameFile(await caseScans(tx, districtId, one), { name, bytes: scan.bytes })
    const content = await readCasePrint(tx, deps.vault, districtId, { caseId, number: one.printNumber })
    for (const code of scan.codes.flatMap(({ text }) => readCode(text) ?? [])) {
      if (code.returnId !== caseId) throw refuse('scan.other-form', { name })
      if (code.printNumber !== one.printNumber)
        throw refuse('scan.older-version', { name, found: code.printNumber, wanted: one.printNumber })
      if (!content || code.form !== content.kind || code.hash !== caseHash(content))
        throw refuse('scan.other-content', { name })
    }
    const file = await saveFile(tx, deps, { districtId, name, bytes: scan.bytes, actor, accept: ['pdf', 'jpg', 'png'] })
    const id = deps.ids.next()
    await tx
      .insertInto('filing_case_scan')
      .values({
        district_id: districtId,
        case_id: caseId,
        id,
        print_number: one.printNumber,
        file_id: file.id,
        pages: scan.pages,
        codes: scan.codes.map(({ text }) => text),
        uploaded_by: actor.id,
        uploaded_at: deps.wall.now(),
      })
      .execute()
    return { told: { scan: { id, sha256: file.sha256, pages: scan.pages } } }
  })
}

/** Hands a case in; a change that is filed late raises F-04. Refuses `case.nothing-scanned`. */
export async function submitCase(deps: Deps, actor: Actor, input: CaseInput) {
  return actOnCase(deps, actor, input, 'submit', async (tx, { one }) => {
    if ((await caseScans(tx, input.districtId, one)).length === 0) throw refuse('case.nothing-scanned')
    await setLooksApart(tx, printInForceOf('case', input.districtId, one), deps.wall.now())
    const now = deps.clock.now()
    const late = await keepLateness(tx, deps, actor, input.districtId, one)
    const set = { submitted_by: actor.id, submitted_at: now, first_submitted_at: one.firstSubmittedAt ?? now, ...late }
    return { set, told: { print: one.printNumber } }
  })
}
