import { expect, it } from 'vitest'
import { accountMatcher } from './match-accounts.ts'

const known = [
  { id: '1', name: '临湖水务', platform: 'wechat_subscription', unitName: '区水务局' },
  { id: '2', name: '临湖水务', platform: 'weibo', unitName: '区水务局' },
  { id: '3', name: '平安临湖', platform: 'weibo', unitName: '区公安分局' },
  { id: '4', name: '平安临湖', platform: 'weibo', unitName: '区司法局' },
  { id: '5', name: '临湖教育', platform: 'wechat_subscription', unitName: '区教育局' },
  { id: '6', name: '临湖教育', platform: 'wechat_service', unitName: '区教育局' },
] as const
const match = accountMatcher(known.map((one) => ({ ...one, runningState: 'running' as const })))
const whose = (account: string, platform = '', unit = '') => match({ account, platform, unit })

it.each([
  ['the platform in other words of its family', whose('临湖水务', '公众号'), '1'],
  ['full-width letters and blanks', whose('　临湖 水务', '微博'), '2'],
  ['the platform written inside the name', whose('临湖水务(新浪微博)'), '2'],
  ['the unit, where two units share a name', whose('平安临湖', '微博', '区司法局'), '4'],
  ['订阅号 taken at its word beside 服务号', whose('临湖教育', '订阅号'), '5'],
])('finds the account by %s', (_how, found, id) => {
  expect(found).toMatchObject({ id })
})

it.each([
  ['an unknown name', whose('临湖文旅', '微博'), '账号', []],
  ['a name on several platforms, none given', whose('临湖水务'), '平台', ['1', '2']],
  ['a platform on which it is not registered', whose('临湖水务', '抖音'), '平台', []],
  ['a word that is no platform', whose('临湖水务', '内网'), '平台', ['1', '2']],
  ['two units of one name', whose('平安临湖', '微博'), '单位', ['3', '4']],
  ['公众号 where 订阅号 and 服务号 bear one name', whose('临湖教育', '公众号'), '平台', ['5', '6']],
])('does not guess: %s', (_what, found, column, candidates) => {
  const labels = { account: '账号', platform: '平台', unit: '单位' } as Record<string, string>
  expect('column' in found && [labels[found.column], found.candidates]).toEqual([column, candidates])
})

it('takes the living account of a name where one of its unit and platform was deregistered before', () => {
  const named = { name: '临湖水务', platform: 'weibo', unitName: '区水务局' } as const
  const gone = { ...named, id: 'old', runningState: 'deregistered' } as const
  const living = { ...named, id: 'new', runningState: 'running' } as const
  const row = { account: '临湖水务', platform: '微博', unit: '' }
  expect(accountMatcher([gone, living])(row)).toMatchObject({ id: 'new' })
  expect(accountMatcher([gone])(row)).toMatchObject({ id: 'old' })
})
