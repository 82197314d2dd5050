import { describe, expect, it } from 'vitest'
import { civilDate } from '../../calendar/index.ts'
import { type Account, bareFacts } from '../../registry/index.ts'
import { platformCodes } from '../../vocabulary/platforms.ts'
import type { Answers } from './answer.ts'
import { accountForms, formsAsked } from './asked.ts'
import { answersOf, contradictionsIn, defectsOf, fieldsOf } from './form.ts'
import { govAppForm, isGovApp } from './govapp-2026.ts'
import { answersFromLedger } from './ledger.ts'
import { wholeApp as whole } from '../../../tests/support/filled-forms.ts'

const today = civilDate('2026-06-20')

const defects = (more: Answers) =>
  defectsOf(govAppForm, { ...whole, ...more }, today).map(({ field, wanted }) => `${field} ${wanted}`)

describe('应用程序备案表', () => {
  it('is asked of apps, mini-programs and quick apps, and of nothing else (国办函〔2026〕12号 第二条)', () => {
    expect(platformCodes.filter((platform) => isGovApp(platform))).toEqual(['wechat_miniprogram', 'app', 'quickapp'])
    expect(isGovApp(undefined)).toBe(false)
    expect(isGovApp('constructor')).toBe(false)
  })

  it('comes to what a campaign asks, for apps alone', () => {
    const ids = (forms: readonly string[], platform: string) => formsAsked(forms, platform).map(({ id }) => id)
    expect(ids(['annex1', 'annex2'], 'app')).toEqual(['annex1', 'annex2', 'govapp'])
    expect(ids(['annex1', 'annex2'], 'weibo')).toEqual(['annex1', 'annex2'])
    expect(ids(['annex2'], 'quickapp')).toEqual(['annex2', 'govapp'])
  })

  it('has no question in common with 附件1 and 附件2: answers of all three lie side by side', () => {
    const keys = accountForms.flatMap((form) => fieldsOf(form).map(({ key }) => key))
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('asks for everything that rulebook (b) names', () => {
    expect(fieldsOf(govAppForm).map(({ key }) => key)).toEqual([
      'filingStatus',
      'cacFilingNo',
      'projectApproval',
      'functionSettings',
      'fnCheckIn',
      'fnRanking',
      'fnOnlineTime',
      'settingsReason',
      'opsTeam',
      'opsRules',
      'technicalPlan',
      'securityTest',
      'gradedProtection',
      'securityRules',
      'acceptance',
      'similarApps',
      'handlerName',
      'handlerPost',
      'handlerPhone',
      'handlerEmail',
    ])
  })

  it('can be printed when it is whole', () => {
    expect(defects({})).toEqual([])
  })

  it.each<[string, Answers, string[]]>([
    ['filed without its number', { cacFilingNo: ' ' }, ['cacFilingNo 已备案的，应填备案编号']],
    ['on its way to be filed, without a number yet', { filingStatus: 'pending', cacFilingNo: '' }, []],
    ['not filed', { filingStatus: 'none', cacFilingNo: '' }, []],
    [
      'check-in without a reason',
      { fnCheckIn: 'yes' },
      ['settingsReason 设有打卡签到、积分排名或在线时长的，应写明原因和依据'],
    ],
    ['check-in with a reason', { fnCheckIn: 'yes', settingsReason: '防汛值守，依据区防指通知' }, []],
    ['online time without a reason', { fnOnlineTime: 'yes' }, [expect.stringContaining('settingsReason')]],
    ['a mailbox without a host', { handlerEmail: 'lin@' }, ['handlerEmail 应为电子邮箱地址']],
    ['a mailbox', { handlerEmail: 'lin@linhu.example' }, []],
    ['1,000 signs', { opsTeam: '运'.repeat(1_000) }, []],
    ['1,001 signs', { opsTeam: '运'.repeat(1_001) }, ['opsTeam 不超过1000个字']],
  ])('%s', (_what, more, expected) => {
    expect(defects(more)).toEqual(expected)
  })

  it('says what must not be demanded of anybody (rulebook B-02, B-04)', () => {
    const told = (more: Answers) => contradictionsIn(govAppForm, { ...whole, ...more }).join()
    expect(told({})).toBe('')
    expect(told({ filingStatus: 'none' })).toContain('不得要求使用')
    for (const key of ['fnCheckIn', 'fnRanking', 'fnOnlineTime']) expect(told({ [key]: 'yes' })).toContain('安全保卫')
  })

  it('keeps 经办人 apart from the rest', () => {
    expect(Object.keys(answersOf(govAppForm, whole, 'personal'))).toEqual([
      'handlerName',
      'handlerPost',
      'handlerPhone',
      'handlerEmail',
    ])
  })

  it('begins with the contact as 经办人, and keeps whoever was named in the last return', () => {
    const account = (platform: 'app' | 'weibo'): Account => ({
      ...bareFacts('临湖通', platform),
      id: '00000002-0000-7000-8000-000000000001',
      unitId: '00000001-0000-7000-8000-000000000001',
      runningState: 'running',
      ceasedOn: null,
      filingState: 'unknown',
      sheetOrder: null,
      version: 1,
    })
    const behind = { contact: { name: '秦予安', phone: '13900002222' } }
    expect(answersFromLedger(account('app'), behind)).toMatchObject({
      handlerName: '秦予安',
      handlerPhone: '13900002222',
    })
    expect(answersFromLedger(account('app'), behind, { handlerName: '林望舒' })).toMatchObject({
      handlerName: '林望舒',
    })
    expect(answersFromLedger(account('weibo'), behind)).not.toHaveProperty('handlerName')
  })
})
