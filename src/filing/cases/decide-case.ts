import { type Actor, type Deps, refuseMaker } from '../../access/index.ts'
import { type CivilDate, formatDayZh, type Instant } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type NationalSide, nationalSides, sideLabels } from '../national/model.ts'
import { entriesOf } from '../national/queries/entries.ts'
import { keepEntry, permitSide, type Proof } from '../national/verbs/keep-entry.ts'
import { recordFiling } from '../returns/accept.ts'
import { foundBefore, raiseTrigger } from '../triggers/index.ts'
import { actOnCase, type CaseInput, refuseHands } from './act.ts'
import { beginClosing, intoLedger } from './into-ledger.ts'
import type { CaseAction, FilingCase } from './model.ts'
import { setCaseScansApart } from './scans.ts'
import { type Opinion, withOpinion } from './opinion.ts'

/** 退回补正，一次性告知. Its scans stand for nothing any more. */
export const sendCaseBack = (deps: Deps, actor: Actor, input: Opinion) =>
  withOpinion(deps, actor, input, 'send-back', async (tx, { one }) => {
    await setCaseScansApart(tx, input.districtId, one, deps.wall.now())
    return {}
  })

/** 审核, by somebody else than who accepted or had a hand in it. */
export const reviewCase = (deps: Deps, actor: Actor, input: Opinion) =>
  withOpinion(deps, actor, input, 'review', (_tx, { one }) => {
    refuseAccepted(actor, one)
    return { reviewed_by: actor.id }
  })

/** 审核 that does not agree: the case goes back to the unit with the reason. By who could have agreed. */
export const disagreeWithCase = (deps: Deps, actor: Actor, input: Opinion) =>
  withOpinion(deps, actor, input, 'disagree', async (tx, { one }) => {
    refuseAccepted(actor, one)
    await setCaseScansApart(tx, input.districtId, one, deps.wall.now())
    return {}
  })

function refuseAccepted(actor: Actor, one: FilingCase): void {
  refuseHands(actor, one)
  refuseMaker(actor, one.acceptedBy)
}

/**
 * 批准, by the head of the office and nobody who had a hand in it before. An account whose 关停 or 注销 is approved is
 * being closed from now on, and monitored until it is gone.
 */
export const approveCase = (deps: Deps, actor: Actor, input: Opinion) =>
  withOpinion(deps, actor, input, 'approve', async (tx, { one }) => {
    refuseHands(actor, one)
    refuseMaker(actor, one.acceptedBy)
    refuseMaker(actor, one.reviewedBy)
    if (one.kind === 'suspend' || one.kind === 'deregister') await beginClosing(tx, deps, actor, input.districtId, one)
    return { decided_by: actor.id, decided_on: deps.clock.today() }
  })

/** 不予备案, with the reason. */
export const rejectCase = (deps: Deps, actor: Actor, input: Opinion) =>
  withOpinion(deps, actor, input, 'reject', (_tx, { one }) => {
    refuseHands(actor, one)
    refuseMaker(actor, one.acceptedBy)
    refuseMaker(actor, one.reviewedBy)
    return { decided_by: actor.id, decided_on: deps.clock.today() }
  })

/**
 * What the unit did on the platform, and since when. Done before it was approved raises F-01 (开设) or F-02 (注销): the
 * day is recorded as it was, people decide what follows. Where a list or a patrol has raised the same fact, the case is
 * linked to that one. A page asks again before it sends an early day (`isSure`), because it can't be taken back; a 变更 may
 * have happened before, and is filed afterwards. Its 公告 follows the change: the link is asked for here, where the form
 * didn't have it yet. Refuses `case.executed-in-future`, `case.url-required`, `case.announcement-required`,
 * `case.early-unsure`.
 */
export async function executeCase(
  deps: Deps,
  actor: Actor,
  input: CaseInput & { on: CivilDate; url?: string; isSure?: boolean },
) {
  const { districtId, on, url, isSure = true } = input
  if (on > deps.clock.today()) throw refuse('case.executed-in-future', { day: formatDayZh(on) })
  if (url !== undefined && !/^https?:\/\/\S+$/i.test(url)) throw refuse('case.url-required')
  return actOnCase(deps, actor, input, 'execute', async (tx, { one }) => {
    const shown = url ?? announcementOf(one)
    if (one.kind === 'open' && shown === undefined) throw refuse('case.url-required')
    if (one.kind === 'change' && shown === undefined) throw refuse('case.announcement-required')
    const early = one.decidedOn !== null && on < one.decidedOn
    if (early && !isSure && one.kind !== 'change')
      throw refuse('case.early-unsure', { on: formatDayZh(on), approvedOn: formatDayZh(one.decidedOn!) })
    const rule = one.kind === 'open' ? 'F-01' : one.kind === 'change' ? undefined : 'F-02'
    const triggerId = early && rule ? await raiseEarly(tx, deps, actor, { districtId, one, rule, on }) : null
    return {
      set: { executed_on: on, executed_url: shown ?? null, executed_by: actor.id },
      told: { on, early, ...(triggerId && { triggerId }) },
    }
  })
}

// 国办发〔2018〕123号四（一）: 变更账号信息并向社会公告; the link is kept (rulebook (h)7).
const announcementOf = ({ kind, answers }: FilingCase) =>
  kind === 'change' ? answers['announcementUrl']?.trim() || undefined : undefined

type Early = { districtId: string; one: FilingCase; rule: 'F-01' | 'F-02'; on: CivilDate }

async function raiseEarly(tx: Tx, deps: Deps, actor: Actor, { districtId, one, rule, on }: Early): Promise<string> {
  const facts = { caseId: one.id, executedOn: on, approvedOn: one.decidedOn }
  const { unitId, accountId, answers } = one
  if (rule === 'F-02') {
    // The subject under which a patrol records that an account vanished: one disappearance is one fact.
    const subject = { kind: 'account-gone', id: accountId }
    const event = { id: `case/${one.id}`, earlierOverBy: await lastSeenOpen(tx, districtId, accountId) }
    return raiseTrigger(tx, deps, actor, {
      districtId,
      rule,
      unitId,
      accountId,
      subject,
      event,
      facts: { reason: '未批先注销', ...facts },
    })
  }
  const account = { name: answers['name'] ?? '', platform: platforms[answers['platform'] as Platform]?.label ?? '' }
  const found = await foundBefore(tx, { districtId, unitId, account: account.name, platform: account.platform })
  return (
    found ??
    raiseTrigger(tx, deps, actor, {
      districtId,
      rule,
      unitId,
      accountId: null,
      subject: { kind: 'case', id: one.id },
      facts: { reason: '未批先建', account: account.name, platform: account.platform, ...facts },
    })
  )
}

// When somebody last saw that it stood: what was upheld before that is another disappearance.
async function lastSeenOpen(tx: Tx, districtId: string, accountId: string): Promise<Instant | null> {
  const row = await tx
    .selectFrom('patrol')
    .select('created_at as at')
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)
    .where('reachable', '=', 'open')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.at ?? null
}

const nationalStatus = { open: 'reported', change: 'changed', suspend: 'closed', deregister: 'closed' } as const

type Entered = CaseInput & Proof & { on: CivilDate }

/**
 * The unit's entry in the national system, with its day and receipt; the case goes on when the supervising office has
 * entered, too. Refuses `case.executed-in-future`, `case.national-recorded`, `national.receipt-required`.
 */
export const reportNational = (deps: Deps, actor: Actor, input: Entered) =>
  enter(deps, actor, input, { action: 'report-national', side: 'unit' })

/** The supervising office's entry, by the office alone. Refuses as `reportNational` does. */
export const enterNational = (deps: Deps, actor: Actor, input: Entered) =>
  enter(deps, actor, input, { action: 'enter-national', side: 'office' })

async function enter(
  deps: Deps,
  actor: Actor,
  input: Entered,
  { action, side }: { action: CaseAction; side: NationalSide },
) {
  const { districtId, on, receipt, noReceiptReason } = input
  if (on > deps.clock.today()) throw refuse('case.executed-in-future', { day: formatDayZh(on) })
  return actOnCase(deps, actor, input, action, async (tx, { one }) => {
    if (side === 'office') permitSide(actor, side, districtId, one.unitId)
    const sides = await sidesEntered(tx, districtId, one.id)
    if (sides.has(side)) throw refuse('case.national-recorded', { side: sideLabels[side] })
    const { told } = await keepEntry(tx, deps, actor, {
      districtId,
      accountId: one.accountId,
      caseId: one.id,
      side,
      status: nationalStatus[one.kind],
      on,
      ...(receipt && { receipt }),
      ...(noReceiptReason && { noReceiptReason }),
    })
    return { told, stays: sides.size === 0 }
  })
}

const sidesEntered = async (tx: Tx, districtId: string, caseId: string): Promise<Set<NationalSide>> =>
  new Set((await entriesOf(tx, districtId, { caseId })).map(({ side }) => side))

async function refuseHalfEntered(tx: Tx, districtId: string, caseId: string): Promise<void> {
  const sides = await sidesEntered(tx, districtId, caseId)
  const missing = nationalSides.find((side) => !sides.has(side))
  if (missing) throw refuse('case.national-missing', { side: sideLabels[missing] })
}

/** What was filed stands in the ledger, under its 备案号. Refuses `case.announced-unit-unknown`, `case.national-missing`. */
export async function registerCase(deps: Deps, actor: Actor, input: CaseInput): Promise<{ number: string }> {
  let number = ''
  await actOnCase(deps, actor, input, 'register', async (tx, { one }) => {
    const { districtId } = input
    await refuseHalfEntered(tx, districtId, one.id)
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
