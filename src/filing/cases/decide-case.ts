import { type Actor, type Deps, refuseMaker } from '../../access/index.ts'
import { type CivilDate, formatDayZh, type PreciseDate } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { type AccountInput, readAccounts, readUnits, saveAccountWithin } from '../../registry/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { readAnswer } from '../forms/index.ts'
import { recordFiling } from '../returns/accept.ts'
import { raiseTrigger } from '../triggers/index.ts'
import { actOnCase, type CaseInput } from './act.ts'
import { type CaseAction, caseActionLabels, type FilingCase } from './model.ts'
import { addOpinion } from './records.ts'

type Opinion = CaseInput & { opinion: string }

// What a person decides is written down in his own words.
async function withOpinion(
  deps: Deps,
  actor: Actor,
  input: Opinion,
  action: CaseAction,
  work: (tx: Tx, one: FilingCase) => Promise<Record<string, unknown>> | Record<string, unknown>,
) {
  const opinion = input.opinion.trim()
  if (opinion === '') throw refuse('case.opinion-required', { action: caseActionLabels[action] })
  return actOnCase(deps, actor, input, action, async (tx, { one }) => {
    const set = await work(tx, one)
    await addOpinion(tx, deps, actor, { districtId: input.districtId, caseId: one.id, action, opinion })
    return { set, told: { opinion } }
  })
}

/** 受理: signature and seal confirmed separately. Whoever typed the case in does not accept it. Refuses `case.not-signed`. */
export async function acceptCase(deps: Deps, actor: Actor, input: Opinion & { signed: boolean; sealed: boolean }) {
  if (!input.signed || !input.sealed) throw refuse('case.not-signed')
  return withOpinion(deps, actor, input, 'accept', async (tx, one) => {
    refuseMaker(actor, one.enteredForUnitBy)
    refuseMaker(actor, one.submittedBy)
    return { accepted_by: actor.id, days_late: await daysLate(tx, deps, one) }
  })
}

/** 退回补正，一次性告知. */
export const sendCaseBack = (deps: Deps, actor: Actor, input: Opinion) =>
  withOpinion(deps, actor, input, 'send-back', () => ({}))

/** 审核, by somebody else than who accepted. */
export const reviewCase = (deps: Deps, actor: Actor, input: Opinion) =>
  withOpinion(deps, actor, input, 'review', (_tx, one) => {
    refuseMaker(actor, one.acceptedBy)
    return { reviewed_by: actor.id }
  })

/**
 * 批准, by the head of the office and nobody who had a hand in it before. An account whose 关停 or 注销 is approved is
 * being closed from now on, and monitored until it is gone.
 */
export const approveCase = (deps: Deps, actor: Actor, input: Opinion) =>
  withOpinion(deps, actor, input, 'approve', async (tx, one) => {
    refuseMaker(actor, one.acceptedBy)
    refuseMaker(actor, one.reviewedBy)
    if (one.kind === 'suspend' || one.kind === 'deregister') await beginClosing(tx, deps, actor, input.districtId, one)
    return { decided_by: actor.id, decided_on: deps.clock.today() }
  })

/** 不予备案, with the reason. */
export const rejectCase = (deps: Deps, actor: Actor, input: Opinion) =>
  withOpinion(deps, actor, input, 'reject', (_tx, one) => {
    refuseMaker(actor, one.acceptedBy)
    refuseMaker(actor, one.reviewedBy)
    return { decided_by: actor.id, decided_on: deps.clock.today() }
  })

/**
 * What the unit did on the platform, and since when. Done before it was approved raises F-01 (开设) or F-02 (注销): the
 * day is recorded as it was, people decide what follows. Refuses `case.executed-in-future`, `case.url-required`.
 */
export async function executeCase(deps: Deps, actor: Actor, input: CaseInput & { on: CivilDate; url?: string }) {
  const { districtId, on, url } = input
  if (on > deps.clock.today()) throw refuse('case.executed-in-future', { day: formatDayZh(on) })
  if (url !== undefined && !/^https?:\/\/\S+$/i.test(url)) throw refuse('case.url-required')
  return actOnCase(deps, actor, input, 'execute', async (tx, { one }) => {
    if (one.kind === 'open' && url === undefined) throw refuse('case.url-required')
    const early = one.decidedOn !== null && on < one.decidedOn
    const rule = one.kind === 'open' ? 'F-01' : one.kind === 'change' ? undefined : 'F-02'
    if (early && rule)
      await raiseTrigger(tx, deps, actor, {
        districtId,
        rule,
        unitId: one.unitId,
        accountId: one.kind === 'open' ? null : one.accountId,
        subject: { kind: 'case', id: one.id },
        facts: { reason: rule === 'F-01' ? '未批先建' : '未批先注销', executedOn: on, approvedOn: one.decidedOn },
      })
    return { set: { executed_on: on, executed_url: url ?? null, executed_by: actor.id }, told: { on, early } }
  })
}

const nationalStatus = { open: 'reported', change: 'changed', suspend: 'closed', deregister: 'closed' } as const

/** Both sides enter in the national system; the day and the receipt are kept here. */
export async function reportNational(
  deps: Deps,
  actor: Actor,
  input: CaseInput & { on: CivilDate; receipt?: { name: string; bytes: Uint8Array } },
) {
  const { districtId, on, receipt } = input
  if (on > deps.clock.today()) throw refuse('case.executed-in-future', { day: formatDayZh(on) })
  return actOnCase(deps, actor, input, 'report-national', async (tx, { one }) => {
    const file = receipt && (await saveFile(tx, deps, { districtId, ...receipt, actor, accept: ['pdf', 'jpg', 'png'] }))
    const status = nationalStatus[one.kind]
    await tx
      .insertInto('national_report')
      .values({
        district_id: districtId,
        id: deps.ids.next(),
        account_id: one.accountId,
        status,
        reported_on: on,
        receipt_file_id: file?.id ?? null,
        case_id: one.id,
        recorded_by: actor.id,
        recorded_at: deps.wall.now(),
      })
      .execute()
    return { told: { status, on, ...(file && { receipt: file.sha256 }) } }
  })
}

/** What was filed stands in the ledger, under its 备案号. Refuses `case.announced-unit-unknown`. */
export async function registerCase(deps: Deps, actor: Actor, input: CaseInput): Promise<{ number: string }> {
  let number = ''
  await actOnCase(deps, actor, input, 'register', async (tx, { one }) => {
    const { districtId } = input
    const unitId = await intoLedger(tx, deps, actor, districtId, one)
    const source = { kind: 'case' as const, id: one.id }
    number = await recordFiling(tx, deps, actor, {
      districtId,
      unitId,
      accountId: one.accountId,
      kind: one.kind,
      source,
    })
    return { set: { filing_number: number }, told: { number } }
  })
  return { number }
}

export const archiveCase = (deps: Deps, actor: Actor, input: CaseInput) =>
  actOnCase(deps, actor, input, 'archive', () => Promise.resolve({}))

async function intoLedger(tx: Tx, deps: Deps, actor: Actor, districtId: string, one: FilingCase): Promise<string> {
  const { answers } = one
  if (one.kind === 'open') {
    await saveAccountWithin(tx, deps, actor, {
      districtId,
      unitId: one.unitId,
      newId: one.accountId,
      statedBy: one.enteredForUnitBy ?? one.submittedBy ?? one.createdBy,
      facts: {
        name: answers['name'] ?? '',
        platform: answers['platform'] as Platform,
        purpose: answers['purpose'] as 'publish',
        certifiedEntity: answers['certifiedEntity'] ?? null,
        operationMode: answers['operationMode'] as 'self',
        budgetYuan: moneyIn(answers['budgetYuan'], deps.clock.today()),
        openedOn: one.executedOn,
        openedPrecision: 'day',
        profileUrl: one.executedUrl,
      },
      filingState: 'filed',
    })
    return one.unitId
  }
  if (one.kind === 'change') return changeAsFiled(tx, deps, actor, districtId, one)
  // 关停 on paper is not gone: it stays monitored, and leaves the ledger when a person looked for it and did not find it
  // (rulebook C3 verified_gone; sentence 8).
  await changeAccount(tx, deps, actor, districtId, one, { runningState: 'closed' })
  return one.unitId
}

const moneyIn = (text: string | undefined, today: CivilDate): string | null => {
  const read = text === undefined ? undefined : readAnswer({ kind: 'money' }, text, today)
  return read && 'value' in read && typeof read.value === 'string' ? read.value : null
}

async function changeAsFiled(tx: Tx, deps: Deps, actor: Actor, districtId: string, one: FilingCase): Promise<string> {
  const { newName, newEntity, newUnit } = one.answers
  const units = newUnit ? await readUnits(tx, districtId) : []
  const unit = newUnit ? units.find(({ name }) => name === newUnit.trim()) : undefined
  if (newUnit && !unit) throw refuse('case.announced-unit-unknown', { unit: newUnit })
  const unitId = unit?.id ?? one.unitId
  await changeAccount(tx, deps, actor, districtId, one, {
    unitId,
    facts: {
      ...(newName && { name: newName, renamedOn: changedOn(one, deps.clock.today()) }),
      ...(newEntity && { certifiedEntity: newEntity }),
    },
  })
  return unitId
}

function changedOn({ answers }: FilingCase, today: CivilDate): CivilDate | null {
  const read = readAnswer({ kind: 'date' }, answers['changedOn'] ?? '', today)
  return 'value' in read && typeof read.value === 'object' ? read.value.day : null
}

// One that is closed already and is now deregistered stays closed.
async function beginClosing(tx: Tx, deps: Deps, actor: Actor, districtId: string, one: FilingCase): Promise<void> {
  const [account] = await readAccounts(tx, districtId, { orIds: [one.accountId] })
  if (account?.runningState === 'running')
    await changeAccount(tx, deps, actor, districtId, one, { runningState: 'closing' })
}

type Change = {
  unitId?: string
  facts?: Partial<AccountInput['facts']>
  runningState?: 'closing' | 'closed'
}

async function changeAccount(tx: Tx, deps: Deps, actor: Actor, districtId: string, one: FilingCase, change: Change) {
  const [account] = await readAccounts(tx, districtId, { orIds: [one.accountId] })
  if (!account) throw refuse('record.not-found', { what: '账号' })
  await saveAccountWithin(tx, deps, actor, {
    districtId,
    unitId: change.unitId ?? account.unitId,
    id: account.id,
    version: account.version,
    facts: { name: account.name, platform: account.platform, ...change.facts },
    ...(change.runningState && { runningState: change.runningState }),
    ...(one.kind === 'change' && { filingState: 'filed' as const }),
  })
}

/** A change that has happened is filed within so many working days 〔建议〕; provinces differ (rulebook C1). */
const FILING_WORKDAYS = 5

// Only a change has happened before it is filed; everything else is approved first.
async function daysLate(tx: Tx, deps: Deps, one: FilingCase): Promise<number | null> {
  if (one.kind !== 'change') return null
  const read = readAnswer({ kind: 'date' }, one.answers['changedOn'] ?? '', deps.clock.today())
  if (!('value' in read)) return null
  const { day } = read.value as PreciseDate
  const calendar = await loadCalendar(tx)
  return Math.max(0, calendar.countWorkingDays(day, deps.clock.today()) - FILING_WORKDAYS)
}
