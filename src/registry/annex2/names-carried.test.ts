import { describe, expect, it } from 'vitest'
import { sheetOf } from '../../../tests/support/sheets.ts'
import { civilDate } from '../../calendar/index.ts'
import { type Account, bareFacts } from '../model.ts'
import { FileLedger } from './file-ledger.ts'
import { printedName } from './read-platform.ts'
import { readAnnex2 } from './read-annex2.ts'
import { SYSTEM_SHEET, systemCells, systemHead } from './system-fields.ts'
import { systemRow } from './printed-row.ts'

const three = ['名称', '主办单位', '平台类型']
const unit = { code: 'ZX-1', name: '区公安局', shortName: null, kind: 'department' as const, publicFacing: true }

const listed = (row: number, name: string, platform: 'douyin' | 'weibo') => {
  const state = { runningState: 'running', ceasedOn: null, filingState: 'unknown', sheetOrder: null } as const
  const account = { ...bareFacts(name, platform), ...state, id: `account-${row}`, unitId: 'unit', version: 1 }
  return systemCells(systemRow({ account, unit, people: {} }, '附件2', row)).map((cell) =>
    typeof cell === 'object' ? null : typeof cell === 'boolean' ? null : cell,
  )
}

describe('a name that a sheet could take for something else', () => {
  it('is printed with its own platform behind a platform in brackets', () => {
    expect(printedName({ name: '云泽（微信）', platform: 'douyin' })).toBe('云泽（微信）（抖音）')
    expect(printedName({ name: '云泽（总部）', platform: 'douyin' })).toBe('云泽（总部）')
    const { rows } = readAnnex2(
      [sheetOf([three, ['云泽（微信）（抖音）', '区公安局', '其他']])],
      civilDate('2026-10-12'),
    )
    expect(rows.map(({ facts }) => [facts.name, facts.platform])).toEqual([['云泽（微信）', 'douyin']])
  })

  it('ends no table, opens none and keeps its section where a platform stands beside it', () => {
    const names = ['注：一号', '名称', '人数', '临湖签章', '甲警方']
    const accounts = names.map((name) => [name, '区公安局', '其他'])
    const { rows } = readAnnex2([sheetOf([three, ['一、其他（抖音）'], ...accounts])], civilDate('2026-10-12'))
    expect(rows.map(({ facts }) => [facts.name, facts.platform])).toEqual(names.map((name) => [name, 'douyin']))
  })

  it('is the account that 系统字段 numbers, also in a sheet printed before the platform stood behind the name', () => {
    const sheet = sheetOf([
      three,
      ['云泽（微博）', '区公安局', '其他'],
      ['云泽', '区公安局', '新浪'],
      ['合计', '区公安局', '其他（抖音）'],
      ['甲　警方', '区公安局', '新浪'],
      ['合计', '区公安局', '2个'],
    ])
    const system = sheetOf([
      systemHead,
      listed(2, '云泽（微博）', 'douyin'),
      listed(3, '云泽', 'weibo'),
      listed(4, '合计', 'douyin'),
      listed(5, '甲　警方', 'weibo'),
    ])
    const { rows, notices } = readAnnex2(
      [
        { ...sheet, name: '附件2' },
        { ...system, name: SYSTEM_SHEET },
      ],
      civilDate('2026-10-12'),
    )
    expect(rows.map((row) => [row.system?.accountId, row.facts.name, row.facts.platform])).toEqual([
      ['account-2', '云泽（微博）', 'douyin'],
      ['account-3', '云泽', 'weibo'],
      ['account-4', '合计', 'douyin'],
      ['account-5', '甲　警方', 'weibo'],
    ])
    expect(notices).toEqual([{ sheet: '附件2', row: 6, sentence: '合计行，未作为账号读取' }])
  })
})

it('an account that is gone stays itself although the unit has one of its name on another platform of that vendor', () => {
  const accounts = (['douyin', 'tieba'] as const).map((platform): Account => ({
    ...bareFacts('云泽', platform),
    id: platform,
    unitId: 'unit',
    runningState: platform === 'douyin' ? 'deregistered' : 'running',
    ceasedOn: null,
    filingState: 'unknown',
    sheetOrder: null,
    version: 1,
  }))
  const { rows } = readAnnex2(
    [
      sheetOf([
        three,
        ['一、其他（抖音）'],
        ['云泽', '区公安局', '其他'],
        ['二、其他（百度贴吧）'],
        ['云泽', '区公安局', '其他'],
      ]),
    ],
    civilDate('2026-10-12'),
  )
  const ledger = new FileLedger(accounts)
  expect(rows.map((row) => ledger.find(row, 'unit').before?.id)).toEqual(['douyin', 'tieba'])
})
