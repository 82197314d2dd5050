import { describe, expect, it } from 'vitest'
import { sheetOf } from '../../../tests/support/sheets.ts'
import { civilDate } from '../../calendar/index.ts'
import { accountForm } from '../account-form-values.ts'
import { type Account, bareFacts, type Unit } from '../model.ts'
import { planImport } from './plan-import.ts'
import { readAnnex2 } from './read-annex2.ts'

const head = ['名称', '主办单位', '平台类型', '运营人数', '粉丝量', '认证主体']
const unit: Unit = {
  id: 'unit',
  code: 'ZX-1',
  name: '区公安局',
  shortName: null,
  kind: 'department',
  parentId: null,
  publicFacing: true,
  state: 'active',
  mergedInto: null,
  version: 1,
}
const known: Account = {
  ...bareFacts('AB号', 'douyin'),
  id: 'known',
  unitId: 'unit',
  runningState: 'running',
  ceasedOn: null,
  filingState: 'unknown',
  sheetOrder: null,
  version: 1,
}
const plan = (...rows: (string | number)[][]) => {
  const reading = readAnnex2([sheetOf([head, ...rows])], civilDate('2026-10-12'))
  const register = { units: [unit], accounts: [known], people: new Map(), filedByWord: new Set<string>() }
  let made = 0
  const options = { district: { name: '临湖区', shortName: '临湖' }, createUnits: false, nextId: () => `new-${made++}` }
  return planImport(reading, register, options).said
}
const sentences = (said: ReturnType<typeof plan>) => said.notices.map(({ row, sentence }) => [row, sentence])

describe('an import says', () => {
  it.each([
    ['无，3人', ['填写“无”专人，人数却为3，已按原样登记，请核对']],
    ['无，0人', []],
    ['有，3人', []],
    ['无', []],
  ])('of 运营人数 “%s”: %j', (staff, said) => {
    expect(sentences(plan(['甲警方', '区公安局', '抖音', staff])).map(([, sentence]) => sentence)).toEqual(said)
  })

  it('that a name differs from another one only by width, case or blanks, whether that is registered or stands above', () => {
    const said = plan(
      ['ＡＢ号', '区公安局', '抖音'],
      ['甲警方', '区公安局', '微博'],
      ['甲 警方', '区公安局', '微博'],
      ['ab号', '区公安局', '微博'],
      ['AB号', '区公安局', '抖音'],
    )
    const of = (one: string, other: string) =>
      `“${one}”与该单位同一平台上的“${other}”只差全角半角、大小写或空格，按另一个账号登记，请核对是否重复`
    expect(said.toCreate.map(({ name }) => name)).toEqual(['ＡＢ号', '甲警方', '甲 警方', 'ab号'])
    expect(sentences(said)).toEqual([
      [2, of('ＡＢ号', 'AB号')],
      [4, of('甲 警方', '甲警方')],
    ])
  })
})

it('a number that the form of an account refuses is refused by an import, and what an import takes the form saves', () => {
  expect(plan(['甲警方', '区公安局', '抖音', '', 1e13]).rejected).toMatchObject([
    { head: '粉丝量', wanted: '数字过大，请核对' },
  ])
  const entity = '临'.repeat(200)
  expect(plan(['甲警方', '区公安局', '抖音', '', 1e12, entity])).toMatchObject({
    rejected: [],
    toCreate: [{ name: '甲警方' }],
  })
  const unitId = '00000000-0000-7000-8001-000000000001'
  const saved = { unitId, name: '甲警方', platform: 'douyin', followers: '1000000000000', certifiedEntity: entity }
  expect(accountForm.safeParse(saved).error?.issues ?? []).toEqual([])
  expect(accountForm.safeParse({ ...saved, followers: '1000000000001' }).success).toBe(false)
})
