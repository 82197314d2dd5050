import { addDays, type CivilDate, type Deadline, type WorkCalendar } from '../../calendar/index.ts'
import type { ClosingCase } from '../../filing/index.ts'
import {
  type Announcement,
  type AnnouncementKind,
  type Closing,
  type ClosingFile,
  type FaultCode,
  goneClosingStates,
} from './model.ts'

/** The cases of this closing: the newest of each kind that was begun since it counts. */
export function casesOf(closing: Pick<Closing, 'accountId' | 'casesSince'>, cases: readonly ClosingCase[]) {
  const own = cases.filter(({ accountId, begunAt }) => accountId === closing.accountId && begunAt >= closing.casesSince)
  return {
    suspension: own.findLast(({ kind }) => kind === 'suspend'),
    deregistration: own.findLast(({ kind }) => kind === 'deregister'),
  }
}

export const published = (announcements: readonly Announcement[], kind: AnnouncementKind): Announcement | undefined =>
  announcements.find((one) => one.kind === kind && one.publishedOn !== null)

/** The case whose answers the announcement is written from: what was asked for first. */
export const leadingCase = ({ suspension, deregistration }: Pick<ClosingFile, 'suspension' | 'deregistration'>) =>
  suspension ?? deregistration

/** The day on which 关停 or 注销 was approved first; null: not yet. */
export function approvedOn({ suspension, deregistration }: Pick<ClosingFile, 'suspension' | 'deregistration'>) {
  const days = [suspension?.approvedOn, deregistration?.approvedOn].filter((day) => day != null)
  return days.toSorted()[0] ?? null
}

/** 公告期: so many working days after the day of publication; the last day still belongs to it (rulebook C3, 民法典 201). */
export function noticeEnd(
  { noticeWorkdays }: Pick<Closing, 'noticeWorkdays'>,
  announcements: readonly Announcement[],
  calendar: WorkCalendar,
): Deadline | undefined {
  const day = published(announcements, 'pause')?.publishedOn
  return day && noticeWorkdays ? calendar.addWorkingDays(day, noticeWorkdays) : undefined
}

/**
 * What was done out of order (rulebook C3; sentence 8: 先办理备案并发布公告，不得私自注销). A fault is shown until a person has
 * said something to it; whoever answers for it is not decided here.
 */
export function faultsOf(file: ClosingFile, notice: Deadline | undefined): FaultCode[] {
  const pause = published(file.announcements, 'pause')
  const gone = file.deregistration?.executedOn ?? null
  const approved = approvedOn(file)
  const cleared = file.deregistration?.approvedOn ?? null
  const archived = file.archives[0]?.madeOn ?? null
  const late = (day: CivilDate | null | undefined, than: CivilDate | null | undefined) =>
    day != null && than != null && day < than
  const found: [FaultCode, boolean][] = [
    ['announced-before-approval', late(pause?.publishedOn, approved)],
    ['paused-before-announcement', late(pause?.stopsOn, pause?.publishedOn)],
    ['deregistered-before-approval', late(gone, cleared)],
    ['deregistered-without-announcement', gone !== null && (!pause || late(gone, pause.publishedOn))],
    // 公告期 ends with its last day: the first day for 注销 is the one after.
    [
      'deregistered-within-period',
      gone !== null && notice !== undefined && !late(gone, pause?.publishedOn) && gone <= notice.day,
    ],
    ['deregistered-before-archive', gone !== null && (archived === null || gone < archived)],
  ]
  return found.filter(([, is]) => is).map(([code]) => code)
}

export const unexplained = (faults: readonly FaultCode[], { explained }: Pick<Closing, 'explained'>): FaultCode[] =>
  faults.filter((fault) => !explained.includes(fault))

export type StepName =
  | 'requested'
  | 'decided'
  | 'filing-approved'
  | 'notice'
  | 'content-archived'
  | 'deregistered'
  | 'national'
  | 'verified'
  | 'rechecked'
  | 'archived'

export type Step = { name: StepName; done: boolean; on: CivilDate | null; due?: Deadline }

/** The steps of C3 in order: what is done since when, and what is due. Cases say theirs, the closing its own. */
export function stepsOf(file: ClosingFile, notice: Deadline | undefined, today: CivilDate): Step[] {
  const { closing, announcements, archives, deregistration } = file
  const lead = leadingCase(file)
  const pause = published(announcements, 'pause')
  const verified = goneClosingStates.includes(closing.state)
  const step = (name: StepName, on: CivilDate | null | undefined, due?: Deadline): Step => ({
    name,
    done: on != null,
    on: on ?? null,
    ...(due && { due }),
  })
  return [
    { name: 'requested', done: true, on: null },
    { name: 'decided', done: closing.itemDecidedOn !== null || lead?.decision != null, on: closing.itemDecidedOn },
    step('filing-approved', approvedOn(file)),
    {
      name: 'notice',
      done: notice !== undefined && notice.day < today,
      on: pause?.publishedOn ?? null,
      ...(notice && { due: notice }),
    },
    step('content-archived', archives.at(-1)?.madeOn),
    step('deregistered', deregistration?.executedOn),
    step('national', deregistration?.nationalOn),
    step('verified', verified ? closing.verifiedOn : null),
    step(
      'rechecked',
      ['rechecked', 'archived'].includes(closing.state) ? closing.recheckedOn : null,
      verified && closing.recheckOn ? { day: closing.recheckOn, provisional: false } : undefined,
    ),
    step('archived', closing.state === 'archived' ? closing.archivedOn : null),
  ]
}

/** The first day on which the account may be looked for again. */
export const recheckFrom = (verifiedOn: CivilDate, days: number): CivilDate => addDays(verifiedOn, days)

/** 公告期满后办理注销、核验 〔建议〕: no paper gives a number; ten working days are two weeks for platform, national system and a look. */
export const FINISH_WORKDAYS = 10

/** The last day on which a closing should be verified; it counts from the end of 公告期. */
export const closingDue = (noticeEnds: CivilDate, calendar: WorkCalendar): CivilDate =>
  calendar.addWorkingDays(noticeEnds, FINISH_WORKDAYS).day

/** The day that was set with the clean-up item goes before the one that follows from 公告期. */
export const dueOf = ({ itemDueOn, dueOn }: Pick<Closing, 'itemDueOn' | 'dueOn'>): CivilDate | null =>
  itemDueOn ?? dueOn

/** True when the account was seen after it was taken for gone, or when something is past its day. */
export function isOverdue(closing: Closing, today: CivilDate): boolean {
  const { state, recheckOn } = closing
  const due = dueOf(closing)
  if (state === 'verified') return recheckOn !== null && recheckOn < today
  return ['requested', 'announced', 'content-archived', 'reappeared'].includes(state) && due !== null && due < today
}

/** Sentences of what is missing before the account can be verified as gone. */
export function missingOf(file: ClosingFile, notice: Deadline | undefined, today: CivilDate): string[] {
  const { closing, announcements, archives, deregistration } = file
  if (goneClosingStates.includes(closing.state) || closing.state === 'withdrawn') return []
  const lead = leadingCase(file)
  const during = notice !== undefined && today <= notice.day
  return [
    ...(lead ? [] : ['没有关停、注销备案事项']),
    ...(lead && lead.successor.trim() === '' ? ['备案事项没有写明承接平台'] : []),
    ...(lead && approvedOn(file) === null ? ['备案尚未批准'] : []),
    ...(published(announcements, 'pause') ? [] : ['停更公告尚未发布']),
    ...(during ? ['公告期未满'] : []),
    ...(archives.length > 0 ? [] : ['内容尚未归档']),
    ...(lead && !deregistration ? ['只办了关停备案，还没有注销备案'] : []),
    ...(deregistration && deregistration.executedOn === null ? ['尚未登记平台注销'] : []),
    ...(deregistration?.executedOn && deregistration.nationalOn === null ? ['全国系统尚未办理关停'] : []),
    ...(isRegistered(deregistration) ? [] : deregistration?.nationalOn ? ['注销备案尚未登记台账'] : []),
  ]
}

export const isRegistered = (one: ClosingCase | undefined): boolean =>
  one !== undefined && ['registered', 'archived'].includes(one.state)
