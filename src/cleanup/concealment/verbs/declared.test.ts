import { describe, expect, it } from 'vitest'
import { type AskedDistrict, askedDistrict, typed } from '../../../../tests/support/asked-district.ts'
import { actorOf, districtId } from '../../../../tests/support/monitored-district.ts'
import { saveEntry } from '../../../filing/returns/fill.ts'
import { listMatches } from '../queries/matches.ts'
import { decideMatch } from './decide-match.ts'
import { matchList } from './match-list.ts'

const csv = (line: string) =>
  new TextEncoder().encode(['平台,账号名称,账号ID,主页链接,认证主体,发现日期,是否可访问', line].join('\n'))

/** What a confirmed find raises, months after the deadline. */
async function raisedBy(place: AskedDistrict, line: string): Promise<string[]> {
  const { deps } = { deps: place.at('2026-10-12T01:00:00.000Z') }
  const list = { districtId, fileName: '网上发现账号.csv', bytes: csv(line) }
  const { runId } = await matchList(deps, actorOf('supervisor'), list)
  const { rows } = await listMatches(deps.db, districtId, runId, { offset: 0, limit: 9 })
  await decideMatch(deps, actorOf('examiner'), {
    districtId,
    matchId: rows[0]!.id,
    decision: 'confirm',
    as: { kind: 'unfiled', unitId: place.unitId },
    reason: '已与单位核实',
    version: 1,
  })
  const raised = await deps.db.selectFrom('accountability_trigger').select('rule').orderBy('rule').execute()
  return raised.map(({ rule }) => rule)
}

const kuaishou = {
  name: '临湖水务直播',
  platform: 'kuaishou',
  identifier: 'lhswzb',
  profileUrl: 'https://a.example/lhswzb',
}
const told = (place: AskedDistrict) =>
  saveEntry(place.start, place.editor, { districtId, returnId: place.returnId, answers: { ...typed, ...kuaishou } })
const signed = async (place: AskedDistrict) => {
  await place.reporter()
  await place.print()
  await place.scan()
  await place.submit()
}
const both = ['F-01', 'F-03']

describe('an account is 瞒报 unless the unit told of it on signed paper (F-03)', () => {
  it.each<[string, string, string[]]>([
    ['the account that was told of', '快手,临湖水务直播,lhswzb,,临湖区水务局,,', ['F-01']],
    ['its name in another hand', '快手,临湖 水务直播,,,临湖区水务局,,', ['F-01']],
    ['its 快手号 under a new name', '快手,临湖供水直播,lhswzb,,临湖区水务局,,', ['F-01']],
    ['its page under a new name', '快手,临湖供水直播,,https://www.a.example/lhswzb/,临湖区水务局,,', ['F-01']],
    [
      'the same name on another platform (123号 asks for one name everywhere)',
      '抖音,临湖水务直播,,,临湖区水务局,,',
      both,
    ],
    ['another name', '快手,临湖水务便民,,,临湖区水务局,,', both],
  ])('%s', async (_, line, rules) => {
    const place = await askedDistrict({ accounts: [] })
    await place.choose()
    await told(place)
    await signed(place)
    expect(await raisedBy(place, line)).toEqual(rules)
  })

  it('公众号 and 订阅号 are one platform', async () => {
    const place = await askedDistrict({ accounts: [['临湖水务便民', 'wechat_official']] })
    await place.handedIn()
    expect(await raisedBy(place, '订阅号,临湖水务便民,,,临湖区水务局,,')).toEqual(['F-01'])
  })

  const line = '快手,临湖水务直播,lhswzb,,临湖区水务局,,'
  it('what stands in a draft was not told', async () => {
    const place = await askedDistrict({ accounts: [] })
    await place.choose()
    await told(place)
    expect(await raisedBy(place, line)).toEqual(both)
  })

  it('a signed 零报告 tells of nothing, whatever was filled in before', async () => {
    const place = await askedDistrict({ accounts: [] })
    await place.choose()
    await told(place)
    await place.choose('zero')
    await signed(place)
    await place.check()
    await place.accept()
    expect(await raisedBy(place, line)).toEqual(both)
  })

  it('what was added after the papers were handed in was not told', async () => {
    const place = await askedDistrict()
    await place.handedIn()
    await place.back()
    await told(place)
    expect(await raisedBy(place, line)).toEqual(both)
  })

  it('what was told stays told while the papers are being mended', async () => {
    const place = await askedDistrict({ accounts: [] })
    await place.choose()
    await told(place)
    await signed(place)
    await place.back()
    await place.choose('zero')
    await place.print()
    expect(await raisedBy(place, line)).toEqual(['F-01'])
  })
})
