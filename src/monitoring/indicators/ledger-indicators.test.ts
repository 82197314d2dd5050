import { describe, expect, it } from 'vitest'
import { accountFacts, nationalThresholds } from '../../../tests/support/account-facts.ts'
import { civilDate } from '../../calendar/index.ts'
import type { Platform } from '../../vocabulary/platforms.ts'
import { certifiedEntity } from './national/certified-entity.ts'
import { type AccountFacts, type Indicator } from './define.ts'
import { oneAccountAPlatform } from './district/one-account-a-platform.ts'
import { responsiblePeople } from './district/responsible-people.ts'
import { unfiled } from './district/unfiled.ts'

const judge = (
  indicator: Indicator,
  account: Partial<AccountFacts['account']>,
  siblings: AccountFacts['siblings'] = [],
) => indicator.judge(accountFacts('2026-09-30', {}, account, siblings), nationalThresholds)

describe('D-JS-12 一个单位原则上在同一平台上只开设一个账号 (notice 二（二）)', () => {
  it.each<[string, Platform, Platform[], string, string | undefined]>([
    ['an only account', 'weibo', [], 'pass', undefined],
    ['one account on each of two platforms', 'weibo', ['douyin'], 'pass', undefined],
    ['two 微博', 'weibo', ['weibo'], 'fail', undefined],
    ['two 公众号 of unknown kind', 'wechat_official', ['wechat_official'], 'fail', undefined],
    ['two 订阅号', 'wechat_subscription', ['wechat_subscription'], 'fail', undefined],
    ['订阅号 beside 服务号', 'wechat_subscription', ['wechat_service'], 'fail', 'hint'],
    [
      '订阅号, 服务号 and one more 公众号',
      'wechat_subscription',
      ['wechat_service', 'wechat_official'],
      'fail',
      undefined,
    ],
    ['公众号 beside 视频号', 'wechat_official', ['wechat_channels'], 'pass', undefined],
    ['two accounts on platforms nobody named', 'other', ['other'], 'unknown', undefined],
  ])('%s', (_what, platform, others, value, weighs) => {
    const judged = judge(
      oneAccountAPlatform,
      { platform },
      others.map((other, i) => ({ name: `另${i}`, platform: other })),
    )
    expect([judged.value, judged.class]).toEqual([value, weighs])
  })

  // 关停、注销 is the remedy of a duplicate (rulebook C3): no step of it is the fault.
  it.each([
    ['running', 'fail'],
    ['closing', 'not-applicable'],
    ['closed', 'not-applicable'],
    ['deregistered', 'not-applicable'],
  ] as const)('beside an account that runs, one that is %s: %s', (runningState, value) => {
    const sibling = [{ name: '另', platform: 'weibo' as const }]
    expect(judge(oneAccountAPlatform, { platform: 'weibo', runningState }, sibling).value).toBe(value)
  })
})

describe('D-JS-10 责任人不全 (notice 三)', () => {
  it.each([
    ['all three are named', 'filled', 'filled', 'filled', 'pass'],
    ['the unit said that it has no staff', 'filled', 'filled', 'vacant', 'fail'],
    ['one is vacant, another never entered', 'unknown', 'vacant', 'filled', 'fail'],
    ['one was never entered', 'filled', 'unknown', 'filled', 'unknown'],
    ['nobody was ever entered', 'unknown', 'unknown', 'unknown', 'unknown'],
  ] as const)('%s', (_what, primary, direct, staff, value) => {
    expect(judge(responsiblePeople, { duties: { primary, direct, staff } }).value).toBe(value)
  })

  it('names the vacant duties', () => {
    const judged = judge(responsiblePeople, { duties: { primary: 'filled', direct: 'vacant', staff: 'vacant' } })
    expect(judged.facts).toEqual({ vacant: ['直接责任人', '工作人员'] })
  })
})

describe('D-JS-01 未备案 (notice 三, 国办发〔2018〕123号)', () => {
  it.each([
    ['filed', 'pass', undefined],
    ['unfiled', 'fail', undefined],
    // an import never says "filed": until the office has looked, it is a hint and decides nothing
    ['unknown', 'unknown', 'hint'],
  ] as const)('%s', (filingState, value, weighs) => {
    const judged = judge(unfiled, { filingState })
    expect([judged.value, judged.class]).toEqual([value, weighs])
  })
})

describe('CL-7 认证主体与主办单位一致 (国办发〔2018〕123号, 附件2)', () => {
  it.each([
    ['临湖区教育局', '区教育局', 'pass'],
    ['区教育局', '临湖区教育局', 'pass'],
    ['临湖教育局', '临湖区教育局', 'pass'],
    ['东江省云山市临湖区教育局', '区教育局', 'pass'],
    ['云山市临湖区教育局', '临湖区教育局', 'pass'],
    [' 临湖区 教育局 ', '临湖区教育局', 'pass'],
    ['临湖区柳堤镇人民政府', '柳堤镇', 'pass'],
    ['临湖区南汀街道办事处', '南汀街道', 'pass'],
    ['临湖区人民政府办公室', '区政府办公室', 'pass'],
    ['东湖区教育局', '区教育局', 'fail'],
    ['云山市教育局', '区教育局', 'fail'],
    ['临湖区文化馆', '临湖区图书馆', 'fail'],
    ['临湖区公安局交通警察大队', '临湖区公安局', 'fail'],
    ['临湖传媒有限公司', '区融媒体中心', 'fail'],
    ['', '区教育局', 'unknown'],
    [null, '区教育局', 'unknown'],
  ])('%s beside %s', (certified, sponsorName, value) => {
    expect(judge(certifiedEntity, { certifiedEntity: certified, sponsorName }).value).toBe(value)
  })

  it.each([
    ['active', '临湖区文化局', 'pass'],
    ['merged', '临湖区文化局', 'fail'],
    ['merged', '临湖区文化和旅游局', 'fail'],
    ['merged', null, 'fail'],
    ['abolished', '临湖区文化局', 'fail'],
  ] as const)('单位已撤并 (rulebook CL-7): a unit that is %s, certified as %s: %s', (unitState, certified, value) => {
    const sponsor = { sponsorName: '临湖区文化局', unitState, survivingUnitName: '临湖区文化和旅游局' }
    expect(judge(certifiedEntity, { certifiedEntity: certified, ...sponsor }).value).toBe(value)
  })

  it.each([
    ['merged', '主办单位“临湖区文化局”已并入“临湖区文化和旅游局”，账号未及时注销或变更账号信息。'],
    ['abolished', '主办单位“临湖区文化局”已撤销，账号未及时注销或变更账号信息。'],
  ] as const)('says what became of a unit that is %s', (unitState, sentence) => {
    const sponsor = { sponsorName: '临湖区文化局', unitState, survivingUnitName: '临湖区文化和旅游局' }
    const { facts } = judge(certifiedEntity, { certifiedEntity: '临湖区文化局', ...sponsor })
    expect(certifiedEntity.sentence(facts, civilDate('2026-09-30'))).toBe(sentence)
  })

  it.each([
    ['区卫健局', 'pass'],
    ['临湖区卫健局', 'pass'],
    ['区文旅局', 'fail'],
  ])('%s beside a unit whose short name is 区卫健局', (certified, value) => {
    const sponsor = { sponsorName: '临湖区卫生健康局', sponsorShortName: '区卫健局' }
    expect(judge(certifiedEntity, { certifiedEntity: certified, ...sponsor }).value).toBe(value)
  })
})

it.each([oneAccountAPlatform, responsiblePeople, unfiled, certifiedEntity])(
  '$id does not judge an account that is gone',
  (indicator) => {
    expect(judge(indicator, { runningState: 'deregistered', filingState: 'unfiled' }).value).toBe('not-applicable')
  },
)
