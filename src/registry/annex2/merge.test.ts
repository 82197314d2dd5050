import { describe, expect, it } from 'vitest'
import { civilDate } from '../../calendar/index.ts'
import { type Account, bareFacts } from '../model.ts'
import { factChanges } from './fact-changes.ts'
import { mergeFacts } from './merge.ts'

const on = (day: string | null) => (day === null ? null : civilDate(day))
const account = (day: string | null): Account => ({
  ...bareFacts('临湖水务', 'weibo'),
  followers: 1200,
  followersFound: '1200',
  followersOn: on(day),
  reads: 50,
  readsFound: '50',
  readsOn: on(day),
  id: 'account',
  unitId: 'unit',
  runningState: 'running',
  ceasedOn: null,
  filingState: 'unknown',
  sheetOrder: null,
  version: 1,
})

describe('the same number with another 统计时间截至', () => {
  it.each([
    ['2026-09-30', '2026-10-31', '2026-10-31'],
    [null, '2026-10-31', '2026-10-31'],
    ['2026-10-31', '2026-09-30', '2026-10-31'],
    ['2026-09-30', null, '2026-09-30'],
  ])('known until %s, said until %s, stands until %s', (known, said, stands) => {
    const before = account(known)
    const counted = { followers: 1200, followersFound: '1200', followersOn: on(said) }
    const read = { reads: 50, readsFound: '50', readsOn: on(said) }
    const after = mergeFacts(before, { name: '临湖水务', platform: 'weibo', ...counted, ...read })
    expect(after).toMatchObject({ followersOn: stands, readsOn: stands })
    expect(factChanges(before, after, () => '').map(({ label }) => label)).toEqual(
      stands === known ? [] : ['粉丝量截至', '阅读量截至'],
    )
  })
})
