import type { ReplayAccount, ReplayFacts } from '../../../src/monitoring/replay/facts-shape.ts'

type Facts = Omit<ReplayAccount, 'name' | 'unit' | 'platform'>
export type Why = 'local' | 'missing' | 'their-mistake' | 'not-an-account'
export const whyWords: Readonly<Record<Why, string>> = {
  local: '当地口径',
  missing: '通报未列所需事实',
  'their-mistake': '通报自身有误',
  'not-an-account': '不是政务新媒体账号',
}

/**
 * What one printed sentence tells of one account, read from its dates and words alone, never from its verdict. `indicator`
 * has to fail on it. Where the sentence tells too little or the place counts otherwise, `explained` says why.
 */
export type Transcribed = {
  indicator?: string
  facts?: Facts
  rules?: ReplayFacts['rules']
  /** The day judged, where the sentence itself names it. */
  on?: string
  explained?: [Why, string]
}

const inWindow = (postCount: number): Transcribed => ({ indicator: 'N-NM-02a', facts: { postCount } })
const noEntry: Transcribed = { indicator: 'N-NM-03a', facts: { hasInteraction: false } }
const unfiled: Transcribed = { indicator: 'D-JS-01', facts: { filed: false } }
const brokenLink: Transcribed = { indicator: 'L-16', facts: { links: [{ url: '通报未列网址', ok: false }] } }
const typo: Transcribed = { indicator: 'L-15', facts: { typos: ['错别字'] } }
const noOriginal: Transcribed = {
  indicator: 'L-18',
  facts: { originals: 0 },
  rules: { minOriginalsPerMonth: 1, source: '通报：监测时间点前1个月内未发布原创信息' },
}
const missing = (what: string): Transcribed => ({ explained: ['missing', what] })
const local = (what: string, more: Omit<Transcribed, 'explained'> = {}): Transcribed => ({
  ...more,
  explained: ['local', what],
})
const staleColumn = missing('栏目的最后更新日期和应更新周期未列')
const notRelayed = (dueAt: string): Transcribed => ({ indicator: 'L-07', facts: { repostDuties: [{ dueAt }] } })
const reopened: Transcribed = { indicator: 'D-JS-01', facts: { closedOn: '2020-11-30', reopenedOn: '2021-09-06' } }
const weekly = local('当地按周更新，未更新的是哪一周、各次发布日期未列；按国家两周口径不能判定')
const late = missing('只写“更新不及时”，天数和日期未列')
const longSilent = missing('只写“长期未更新”，最后更新日期未列')
const tenDays = (lastPostOn: string): Transcribed =>
  local('距检查日10至12天，当地的天数未列；按国家两周口径合格', { facts: { lastPostOn } })

const times = (count: number, one: Transcribed): Transcribed[] => Array.from({ length: count }, () => one)

/** Findings about accounts that a circular names, in its order. The day judged: as of, check day, end of the window, else publication, else the period's end. */
export const transcribed: Readonly<Record<string, readonly Transcribed[]>> = {
  // “从7月2日至7月16日未更新”: two weeks to the day, listed and not failed, as a warning is.
  A01: [
    { indicator: 'D-JS-06', facts: { lastPostOn: '2020-07-02' }, on: '2020-07-16' },
    missing('只写“转载多、原创少”，原创条数未列'),
  ],
  A02: [notRelayed('2023-07-27'), { indicator: 'L-15', facts: { typos: ['警钟常鸣'] } }],
  A06: times(2, { explained: ['not-an-account', '政府网站动态信息发布量，不是政务新媒体'] }),
  A11: ['2020-07-16', '2020-07-17', '2020-07-17', '2020-07-18'].map(tenDays),
  A12: [
    missing('“长期”无原创的期限未列'),
    missing('“长期”无原创的期限未列'),
    local('“未按规定时间更新”，当地规定的天数未列'),
  ],
  A15: [
    { indicator: 'N-NM-01a', facts: { severeErrors: ['严重表述不规范'] } },
    reopened,
    reopened,
    missing('工单的处理时限被截断'),
  ],
  A28: [
    {
      ...noOriginal,
      explained: ['local', '同一问题另有四个账号列为合格，该账号判不合格的依据未列；本平台按扣分列出，不判不合格'],
    },
    noOriginal,
    noOriginal,
    noOriginal,
    noOriginal,
    ...times(15, brokenLink),
    unfiled,
  ],
  A29: [
    inWindow(0),
    inWindow(0),
    noEntry,
    local('当地把刊登商业广告列为不合格；国办发〔2018〕123号只作禁止，本平台按扣分列出', {
      indicator: 'N-123-01',
      facts: { ads: ['商业广告信息'] },
    }),
    ...times(4, brokenLink),
    ...times(7, staleColumn),
  ],
  A30: [...times(5, inWindow(0)), ...times(5, longSilent)],
  A34: [inWindow(0)],
  A36: [weekly, weekly],
  A38: [weekly],
  A39: [weekly],
  A42: [missing('要求完成注销的期限未列；清理整合的逾期由清理整合室按期限判定')],
  A45: [
    missing('只写“错误表述”，是否严重未列，须双人复核'),
    typo,
    typo,
    typo,
    missing('只写“错误表述”，是否严重未列，须双人复核'),
  ],
  A49: [late, { explained: ['their-mistake', '“连续个季度”漏印数字，天数和日期未列'] }],
  A54: [...times(9, notRelayed('2025-03-31')), unfiled],
  A57: times(3, noEntry),
  A59: [late, late, { indicator: 'N-123-04', facts: { renamedOn: '2021-09-30' } }],
  A79: [{ explained: ['not-an-account', '网站信箱的留言答复，不是政务新媒体账号'] }],
}
