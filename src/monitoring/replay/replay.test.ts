import { describe, expect, it } from 'vitest'
import { replay } from './replay.ts'
import type { ReplayAccount } from './facts-shape.ts'

type Facts = Omit<ReplayAccount, 'name'>
const judged = (account: Facts, more: object = {}) => {
  const result = replay({ checkpoint: '2026-09-30', ...more, accounts: [{ name: '甲', ...account }] })
  if (result.outcome !== 'ok') throw new Error(JSON.stringify(result))
  const [one] = result.accounts
  return { ...one!, notices: result.notices.map(({ sentence }) => sentence) }
}
const values = (account: Facts, more: object = {}) =>
  Object.fromEntries(judged(account, more).results.map(({ indicator, value }) => [indicator, value]))

describe('what is told is judged, what is not told is not', () => {
  it.each<[string, Facts, object, string]>([
    ['nothing', {}, {}, 'unknown'],
    ['an update on day 14', { lastPostOn: '2026-09-16' }, { 'N-NM-02a': 'pass', 'D-JS-06': 'fail' }, 'qualified'],
    [
      'an update on day 15',
      { lastPostOn: '2026-09-15' },
      { 'N-NM-02a': 'fail', 'D-JS-06': 'not-applicable' },
      'unqualified',
    ],
    [
      'day 15, and not collected',
      { lastPostOn: '2026-09-15', collected: false },
      { 'N-NM-02a': 'unknown', 'D-JS-06': 'unknown' },
      'unknown',
    ],
    ['no last update known', { lastPostOn: null }, { 'N-NM-02a': 'unknown', 'D-JS-06': 'unknown' }, 'unknown'],
    [
      'posts, none of them in the window',
      { posts: ['2026-09-01'] },
      { 'N-NM-02a': 'fail', 'D-JS-06': 'not-applicable', 'L-01': undefined },
      'unqualified',
    ],
    ['no posts at all', { posts: [] }, { 'N-NM-02a': 'fail' }, 'unqualified'],
    ['no posts, not collected', { posts: [], collected: false }, { 'N-NM-02a': 'unknown' }, 'unknown'],
    [
      'no posts, nobody knows whether it was collected',
      { posts: [], collected: null },
      { 'N-NM-02a': 'unknown' },
      'unknown',
    ],
    ['only collected', { collected: true }, { 'N-NM-02a': 'fail' }, 'unqualified'],
    ['a number of posts in the window', { postCount: 3 }, { 'N-NM-02a': 'pass', 'D-JS-06': 'unknown' }, 'qualified'],
    ['no posts in the window', { postCount: 0 }, { 'N-NM-02a': 'fail' }, 'unqualified'],
    ['a number nobody knows', { postCount: null }, { 'N-NM-02a': 'unknown' }, 'unknown'],
    ['a post without a time', { posts: [null] }, { 'N-NM-02a': 'fail' }, 'unqualified'],
    [
      'a post before midnight in UTC, the next day in Shanghai',
      { posts: ['2026-09-15T17:00:00Z'] },
      { 'N-NM-02a': 'pass' },
      'qualified',
    ],
    [
      'a service account',
      { purpose: 'service', lastPostOn: '2026-01-01' },
      { 'N-NM-02a': 'not-applicable' },
      'qualified',
    ],
    ['an account under closure', { state: 'closing', lastPostOn: '2026-09-01' }, { 'N-NM-02a': 'fail' }, 'unqualified'],
    [
      'an account that is gone',
      { state: 'deregistered', lastPostOn: '2026-01-01' },
      { 'N-NM-02a': 'not-applicable' },
      'qualified',
    ],
    [
      'gone before the checkpoint',
      { closedOn: '2026-09-30', lastPostOn: '2026-01-01' },
      { 'N-NM-02a': 'not-applicable' },
      'qualified',
    ],
    ['gone after it', { closedOn: '2026-10-01', lastPostOn: '2026-01-01' }, { 'N-NM-02a': 'fail' }, 'unqualified'],
    ['back again', { closedOn: '2020-11-01', reopenedOn: '2021-03-01' }, { 'D-JS-01': 'fail' }, 'unqualified'],
    ['stopped, nothing done', { state: 'stopped' }, { 'N-NM-07': 'fail' }, 'qualified'],
    ['not filed', { filed: false }, { 'D-JS-01': 'fail' }, 'unqualified'],
    ['filing unknown', { filed: null }, { 'D-JS-01': 'unknown' }, 'qualified'],
    ['no way to ask', { hasInteraction: false }, { 'N-NM-03a': 'fail' }, 'unqualified'],
    ['nobody tried', { hasInteraction: null }, { 'N-NM-03a': 'unknown' }, 'qualified'],
    ['a severe error', { severeErrors: ['某处'] }, { 'N-NM-01a': 'fail' }, 'unqualified'],
    ['nobody read it', { severeErrors: null }, { 'N-NM-01a': 'unknown' }, 'unknown'],
    ['a slip of the pen', { typos: ['警钟常鸣'] }, { 'L-15': 'fail' }, 'qualified'],
    ['an advertisement', { ads: ['某商家'] }, { 'N-123-01': 'fail' }, 'qualified'],
    ['a broken link', { links: [{ url: 'a', ok: false }] }, { 'L-16': 'fail' }, 'qualified'],
    [
      'a stale column',
      { columns: [{ name: '动态', lastUpdatedOn: '2026-08-01', maxDays: 14 }] },
      { 'L-17': 'fail' },
      'qualified',
    ],
    ['a repost that is missing', { repostDuties: [{ dueAt: '2026-09-10' }] }, { 'L-07': 'fail' }, 'qualified'],
    ['renamed without a filing', { renamedOn: '2026-09-01' }, { 'N-123-04': 'fail' }, 'qualified'],
    ['renamed with one', { renamedOn: '2026-09-01', renameFiledOn: '2026-09-02' }, { 'N-123-04': 'pass' }, 'qualified'],
    ['another body certified', { unit: '某局', certifiedEntity: '某公司' }, { 'CL-7': 'fail' }, 'qualified'],
    [
      'a message open beyond its day',
      { messages: [{ askedAt: '2026-09-22T09:00' }] },
      { 'D-JS-07': 'fail' },
      'qualified',
    ],
    // 09-25 is a holiday of 2026, so its week ends on the first working day after 国庆 (rulebook (i)6).
    [
      'a deadline on a holiday',
      { messages: [{ askedAt: '2026-09-18', repliedAt: '2026-09-28' }] },
      { 'D-JS-07': 'pass' },
      'qualified',
    ],
    [
      'a reply that nobody knows of',
      { messages: [{ askedAt: '2026-09-01', repliedAt: null }] },
      { 'D-JS-07': 'unknown' },
      'qualified',
    ],
  ])('%s', (_what, facts, expected, verdict) => {
    const found = values(facts)
    for (const [indicator, value] of Object.entries(expected))
      expect([indicator, found[indicator]]).toEqual([indicator, value === undefined ? 'not-applicable' : value])
    expect(judged(facts).verdict).toBe(verdict)
  })

  it('compares the accounts of one unit on one platform', () => {
    const result = replay({
      checkpoint: '2026-09-30',
      accounts: ['甲', '乙'].map((name) => ({ name, unit: '某局', platform: '新浪微博' })),
    })
    if (result.outcome !== 'ok') throw new Error(result.outcome)
    expect(
      result.accounts.map(({ results }) => results.find(({ indicator }) => indicator === 'D-JS-12')?.value),
    ).toEqual(['fail', 'fail'])
  })

  it('takes the numbers of the file, with a source', () => {
    const rules = { maxSilentDays: 10, source: '某县〔2025〕3号' }
    expect(values({ lastPostOn: '2026-09-19' }, { rules })['N-NM-02a']).toBe('fail')
    expect(judged({ lastPostOn: '2026-09-19' }, { rules }).results[0]?.threshold).toMatchObject({
      maxSilentDays: 10,
      source: '某县〔2025〕3号',
    })
    expect(values({ lastPostOn: '2026-09-19' }, { rules: { localSilentDays: 10 } })).toMatchObject({
      'N-NM-02a': 'pass',
      'L-03': 'fail',
    })
    expect(values({ posts: ['2026-09-30'] }, { rules: { minPostsPerWeek: 2 } })['L-01']).toBe('fail')
    expect(values({ originals: 0 }, { rules: { minOriginalsPerMonth: 1 } })['L-18']).toBe('fail')
  })

  it('judges a published case of 2020 by everything that is known, and by an older set where the file says so', () => {
    const accounts = [{ name: '甲', lastPostOn: '2020-07-20', hasInteraction: false }]
    const at = (more: object) => replay({ checkpoint: '2020-07-28', ...more, accounts })
    expect(at({})).toMatchObject({ rules: { version: '2' }, accounts: [{ verdict: 'unqualified' }] })
    expect(at({ rules: { version: '1' } })).toMatchObject({
      rules: { version: '1' },
      accounts: [{ verdict: 'qualified' }],
    })
  })

  it('takes a moment for the day that it ends', () => {
    const at = (checkpoint: string) => replay({ checkpoint, accounts: [] })
    expect(at('2026-10-01T00:00:00+08:00')).toMatchObject({ checkpoint: '2026-09-30', month: '2026-09' })
    expect(at('2026-09-30T17:00')).toMatchObject({ checkpoint: '2026-09-30' })
  })
})

describe('what cannot be so', () => {
  it.each<[string, Facts, RegExp]>([
    ['a post of the future', { posts: ['2026-10-02', '2026-09-29'] }, /晚于监测时间点/],
    ['a last update of the future', { lastPostOn: '2026-10-02' }, /晚于监测时间点/],
    ['a reply before its question', { messages: [{ askedAt: '2026-09-10', repliedAt: '2026-09-01' }] }, /早于提问时间/],
    ['a platform nobody knows', { platform: '飞鸽传书' }, /不认识/],
  ])('%s is told, and counts for nothing', (_what, facts, sentence) => {
    expect(judged(facts).notices.join()).toMatch(sentence)
  })

  it('never takes the future for an update, nor for a silence', () => {
    expect(values({ lastPostOn: '2026-10-02' })['N-NM-02a']).toBe('unknown')
  })

  it('names a fact it does not know', () => {
    const result = replay({ checkpoint: '2026-09-30', accounts: [{ name: '甲', lastPostedOn: '2026-09-01' }] })
    expect(result).toMatchObject({
      outcome: 'ok',
      notices: [{ at: 'accounts[0]', sentence: '不认识的事实“lastPostedOn”，未用于判定。' }],
    })
  })

  it.each<[string, unknown, string]>([
    ['no object', null, ''],
    ['no checkpoint', { accounts: [] }, 'checkpoint'],
    ['no day', { checkpoint: '去年', accounts: [] }, 'checkpoint'],
    ['no such day', { checkpoint: '2026-02-30', accounts: [] }, 'checkpoint'],
    [
      'a state nobody knows',
      { checkpoint: '2026-09-30', accounts: [{ name: '甲', state: '歇业' }] },
      'accounts[0].state',
    ],
    ['a word for a yes', { checkpoint: '2026-09-30', accounts: [{ name: '甲', filed: '是' }] }, 'accounts[0].filed'],
    ['no name', { checkpoint: '2026-09-30', accounts: [{}] }, 'accounts[0].name'],
    ['no time', { checkpoint: '2026-09-30', accounts: [{ name: '甲', posts: ['刚刚'] }] }, 'accounts[0].posts[0]'],
    [
      'a threshold that is none',
      { checkpoint: '2026-09-30', rules: { maxSilentDays: 0 }, accounts: [] },
      'rules.maxSilentDays',
    ],
    ['a threshold without a source', { checkpoint: '2026-09-30', rules: { source: '' }, accounts: [] }, 'rules.source'],
  ])('%s comes back with its place', (_what, input, at) => {
    expect(replay(input)).toMatchObject({ outcome: 'malformed', problems: [expect.objectContaining({ at })] })
    const result = replay(input)
    // Each of them says in the reader's language what should stand there.
    expect(
      result.outcome === 'malformed' && result.problems.every(({ wanted }) => /[\u4e00-\u9fff]/u.test(wanted)),
    ).toBe(true)
  })
})
