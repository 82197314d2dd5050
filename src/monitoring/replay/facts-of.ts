import {
  addDays,
  type CivilDate,
  civilDate,
  dayOf,
  deadlineAfter,
  type Instant,
  instantFromLocal,
  isCivilDate,
  startOfDay,
  type WorkCalendar,
} from '../../calendar/index.ts'
import { readPlatform } from '../../vocabulary/platforms.ts'
import type { BroughtFacts, FactGroup, MessageFact, ReportFact } from '../indicators/brought-facts.ts'
import type { AccountFacts, Thresholds } from '../indicators/define.ts'
import { updateWindow } from '../indicators/silence.ts'
import type { ReplayAccount } from './facts-shape.ts'

/** The day whose 24:00 is judged: a day itself, or the day that a moment ends. */
export function checkpointDay(text: string): CivilDate {
  const found = momentOf(text)
  if (found.at === null) return found.day
  return found.at === startOfDay(found.day) ? addDays(found.day, -1) : found.day
}

type Moment = { day: CivilDate; at: Instant | null }

/** A day alone, or a moment; without an offset it is meant in Asia/Shanghai. */
export function momentOf(text: string): Moment {
  if (isCivilDate(text)) return { day: civilDate(text), at: null }
  const at = instantFromLocal(text)
  if (!at) throw new RangeError(`not a moment: ${text}`)
  return { day: dayOf(at), at }
}

export type ReadAccount = { facts: AccountFacts; notices: string[] }
type Beside = { others: readonly ReplayAccount[]; calendar: WorkCalendar; thresholds: Thresholds; districtName: string }

/**
 * What a written account says, as the indicators take it. What lies after the checkpoint counts for nothing, and a reply
 * before its question is not known: both are told.
 */
export function factsOfReplay(account: ReplayAccount, checkpoint: CivilDate, beside: Beside): ReadAccount {
  const notices: string[] = []
  const closed = dayOn(account.closedOn)
  const back = dayOn(account.reopenedOn)
  const gone = closed && closed <= checkpoint && !(back && back > closed && back <= checkpoint)
  const untold = new Set<FactGroup>()
  const told = (group: FactGroup, ...values: unknown[]) => {
    if (values.every((value) => value === undefined)) untold.add(group)
  }
  told('update', account.posts, account.lastPostOn, account.postCount, account.collected)
  told('filing', account.filed, account.reopenedOn)
  told('entity', account.certifiedEntity)
  told('operatingStatus', account.state)
  if (!account.unit || !account.platform) untold.add('siblings')
  untold.add('duties').add('unitKind')
  const platform = readPlatform(account.platform ?? '') ?? 'other'
  if (account.platform && platform === 'other') notices.push(`平台“${account.platform}”不认识，按“其他”判定。`)
  const unit = account.unit ?? ''
  return {
    notices,
    facts: {
      checkpoint,
      districtName: beside.districtName,
      account: {
        name: account.name,
        platform,
        unitName: unit,
        unitKind: 'department',
        inScope: true,
        unitState: 'active',
        survivingUnitName: unit,
        runningState:
          gone || account.state === 'deregistered'
            ? 'deregistered'
            : account.state === 'stopped'
              ? 'running'
              : (account.state ?? 'running'),
        filingState: account.filed === true ? 'filed' : account.filed === false ? 'unfiled' : 'unknown',
        certifiedEntity: account.certifiedEntity ?? null,
        sponsorName: unit,
        sponsorShortName: null,
        operatingStatus:
          account.state === null || account.state === undefined
            ? null
            : account.state === 'stopped'
              ? 'stopped'
              : 'normal',
        openedOn: null,
        openedPrecision: null,
        duties: { primary: 'unknown', direct: 'unknown', staff: 'unknown' },
      },
      purpose:
        account.purpose === undefined || account.purpose === null
          ? { purpose: 'publish', confirmed: false }
          : { purpose: account.purpose, confirmed: true },
      update: updateOf(account, checkpoint, beside.thresholds, notices),
      siblings: beside.others
        .filter(
          (one) =>
            unit !== '' &&
            one.unit === unit &&
            one.state !== 'deregistered' &&
            one.state !== 'closed' &&
            one.state !== 'closing',
        )
        .map((one) => ({ name: one.name, platform: readPlatform(one.platform ?? '') ?? 'other' })),
      brought: broughtOf(account, checkpoint, beside, notices),
      untold,
    },
  }
}

function updateOf(
  account: ReplayAccount,
  checkpoint: CivilDate,
  thresholds: Thresholds,
  notices: string[],
): AccountFacts['update'] {
  const window = updateWindow(checkpoint, thresholds)
  const days = (account.posts ?? []).flatMap((post) => (post === null ? [] : [momentOf(post).day]))
  const untimed = (account.posts ?? []).filter((post) => post === null).length
  if (untimed > 0) notices.push(`${untimed}条内容没有发布时间，不计为更新。`)
  const later = days.filter((day) => day > checkpoint).length
  if (later > 0) notices.push(`${later}条内容晚于监测时间点，未计入。`)
  const seen = days.filter((day) => day <= checkpoint)
  const stated = dayOn(account.lastPostOn)
  if (stated && stated > checkpoint) notices.push('最后更新日期晚于监测时间点，未计入。')
  const known = stated && stated <= checkpoint ? [...seen, stated] : seen
  const inWindow = seen.filter((day) => day >= window.from).length
  const counted = account.postCount ?? 0
  const lastUpdateOn = known.sort().at(-1) ?? null
  // The last of all came after the checkpoint: what was there before it is not told.
  const toldNothing =
    (stated && stated > checkpoint) ||
    account.posts === null ||
    account.lastPostOn === null ||
    account.postCount === null
  const toldSomething = Boolean(account.posts ?? account.lastPostOn) || typeof account.postCount === 'number'
  const covered =
    account.collected ?? (account.collected === undefined && toldSomething && !(toldNothing && known.length === 0))
  return {
    lastUpdateOn,
    updatesInWindow: Math.max(inWindow, counted),
    covered,
    coveredUntil: covered ? checkpoint : null,
  }
}

function broughtOf(
  account: ReplayAccount,
  checkpoint: CivilDate,
  { calendar, thresholds }: Beside,
  notices: string[],
): Partial<BroughtFacts> {
  const closed = dayOn(account.closedOn)
  const back = dayOn(account.reopenedOn)
  return given<BroughtFacts>({
    interaction:
      account.hasInteraction === undefined
        ? undefined
        : account.hasInteraction === null
          ? null
          : { hasEntry: account.hasInteraction, seenOn: null },
    messages: each(account.messages, (one) => messageOf(one, calendar, thresholds, notices)),
    services: account.services,
    links: account.links,
    columns: each(account.columns, (one) => ({ ...one, lastUpdatedOn: dayOn(one.lastUpdatedOn) })),
    posts:
      account.posts === undefined || account.posts === null
        ? account.posts
        : {
            days: account.posts
              .flatMap((post) => (post === null ? [] : [momentOf(post).day]))
              .filter((day) => day <= checkpoint),
            covered: account.collected !== false && account.collected !== null,
          },
    originals: account.originals,
    repostDuties: each(account.repostDuties, (one) => ({
      dueOn: momentOf(one.dueAt).day,
      doneOn: one.doneAt === undefined ? undefined : dayOn(one.doneAt),
    })),
    renamed:
      account.renamedOn === undefined || account.renamedOn === null
        ? account.renamedOn
        : {
            on: momentOf(account.renamedOn).day,
            filedOn: account.renameFiledOn === undefined ? undefined : dayOn(account.renameFiledOn),
          },
    reopened:
      closed && back && back > closed && back <= checkpoint
        ? { closedOn: closed, reopenedOn: back }
        : account.reopenedOn === undefined
          ? undefined
          : null,
    reports: reportsOf(account),
  })
}

function messageOf(
  { askedAt, repliedAt, simple = false }: NonNullable<ReplayAccount['messages']>[number],
  calendar: WorkCalendar,
  { numbers }: Thresholds,
  notices: string[],
): MessageFact {
  const asked = momentOf(askedAt)
  const working = simple ? numbers?.simpleReplyWorkdays?.value : undefined
  const days = numbers?.replyDays?.value
  const from = asked.day
  // Where no number is in force no indicator on messages judges, and the day is never looked at.
  const due =
    working !== undefined
      ? deadlineAfter(calendar, { from, days: working, kind: 'working' })
      : days === undefined
        ? { day: from }
        : deadlineAfter(calendar, { from, days, kind: 'natural' })
  const message = { askedOn: asked.day, dueOn: due.day, simple }
  if (repliedAt === undefined || repliedAt === null) return { ...message, repliedOn: repliedAt }
  const replied = momentOf(repliedAt)
  const before = replied.at !== null && asked.at !== null ? replied.at < asked.at : replied.day < asked.day
  if (before) notices.push(`答复时间${repliedAt}早于提问时间${askedAt}，按答复情况不详判定。`)
  return { ...message, repliedOn: before ? null : replied.day }
}

// What a text check or a person found is a report, under the indicator that speaks of it.
const reportedAs = { severeErrors: 'N-NM-01a', ads: 'N-123-01', typos: 'L-15' } as const

function reportsOf(account: ReplayAccount): BroughtFacts['reports'] | undefined {
  const told = Object.entries(reportedAs).flatMap(([fact, indicator]): [string, ReportFact[] | null][] => {
    const found = account[fact as keyof typeof reportedAs]
    return found === undefined
      ? []
      : [[indicator, found === null ? null : found.map((what) => ({ seenOn: null, what }))]]
  })
  return told.length === 0 ? undefined : Object.fromEntries(told)
}

function dayOn(text: string | null | undefined): CivilDate | null {
  return text === null || text === undefined ? null : momentOf(text).day
}

const each = <T, U>(list: readonly T[] | null | undefined, read: (one: T) => U): U[] | null | undefined =>
  list === null || list === undefined ? list : list.map(read)

/** Without what is undefined: a group that nobody told of is not there. */
const given = <T extends object>(groups: { [K in keyof T]: T[K] | undefined }): Partial<T> =>
  Object.fromEntries(Object.entries(groups).filter(([, value]) => value !== undefined)) as Partial<T>
