import { dayOf, type Instant, startOfDay } from '../calendar/index.ts'
import { type Db, type Ids, inTransaction, type Tx } from '../database/index.ts'
import { Refusal, type RefusalCode } from '../vocabulary/refusals/index.ts'
import type { TrailEntry } from './append.ts'
import { appendOnce } from './once.ts'

/**
 * The refusals that the trail keeps, and what it calls them (decision 015): somebody tried what isn't his to do, what the
 * state doesn't allow, or to pass a paper off for another. What a person mistypes or forgets leaves no trace.
 */
const keptRefusals = {
  'access.denied': '没有权限',
  'access.maker-is-checker': '经办人不能复核',
  'accountability.action-not-allowed': '当前状态不能办理',
  'accountability.not-heard': '陈述申辩期限未满',
  'campaign.action-not-allowed': '当前状态不能办理',
  'case.action-not-allowed': '当前状态不能办理',
  'cleanup.action-not-allowed': '当前状态不能办理',
  'cleanup.sheet-unsigned': '所在审定表尚未签字盖章',
  'closing.action-not-allowed': '当前状态不能办理',
  'dispatch.action-not-allowed': '当前状态不能办理',
  'dispatch.issued-fixed': '已印发，不能改动',
  'dispatch.number-taken': '发文字号已使用',
  'dispatch.signed-already': '同一人不能签两个环节',
  'emergency.action-not-allowed': '当前状态不能办理',
  'handover.action-not-allowed': '当前状态不能办理',
  'instruction.action-not-allowed': '当前状态不能办理',
  'instruction.other-leader': '报告没有报送给本人',
  'manuscript.action-not-allowed': '当前状态不能办理',
  'manuscript.own-text': '撰稿人不能审核',
  'manuscript.two-levels': '同一人不能审两级',
  'message.action-not-allowed': '当前状态不能办理',
  'order.action-not-allowed': '当前状态不能办理',
  'paper.differs-from-print': '与打印版本不一致',
  'paper.seal-missing': '没有盖公章',
  'paper.signature-missing': '没有签字',
  'paper.signature-wrong-role': '签字人不是主要领导',
  'report.action-not-allowed': '当前状态不能办理',
  'report.instructed-late': '通报印发以后不能批示',
  'report.superseded': '已被新版取代',
  'return.action-not-allowed': '当前状态不能办理',
  'return.campaign-closed': '专项排查已经结束',
  'scan.older-version': '扫描件不是最近一次打印的',
  'scan.other-content': '扫描件与打印内容不符',
  'scan.other-form': '扫描件属于其他单位或事项',
  'score.action-not-allowed': '当前状态不能办理',
  'sheet.action-not-allowed': '当前状态不能办理',
  'sheet.scan-differs': '扫描件与审定表内容不符',
  'sheet.scan-other': '扫描件属于其他审定表或事项',
  'superior.action-not-allowed': '当前状态不能办理',
  'superior.answers-closed': '当前状态不收单位反馈',
  'superior.sent-already': '已报送',
  'trigger.decided-already': '已有处理意见',
} as const satisfies Partial<Record<RefusalCode, string>>

// A link is never written anew: what was kept before signed papers had codes of their own says the same.
const formerCodes: Readonly<Record<string, keyof typeof keptRefusals>> = {
  'return.differs-from-print': 'paper.differs-from-print',
  'return.seal-missing': 'paper.seal-missing',
  'return.signature-missing': 'paper.signature-missing',
  'return.signature-wrong-role': 'paper.signature-wrong-role',
}

/** What the trail calls a kept refusal; undefined: the text is none. */
export function keptRefusalWords(code: string): string | undefined {
  const now = Object.hasOwn(formerCodes, code) ? formerCodes[code]! : code
  return Object.hasOwn(keptRefusals, now) ? keptRefusals[now as keyof typeof keptRefusals] : undefined
}

/** Who tried which step on what. `attempted` is a step, a right, or the event it would have been; never what somebody typed. */
export type Attempt = {
  districtId: string
  actor: TrailEntry['actor']
  subject: TrailEntry['subject']
  attempted: string
}

/** True for a refusal that the trail keeps. */
export const isKept = (error: unknown): error is Refusal =>
  error instanceof Refusal && Object.hasOwn(keptRefusals, error.code)

type Keeping = { db: Db; ids: Ids; wall: { now(): Instant } }

// A refusal that a verb has told isn't told again by the page it flies through.
const told = new WeakSet<Refusal>()

/** A verb's transaction; what it refuses is kept as `keepRefusal` says, and flies on. */
export async function inWatchedTransaction<T>(
  deps: Keeping,
  attempt: Attempt,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  try {
    return await inTransaction(deps.db, work)
  } catch (error) {
    await keepRefusal(deps, attempt, error)
    throw error
  }
}

/**
 * Keeps one of `keptRefusals` in a transaction of its own, as what was refused left nothing: who, on what, which step, why;
 * no word that was typed, no name of a file. The same person trying the same again on the same day adds nothing.
 */
export async function keepRefusal(deps: Keeping, attempt: Attempt, error: unknown): Promise<void> {
  if (!isKept(error) || told.has(error)) return
  told.add(error)
  const { districtId, actor, subject, attempted } = attempt
  const at = deps.wall.now()
  const after = { refusal: error.code, attempted }
  const entry = { districtId, actor, action: `${subject.kind}.refused`, subject, after, at }
  await inTransaction(deps.db, (tx) => appendOnce(tx, deps.ids, entry, startOfDay(dayOf(at))))
}
