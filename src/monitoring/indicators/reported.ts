import { civilDate, formatDayZh } from '../../calendar/index.ts'
import type { Facts } from '../model.ts'
import { isTold, type ReportFact } from './brought-facts.ts'
import {
  type AccountFacts,
  defineIndicator,
  fail,
  hasCeased,
  type Indicator,
  notApplicable,
  pass,
  unknown,
} from './define.ts'

/** What an indicator of this kind says beside its rule: the machine judges nothing here, it carries what was reported. */
export type Reported = Omit<
  Indicator,
  'judge' | 'sentence' | 'restsOnCollection' | 'about' | 'needs' | 'number' | 'threshold' | 'particulars'
> & {
  about?: Indicator['about']
  /** 通报 sentence without its end: 该账号…… */
  says: string
  /** What the unit has to do so that it no longer holds. */
  mend: string
  /** 泄密: what was reported is kept by number and handover only and never said. */
  secret?: true
}

/** Reports of one account are named on a paper up to this many. */
const MOST_NAMED = 3

/**
 * An indicator that people judge: by eye, by a superior, by a text check. Without a report it is not judged; an account is
 * never called in order because nobody looked.
 */
export function defineReported({ says, mend, secret, about = 'account', ...rule }: Reported): Indicator {
  return defineIndicator({
    ...rule,
    about,
    reported: secret ? 'secret' : 'plain',
    restsOnCollection: false,
    reasons: rule.reasons ?? {
      dismiss: ['经核对原文，不属于该问题', '非该账号发布', '同一问题已另行处理'],
      'needs-evidence': ['须补充截图或原文链接', '须由单位说明情况'],
    },
    judge: (facts) => judgeReports(rule.id, facts, { mend, secret: secret === true }),
    particulars: ({ what }) => (Array.isArray(what) ? what.join('；') : ''),
    sentence: (facts) => sentenceOf(says, facts),
  })
}

function judgeReports(id: string, facts: AccountFacts, { mend, secret }: { mend: string; secret: boolean }) {
  if (hasCeased(facts.account)) return notApplicable('账号已注销')
  const reports = facts.brought.reports?.[id]
  if (reports === undefined || reports === null)
    return unknown({ reports: null }, '由监测人员核查并登记结果后即可判定。')
  return reports.length === 0 ? pass({ reports: 0 }) : fail(factsOfReports(reports, secret), { wouldChange: mend })
}

/** What a finding says of the reports that it is about, in the order of their days. */
export function factsOfReports(reports: readonly ReportFact[], secret: boolean): Facts {
  const days = reports.flatMap(({ seenOn }) => (seenOn === null ? [] : [seenOn])).sort()
  const what = secret ? [] : reports.map((one) => one.what).filter((one) => one !== '')
  return {
    reports: reports.length,
    ...(days.length > 0 && { firstSeenOn: days[0]!, lastSeenOn: days.at(-1)! }),
    ...(what.length > 0 && { what: what.slice(0, MOST_NAMED) }),
  }
}

/** True where there is something to judge by: a report, or that nobody could look. */
export const hasReports = ({ id }: Indicator, facts: AccountFacts): boolean =>
  isTold(facts, 'reports') && facts.brought.reports?.[id] !== undefined

function sentenceOf(says: string, { reports, firstSeenOn, what }: Facts): string {
  const count = typeof reports === 'number' && reports > 1 ? `等${reports}处` : ''
  const on = typeof firstSeenOn === 'string' ? `（${formatDayZh(civilDate(firstSeenOn))}发现${count}）` : ''
  const named = Array.isArray(what) && what.length > 0 ? `：${what.join('；')}` : ''
  return `${says}${on}${named}。`
}
