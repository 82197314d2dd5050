import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import ExcelJS from 'exceljs'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { workbookOf } from '../../../tests/support/sheets.ts'
import { type Actor, type Deps, openPeople } from '../../access/index.ts'
import { readTables } from '../../documents/index.ts'
import { digestOf, latestEvents } from '../../trail/index.ts'
import { readAccounts } from '../queries/accounts.ts'
import { exportAccounts, type ExportInput } from './export-accounts.ts'
import { importAccounts } from './import-accounts.ts'
import { saveAccount } from './save-account.ts'

const supervisor = actorOf('supervisor')

async function bytesOf(deps: Deps, actor: Actor, options: Partial<ExportInput> = {}) {
  const book = await exportAccounts(deps, actor, { districtId, ...options })
  const stream = new PassThrough()
  const [bytes] = await Promise.all([buffer(stream), book.writeTo(stream)])
  return { book, bytes: new Uint8Array(bytes) }
}

async function sheetsOf(bytes: Uint8Array) {
  const book = new ExcelJS.Workbook()
  await book.xlsx.load(bytes.buffer as ArrayBuffer)
  return book
}

const textAt = (sheet: ExcelJS.Worksheet | undefined, cell: string) => sheet?.getCell(cell).text ?? ''

/** A district with two units and four accounts, imported from a sheet. */
async function filed() {
  const made = await monitoredDistrict()
  const rows = [
    ['填表单位：临湖区水务局', '', '填报人：方书遥', '联系电话：0730-5550101'],
    ['名称', '平台', '粉丝量', '开通时间', '运营人数', '联系人及联系电话', '运营模式', '整改措施', '主办单位'],
    ['临湖水务', '订阅号', '约1.7万', '2019年6月', '有，2人', '方书遥 13800000001', '自营', '保留', '临湖区水务局'],
    ['临湖水务', '微博', 8412, '', '', '', '', '', '临湖区水务局'],
    ['临湖水务', '抖音', 5, '', '', '', '', '', '临湖区水务局'],
    ['石埠发布', '小程序', 7, '', '', '顾望之 13800000002', '', '', '石埠镇人民政府'],
    ['注：9.统计时间截至2026年9月30日。'],
  ]
  const bytes = await workbookOf({ name: '附件2', rows })
  const outcome = await importAccounts(made.deps, supervisor, {
    districtId,
    fileName: 'a.xlsx',
    bytes,
    createUnits: true,
  })
  expect(outcome.rejected).toEqual([])
  return { ...made, water: outcome.toCreate[0] }
}

describe('附件2 as exported', () => {
  it('prints one sheet a unit with the head of the notice: 15 cells above two, 主办单位 over both people', async () => {
    const { deps } = await filed()
    const { book, bytes } = await bytesOf(deps, supervisor)
    expect(book).toMatchObject({ accounts: 4, phones: 'masked', fileName: '临湖区政务新媒体排查及清理整合情况表.xlsx' })
    const workbook = await sheetsOf(bytes)
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['临湖区水务局', '石埠镇人民政府', '系统字段'])
    const sheet = workbook.worksheets[0]
    const textOf = (cell: string) => textAt(sheet, cell)
    expect(textOf('A1')).toBe('临湖区政务新媒体排查及清理整合情况表')
    expect([textOf('A2'), textOf('G2'), textOf('K2')]).toEqual([
      '填表单位（盖章）：临湖区水务局',
      '填报人：方书遥',
      '联系电话：*********01',
    ])
    const above = new Set('ABCDEFGHIJKLMNOP'.split('').map((letter) => sheet?.getCell(`${letter}3`).master.address))
    expect(above.size).toBe(15)
    expect([textOf('C4'), textOf('D4'), textOf('C3')]).toEqual(['负责人及\n联系电话', '联系人及\n联系电话', '主办单位'])
    expect(sheet?.model.merges).toEqual(expect.arrayContaining(['C3:D3', 'A3:A4', 'P3:P4', 'A1:P1']))
  })

  it('groups by 微博、微信、移动客户端、其他, with 有/无专人 above 人数', async () => {
    const { deps } = await filed()
    const sheet = (await sheetsOf((await bytesOf(deps, supervisor)).bytes)).worksheets[0]
    const column = (letter: string) => Array.from({ length: 10 }, (_, at) => textAt(sheet, `${letter}${at + 5}`))
    expect(column('A').slice(0, 9)).toEqual([
      '一、微博（新浪微博）',
      '临湖水务',
      '临湖水务',
      '二、微信（微信订阅号）',
      '临湖水务',
      '临湖水务',
      '三、其他（抖音）',
      '临湖水务',
      '临湖水务',
    ])
    expect(column('L').slice(4, 6)).toEqual(['有专人', '2'])
    expect(column('L').slice(1, 3)).toEqual(['有/无专人', '人数'])
    expect(column('O').slice(4, 6)).toEqual(['腾讯', '腾讯'])
    expect(textAt(sheet, 'A14')).toMatch(/^注：1\..*9\.统计时间截至2026年9月30日。$/)
  })

  it('is ready for the printer: A4 landscape, head on every page, words to choose from', async () => {
    const { deps } = await filed()
    const sheet = (await sheetsOf((await bytesOf(deps, supervisor)).bytes)).worksheets[0]
    expect(sheet?.pageSetup).toMatchObject({
      paperSize: 9,
      orientation: 'landscape',
      fitToWidth: 1,
      printTitlesRow: '3:4',
    })
    const choices = Object.fromEntries(
      ['F6', 'M6', 'O6', 'P6'].map((cell) => [cell, sheet?.getCell(cell).dataValidation?.formulae?.[0]]),
    )
    expect(choices).toEqual({
      F6: '"自营,购买服务"',
      M6: '"正常运营,停止运营"',
      O6: '"新浪,腾讯,人民网,其他"',
      P6: '"保留,变更,限期整改,关停,注销"',
    })
  })

  it('prints the district in one 汇总表 with the unit in a column of its own', async () => {
    const { deps } = await filed()
    const workbook = await sheetsOf((await bytesOf(deps, supervisor, { layout: 'district' })).bytes)
    const sheet = workbook.worksheets[0]
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['汇总表', '系统字段'])
    expect(textAt(sheet, 'A1')).toBe('临湖区政务新媒体排查及清理整合情况汇总表')
    const units = Array.from({ length: 8 }, (_, at) => textAt(sheet, `D${at + 5}`))
    expect(units).toContain('石埠镇人民政府')
    expect(sheet?.model.merges).toEqual(expect.arrayContaining(['D3:F3', 'N3:O3']))
  })

  it('changes nothing when it comes back', async () => {
    const { deps } = await filed()
    for (const layout of ['units', 'district'] as const) {
      const { bytes } = await bytesOf(deps, supervisor, { layout })
      const outcome = await importAccounts(deps, supervisor, { districtId, fileName: 'b.xlsx', bytes })
      expect(outcome).toMatchObject({
        state: 'nothing-to-write',
        unchanged: 4,
        rejected: [],
        toCreate: [],
        toChange: [],
      })
      // Headings of the groups of note 1 and the notes are told as what they are; nothing else is to be said.
      const said = outcome.notices.filter(({ sentence }) => !/作为类别标题读取|^填表说明或表尾/.test(sentence))
      expect(said).toEqual([])
    }
  })

  it('knows an account again whose name was changed in the sheet', async () => {
    const { deps, water } = await filed()
    const workbook = await sheetsOf((await bytesOf(deps, supervisor)).bytes)
    workbook.worksheets[0]?.eachRow((row) =>
      row.eachCell((cell) => {
        if (cell.address === 'A9') cell.value = '临湖水利'
      }),
    )
    const bytes = new Uint8Array(await workbook.xlsx.writeBuffer())
    const outcome = await importAccounts(deps, supervisor, { districtId, fileName: 'b.xlsx', bytes })
    expect(outcome.toChange).toMatchObject([
      { accountId: water?.accountId, changes: [{ label: '名称', before: '临湖水务', after: '临湖水利' }] },
    ])
    expect(outcome).toMatchObject({ toCreate: [], unchanged: 3 })
  })

  it('masks phones unless a purpose is written, whoever exports', async () => {
    const { deps } = await filed()
    for (const actor of [supervisor, actorOf('examiner')]) {
      const { book, bytes } = await bytesOf(deps, actor)
      expect(book.phones).toBe('masked')
      const workbook = await sheetsOf(bytes)
      expect(textAt(workbook.worksheets[0], 'D9')).toBe('方书遥 138****0001')
      expect(workbook.worksheets[0]?.headerFooter.oddHeader ?? '').toBe('')
      const { sheets } = await readTables(bytes)
      expect(JSON.stringify(sheets)).not.toMatch(/1380000000[12]|5550101/)
    }
  })

  it.each(['units', 'district'] as const)(
    'prints phones in full only for a purpose, with who, when and what for on every page of every sheet: %s',
    async (layout) => {
      const { deps } = await filed()
      const { book, bytes } = await bytesOf(deps, supervisor, { layout, purpose: ' 核对  联系人电话 ' })
      expect(book.phones).toBe('full')
      const workbook = await sheetsOf(bytes)
      expect(JSON.stringify((await readTables(bytes)).sheets)).toContain('13800000001')
      const line = '&Cuser:supervisor　2026-10-12 09:00 导出　含完整联系方式，仅用于：核对 联系人电话'
      for (const { headerFooter } of workbook.worksheets) {
        expect(headerFooter.oddHeader).toBe(line)
        expect(headerFooter.oddFooter).toBe(`${line}　第 &P 页，共 &N 页`)
      }
    },
  )

  it('leaves the notice’s table as it is: with and without the line on the page, cells differ in nothing but numbers', async () => {
    const { deps } = await filed()
    const cellsOf = async (purpose?: string) =>
      JSON.stringify((await readTables((await bytesOf(deps, supervisor, purpose ? { purpose } : {})).bytes)).sheets)
    const unmasked = (await cellsOf('核对联系人电话'))
      .replaceAll(/138(\d{4})000([12])/g, '138****000$2')
      .replaceAll('0730-5550101', '*********01')
    expect(unmasked).toBe(await cellsOf())
  })

  it('keeps in the trail how many accounts, a digest over their ids, which phones and what for; no number', async () => {
    const { deps } = await filed()
    await bytesOf(deps, supervisor, { purpose: '核对联系人电话' })
    await bytesOf(deps, actorOf('examiner'))
    const events = await latestEvents(deps.db, districtId, { limit: 2 })
    const ids = (await deps.db.selectFrom('account').select('id').orderBy('id').execute()).map(({ id }) => id)
    const counted = { layout: 'units', accounts: 4, digest: digestOf(ids) }
    expect(events.map(({ action, after }) => [action, after])).toEqual([
      ['accounts.exported', { ...counted, phones: 'masked' }],
      ['accounts.exported', { ...counted, phones: 'full', purpose: '核对联系人电话' }],
    ])
  })

  it.each([
    ['examiner', '核对联系人电话', 'access.denied'],
    ['reviewer', undefined, 'access.denied'],
    ['supervisor', ' 查 电 ', 'people.purpose-required'],
    ['supervisor', '电'.repeat(81), 'people.purpose-required'],
  ] as const)('is refused to %s with the purpose “%s”: %s', async (role, purpose, code) => {
    const { deps } = await monitoredDistrict()
    const options = { districtId, ...(purpose !== undefined && { purpose }) }
    await expect(exportAccounts(deps, actorOf(role), options)).rejects.toMatchObject({ code })
  })

  it.each(['units', 'district'] as const)(
    'leaves every known number alone when a masked sheet comes back: %s',
    async (layout) => {
      const { deps, water } = await filed()
      const leader = { name: '许静言', phone: '13800000003、0730-5550102' }
      const admin = { name: '顾望之', phone: '13800000004', qq: '10001000' }
      await saveAccount(deps, supervisor, {
        districtId,
        unitId: (await readAccounts(deps.db, districtId, { orIds: [water!.accountId] }))[0]!.unitId,
        id: water!.accountId,
        version: 1,
        facts: { name: '临湖水务', platform: 'wechat_subscription' },
        people: { leader, admin, principal: { name: '许静言', phone: '0730-5550103' } },
      })
      const people = async () => {
        const { rows } = await sql<{ id: string }>`select id from person order by id`.execute(deps.db)
        const opened = await openPeople(
          deps.db,
          deps.vault,
          districtId,
          rows.map(({ id }) => id),
        )
        return [...opened]
      }
      const before = await people()
      const workbook = await sheetsOf((await bytesOf(deps, supervisor, { layout })).bytes)
      // A fact beside the numbers is changed, so that something is written and the numbers had their chance to go.
      workbook.worksheets[0]?.eachRow((row) =>
        row.eachCell((cell) => void (cell.value === '自营' && (cell.value = '购买服务'))),
      )
      const bytes = new Uint8Array(await workbook.xlsx.writeBuffer())
      const outcome = await importAccounts(deps, supervisor, { districtId, fileName: 'b.xlsx', bytes })
      expect(outcome).toMatchObject({ state: 'written', toCreate: [], rejected: [] })
      expect(outcome.toChange.flatMap(({ changes }) => changes.map(({ label }) => label))).toEqual(['运营模式'])
      expect(await people()).toEqual(before)
    },
  )

  it('gives a unit its own sheet and nobody else’s', async () => {
    const { deps } = await filed()
    const unit = await deps.db
      .selectFrom('unit')
      .select('id')
      .where('name', '=', '石埠镇人民政府')
      .executeTakeFirstOrThrow()
    const editor = { ...actorOf('unit_editor'), unitId: unit.id }
    const { book, bytes } = await bytesOf(deps, editor)
    expect(book.fileName).toBe('临湖区政务新媒体排查及清理整合情况表（石埠镇人民政府）.xlsx')
    expect((await sheetsOf(bytes)).worksheets.map(({ name }) => name)).toEqual(['石埠镇人民政府', '系统字段'])
    const other = await deps.db
      .selectFrom('unit')
      .select('id')
      .where('name', '=', '临湖区水务局')
      .executeTakeFirstOrThrow()
    await expect(exportAccounts(deps, editor, { districtId, unitId: other.id })).rejects.toMatchObject({
      code: 'access.denied',
    })
  })
})
