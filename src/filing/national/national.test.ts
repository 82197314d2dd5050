import { strFromU8, unzipSync } from 'fflate'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { blank } from '../../../tests/support/asked-district.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { workbookOf, type Written } from '../../../tests/support/sheets.ts'
import { savePerson } from '../../access/index.ts'
import { civilDate } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { readTables } from '../../documents/index.ts'
import { latestEvents } from '../../trail/index.ts'
import { creditCheckCharacter } from './credit-code.ts'
import { entriesOf, listNational } from './queries/entries.ts'
import { listDifferences } from './queries/comparisons.ts'
import { ledgerOfSheet } from './queries/ledger.ts'
import { acceptDifference, dismissDifference } from './verbs/decide-difference.ts'
import { exportNational, type NationalExport } from './verbs/export-national.ts'
import { reconcileNational } from './verbs/reconcile-national.ts'
import { recordNational } from './verbs/record-national.ts'
import { setCreditCode } from './verbs/set-credit-code.ts'

const supervisor = actorOf('supervisor')
const none = { noReceiptReason: '全国系统未出具回执' }
const code = '91350100M000100Y43'

async function office() {
  const place = await monitoredDistrict()
  const { deps } = place
  const water = await place.unit('临湖区水务局')
  const school = await place.unit('临湖区教育局')
  const party = await place.unit('临湖区委宣传部', { kind: 'party' })
  const account = await place.account(water, '临湖水务', {
    certified_entity: '临湖区水务局',
    profile_url: 'https://mp.example.cn/1',
    filing_state: 'unfiled',
  })
  const second = await place.account(school, '临湖教育', { platform: 'weibo', filing_state: 'filed' })
  await place.account(party, '党委号', { platform: 'weibo' })
  await place.account(school, '旧号', { platform: 'douyin', running_state: 'deregistered' })
  await deps.db
    .updateTable('account')
    .set({ opened_on: civilDate('2019-06-03'), opened_precision: 'day', identifier: '0123' })
    .where('id', '=', account)
    .execute()
  await inTransaction(deps.db, async (tx) => {
    const { id } = await savePerson(tx, deps, districtId, { name: '许静言', phone: '13800001111' })
    const link = { district_id: districtId, account_id: account, duty: 'contact', person_id: id }
    await tx
      .insertInto('account_contact')
      .values({ ...link, changed_at: deps.wall.now() })
      .execute()
  })
  const exported = async (more: Partial<NationalExport> = {}, actor = supervisor) => {
    const sheet = await exportNational(deps, actor, { districtId, layout: 'all', ...more })
    return { ...sheet, tables: await readTables(sheet.bytes) }
  }
  const compare = async (bytes: Uint8Array, actor = supervisor) => {
    const run = await reconcileNational(deps, actor, { districtId, fileName: '报送表.xlsx', bytes })
    const where = { districtId, comparisonId: run.comparisonId }
    const { rows } = await listDifferences(deps.db, deps.vault, where, { offset: 0, limit: 100 })
    return { run, rows, where, first: { ...where, position: 1, version: 1 } }
  }
  const sheet = (head: string[], ...rows: Written[][]) =>
    workbookOf({ name: '报送表', rows: [['单位名称', '账号名称', '平台', ...head], ...rows] })
  const inLedger = async (id: string) =>
    (await ledgerOfSheet(deps.db, deps.vault, districtId, { accountId: id })).accounts[0]
  const lastEvent = async () => (await latestEvents(deps.db, districtId, { limit: 1 }))[0]
  return { ...place, water, school, party, account, second, exported, compare, sheet, inLedger, lastEvent }
}

describe('全国系统报送表', () => {
  it('has the columns in their order, real dates, identifiers as text, and phones masked', async () => {
    const { exported, water, deps } = await office()
    await setCreditCode(deps, supervisor, { districtId, unitId: water, code, version: 0 })
    const { tables, phones, accounts } = await exported()
    expect([phones, accounts, tables.sheets.map(({ name }) => name)]).toEqual([
      'masked',
      2,
      ['全国政务新媒体信息报送表', '导出说明'],
    ])
    const [head = [], , row = []] = tables.sheets[0]?.rows ?? []
    expect(head.map(({ text }) => text).join(' ')).toBe(
      '单位名称 统一社会信用代码 账号名称 平台 账号ID 认证主体 主办单位 开设时间 二维码/链接 运行状态 联系人 手机 备注 全国系统状态',
    )
    expect(row.map(({ text, iso }) => iso ?? text)).toEqual([
      '临湖区水务局',
      code,
      '临湖水务',
      '微信公众号',
      '0123',
      '临湖区水务局',
      '临湖区水务局',
      '2019-06-03',
      'https://mp.example.cn/1',
      '在运行',
      '许静言',
      '138****1111',
      '',
      '未报',
    ])
  })

  it('gives each unit a sheet of its own, or one unit alone', async () => {
    const { exported, water, party } = await office()
    const names = async (more: Partial<NationalExport>) =>
      (await exported(more)).tables.sheets.map(({ name }) => name).slice(0, -1)
    expect(await names({ layout: 'unit' })).toEqual(['临湖区教育局', '临湖区水务局'])
    expect(await names({ layout: 'unit', unitId: water })).toEqual(['临湖区水务局'])
    await expect(exported({ unitId: party })).rejects.toMatchObject({ code: 'national.nothing-to-export' })
  })

  it('gives 300 units a sheet each, in two workbooks that both come back', async () => {
    const { deps } = await monitoredDistrict()
    await deps.db.executeQuery(
      sql`
        with units as (
          insert into unit (district_id, id, code, name, kind, created_at, updated_at)
          select ${districtId}, gen_random_uuid(), 'u' || n, '临湖区第' || n || '服务所', 'civil_managed_institution', now(), now()
          from generate_series(1, 300) n returning id, name)
        insert into account (district_id, id, unit_id, name, platform, created_at, updated_at)
        select ${districtId}, gen_random_uuid(), id, name, 'weibo', now(), now() from units`.compile(deps.db),
    )
    const { bytes, fileName, accounts } = await exportNational(deps, supervisor, { districtId, layout: 'unit' })
    expect([fileName, accounts]).toEqual(['临湖区全国政务新媒体信息报送表.zip', 300])
    const books = Object.entries(unzipSync(bytes))
    expect(books.map(([name]) => name)).toEqual([
      '临湖区全国政务新媒体信息报送表（第1册，共2册）.xlsx',
      '临湖区全国政务新媒体信息报送表（第2册，共2册）.xlsx',
    ])
    const tables = await Promise.all(books.map(([, book]) => readTables(book)))
    expect(tables.map(({ sheets }) => sheets.length)).toEqual([251, 51])
    expect(new Set(tables.flatMap(({ sheets }) => sheets.map(({ name }) => name))).size).toBe(301)
    const [, [name, last] = ['', new Uint8Array()]] = books
    const run = await reconcileNational(deps, supervisor, { districtId, fileName: name, bytes: last })
    expect(run).toMatchObject({ rows: 50, matched: 50, differences: 0 })
  })

  it('bears the mark of a secret: the sheet is kept nowhere, and its row is numbered for the handover', async () => {
    const { compare, sheet, deps, count } = await office()
    await expect(compare(await sheet([], ['临湖区水务局', '机密★10年', '新浪微博']))).rejects.toMatchObject({
      code: 'secrecy.file-stopped',
      message: expect.stringMatching(/第2行.*第1号/),
    })
    expect(await count('stored_file')).toBe(0)
    expect(await deps.db.selectFrom('secrecy_stop').select(['source', 'place']).execute()).toEqual([
      { source: '与台账比对', place: '第2行' },
    ])
  })

  it('prints phones in full only for a purpose, with who, when and what for on every page and in the trail', async () => {
    const { exported, lastEvent } = await office()
    const { bytes, phones, tables } = await exported({ purpose: '国办抽查前核对联系人' })
    expect([phones, tables.sheets[0]?.rows[2]?.[11]?.text]).toEqual(['full', '13800001111'])
    const printed = strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml'] ?? new Uint8Array())
    const line = `${supervisor.id}　2026-10-12 09:00 导出　含完整联系方式，仅用于：国办抽查前核对联系人`
    expect(/<oddHeader>(.*?)<\/oddHeader>/.exec(printed)?.[1]).toContain(line)
    expect(/<oddFooter>(.*?)<\/oddFooter>/.exec(printed)?.[1]).toContain(line)
    expect(await lastEvent()).toMatchObject({
      action: 'national.exported',
      after: { phones: 'full', purpose: '国办抽查前核对联系人', accounts: 2, layout: 'all' },
    })
    await expect(exported({ purpose: ' 查 ' })).rejects.toMatchObject({ code: 'people.purpose-required' })
    await expect(exported({ purpose: '核对联系人电话' }, actorOf('examiner'))).rejects.toMatchObject({
      code: 'access.denied',
    })
    await expect(exported({}, actorOf('reviewer'))).rejects.toMatchObject({ code: 'access.denied' })
  })

  it('gives a unit its own accounts and no others', async () => {
    const { exported, water, school } = await office()
    const editor = { ...actorOf('unit_editor'), unitId: water }
    expect((await exported({}, editor)).accounts).toBe(1)
    await expect(exported({ unitId: school }, editor)).rejects.toMatchObject({ code: 'access.denied' })
  })

  it('comes back as it went out: nothing differs, masked or in full', async () => {
    const { exported, compare } = await office()
    for (const more of [{}, { purpose: '国办抽查前核对' }, { layout: 'unit' as const }]) {
      const { run, rows } = await compare((await exported(more)).bytes)
      expect([run, rows]).toMatchObject([{ rows: 2, matched: 2, differences: 0, unread: 0 }, []])
    }
  })
})

describe('a difference', () => {
  it('changes nothing by itself, and is taken into the ledger by a person', async () => {
    const { compare, sheet, inLedger, account, lastEvent, deps } = await office()
    const bytes = await sheet(
      ['账号ID', '开设时间', '联系人', '手机', '统一社会信用代码'],
      ['临湖区水务局', '临湖水务', '公众号', 'gh_9', '2019年7月', '周明', '13900002222', code],
    )
    const before = await inLedger(account)
    const { rows, where } = await compare(bytes)
    expect(await inLedger(account)).toEqual(before)
    expect(rows.map(({ field, sheetValue, ledgerValue }) => [field, sheetValue, ledgerValue])).toEqual([
      ['creditCode', code, null],
      ['identifier', 'gh_9', '0123'],
      ['openedOn', '2019年7月', '2019年6月3日'],
      ['contactName', '周明', '许静言'],
      ['contactPhone', '13900002222', '13800001111'],
    ])
    for (const { position } of rows) await acceptDifference(deps, supervisor, { ...where, position, version: 1 })
    expect(await inLedger(account)).toMatchObject({
      creditCode: code,
      identifier: 'gh_9',
      opened: { day: '2019-07-01', precision: 'month' },
      contactName: '周明',
      contactPhone: '13900002222',
      filed: false,
    })
    expect(await lastEvent()).toMatchObject({
      action: 'national.difference-accepted',
      after: { field: 'contactPhone' },
    })
    expect(JSON.stringify(await latestEvents(deps.db, districtId, { limit: 50 }))).not.toMatch(/1390000|13800001|周明/)
  })

  it('is decided once, by who may, and not on a ledger that has changed since', async () => {
    const { compare, sheet, deps, account } = await office()
    const { first, rows } = await compare(await sheet(['账号ID'], ['临湖区水务局', '临湖水务', '公众号', 'gh_9']))
    expect(rows.length).toBe(1)
    for (const role of ['examiner', 'unit_editor', 'operator'] as const)
      await expect(acceptDifference(deps, actorOf(role), first)).rejects.toMatchObject({ code: 'access.denied' })
    await expect(acceptDifference(deps, supervisor, { ...first, version: 2 })).rejects.toMatchObject({
      code: 'record.changed-meanwhile',
    })
    await deps.db.updateTable('account').set({ identifier: 'gh_8' }).where('id', '=', account).execute()
    await expect(acceptDifference(deps, supervisor, first)).rejects.toMatchObject({ code: 'record.changed-meanwhile' })
    await expect(dismissDifference(deps, supervisor, { ...first, reason: ' ' })).rejects.toMatchObject({
      code: 'difference.reason-required',
    })
    await dismissDifference(deps, supervisor, { ...first, reason: '台账为准' })
    await expect(acceptDifference(deps, supervisor, { ...first, version: 2 })).rejects.toMatchObject({
      code: 'difference.decided-already',
    })
  })

  it('in the name of a filed account is a case of its own', async () => {
    const { compare, sheet, deps } = await office()
    const { first } = await compare(await sheet([], ['临湖区教育局', '临湖招生', '微博']))
    await expect(acceptDifference(deps, supervisor, first)).rejects.toMatchObject({ code: 'difference.not-acceptable' })
  })

  it('that only the sheet has is registered, not as filed; of an unknown unit it waits for the unit', async () => {
    const { compare, sheet, deps, school } = await office()
    const bytes = await sheet(
      ['二维码/链接', '手机'],
      ['教育局', '临湖招生', '抖音', 'dy.example.cn/1', '138****1111'],
      ['某某局', '临湖某某', '抖音', '', ''],
    )
    const { rows, where } = await compare(bytes)
    expect(rows.map(({ kind, accountName }) => [kind, accountName])).toEqual([
      ['only-sheet', '临湖招生'],
      ['only-sheet', '临湖某某'],
      ['only-ledger', '临湖教育'],
    ])
    await acceptDifference(deps, supervisor, { ...where, position: 1, version: 1 })
    for (const position of [2, 3])
      await expect(acceptDifference(deps, supervisor, { ...where, position, version: 1 })).rejects.toMatchObject({
        code: 'difference.not-acceptable',
      })
    const { accounts } = await ledgerOfSheet(deps.db, deps.vault, districtId, { unitId: school })
    expect(accounts.find(({ name }) => name === '临湖招生')).toMatchObject({
      platform: 'douyin',
      profileUrl: 'https://dy.example.cn/1',
      filed: false,
      contactPhone: null,
    })
  })

  it('keeps names and phones sealed', async () => {
    const { compare, sheet, deps } = await office()
    await compare(await sheet(['手机'], ['临湖区水务局', '临湖水务', '公众号', '13900002222']))
    const rows = await deps.db.selectFrom('national_difference').select('sealed').execute()
    expect(rows.length).toBe(1)
    expect(Buffer.concat(rows.map(({ sealed }) => sealed)).toString('latin1')).not.toContain('1390000')
  })

  it.each([
    ['a table of something else', [['账号', '标题']], 'national.no-head'],
    ['a head alone', [['单位名称', '账号名称', '平台']], 'national.no-rows'],
  ])('does not come out of %s', async (_, rows, refused) => {
    const { compare } = await office()
    await expect(compare(await workbookOf({ name: '表', rows }))).rejects.toMatchObject({ code: refused })
  })
})

describe('全国系统填报', () => {
  it('is recorded with day and receipt, the latest counts, and nothing is overwritten', async () => {
    const { deps, account, lastEvent } = await office()
    const record = (status: 'reported' | 'changed' | 'closed', on: string, more = {}) =>
      recordNational(deps, supervisor, {
        districtId,
        accountId: account,
        side: 'unit',
        status,
        on: civilDate(on),
        ...none,
        ...more,
      })
    const receipt = { name: '回执.png', bytes: blank }
    await record('reported', '2026-09-01', { receipt, note: '首次填报' })
    await record('changed', '2026-10-01')
    await expect(record('changed', '2026-09-15')).rejects.toMatchObject({ code: 'national.before-last' })
    await expect(record('reported', '2026-10-02')).rejects.toMatchObject({ code: 'national.status-not-allowed' })
    await expect(record('closed', '2026-10-02')).rejects.toMatchObject({ code: 'national.still-running' })
    await expect(record('changed', '2026-10-13')).rejects.toMatchObject({ code: 'national.in-future' })
    await expect(
      record('changed', '2026-10-02', {
        receipt: { name: '表.xlsx', bytes: await workbookOf({ name: 'a', rows: [[1]] }) },
      }),
    ).rejects.toMatchObject({ code: 'file.kind-not-accepted' })
    const entries = await entriesOf(deps.db, districtId, { accountId: account })
    expect(entries.map(({ status, on, note, receiptFileId }) => [status, on, note, receiptFileId !== null])).toEqual([
      ['changed', '2026-10-01', null, false],
      ['reported', '2026-09-01', '首次填报', true],
    ])
    expect(await lastEvent()).toMatchObject({ action: 'national.recorded', before: { status: 'reported' } })
    const { rows, counts } = await listNational(deps.db, { districtId }, { offset: 0, limit: 50 })
    expect(rows.map(({ name, status, on }) => [name, status, on])).toEqual([
      ['临湖教育', 'unreported', null],
      ['临湖水务', 'changed', '2026-10-01'],
    ])
    expect(counts).toEqual({ unreported: 1, reported: 0, changed: 1, closed: 0 })
  })

  it('is recorded by the unit for its own accounts and by the office for all', async () => {
    const { deps, water, account, second } = await office()
    const editor = { ...actorOf('unit_editor'), unitId: water }
    const input = {
      districtId,
      side: 'unit' as const,
      status: 'reported' as const,
      on: civilDate('2026-10-01'),
      ...none,
    }
    await recordNational(deps, editor, { ...input, accountId: account })
    await expect(recordNational(deps, editor, { ...input, accountId: second })).rejects.toMatchObject({
      code: 'access.denied',
    })
    await expect(recordNational(deps, actorOf('examiner'), { ...input, accountId: second })).rejects.toMatchObject({
      code: 'access.denied',
    })
  })

  it('is recorded of each side apart, the office’s by the office alone', async () => {
    const { deps, water, account, lastEvent } = await office()
    const editor = { ...actorOf('unit_editor'), unitId: water }
    const enter = (side: 'unit' | 'office', status: 'reported' | 'changed', on: string, actor = supervisor) =>
      recordNational(deps, actor, { districtId, accountId: account, side, status, on: civilDate(on), ...none })
    const listed = async (officeWaits = false) => {
      const list = await listNational(deps.db, { districtId }, { officeWaits, offset: 0, limit: 50 })
      return { waits: list.officeWaits, rows: list.rows.map((row) => [row.name, row.status, row.office, row.officeOn]) }
    }
    await enter('unit', 'reported', '2026-10-01', editor)
    expect(await listed(true)).toEqual({ waits: 1, rows: [['临湖水务', 'reported', 'unreported', null]] })
    await expect(enter('office', 'reported', '2026-10-02', editor)).rejects.toMatchObject({ code: 'access.denied' })
    await enter('office', 'reported', '2026-09-28')
    expect(await lastEvent()).toMatchObject({ after: { side: 'supervising', noReceiptReason: '全国系统未出具回执' } })
    expect(await listed(true)).toEqual({ waits: 0, rows: [] })
    await enter('office', 'changed', '2026-10-03')
    expect((await listed()).rows).toContainEqual(['临湖水务', 'reported', 'changed', '2026-10-03'])
  })

  it('asks for the receipt, and without one for the reason', async () => {
    const { deps, account } = await office()
    const input = {
      districtId,
      accountId: account,
      side: 'unit',
      status: 'reported',
      on: civilDate('2026-10-01'),
    } as const
    await expect(recordNational(deps, supervisor, input)).rejects.toMatchObject({ code: 'national.receipt-required' })
    await recordNational(deps, supervisor, { ...input, receipt: { name: '回执.png', bytes: blank } })
    expect(await entriesOf(deps.db, districtId, { accountId: account })).toMatchObject([{ noReceiptReason: null }])
  })

  it('of two who record the same first entry at once takes one', async () => {
    const { deps, account } = await office()
    const once = () =>
      recordNational(deps, supervisor, {
        districtId,
        accountId: account,
        side: 'unit',
        status: 'reported',
        on: civilDate('2026-10-01'),
        ...none,
      })
    const results = await Promise.allSettled([once(), once(), once()])
    expect(results.filter(({ status }) => status === 'fulfilled').length).toBe(1)
  })
})

describe('统一社会信用代码', () => {
  it('is set, changed with its version, and refused when it can’t be right', async () => {
    const { deps, water, lastEvent } = await office()
    const set = (given: string, version: number, actor = supervisor) =>
      setCreditCode(deps, actor, { districtId, unitId: water, code: given, version })
    expect(await set('91350100m000100y43', 0)).toEqual({ code })
    expect(await lastEvent()).toMatchObject({ action: 'unit.credit-code-set', after: { code } })
    await expect(set('91350100M000100Y44', 1)).rejects.toMatchObject({ code: 'credit-code.not-valid' })
    await expect(set(code, 0)).rejects.toMatchObject({ code: 'record.changed-meanwhile' })
    await expect(set(code, 1, actorOf('examiner'))).rejects.toMatchObject({ code: 'access.denied' })
  })

  it('of two codes saved at once keeps one', async () => {
    const { deps, water } = await office()
    const codes = ['12430611000000001', '12430611000000002'].map((start) => start + creditCheckCharacter(start))
    const both = await Promise.allSettled(
      codes.map((one) => setCreditCode(deps, supervisor, { districtId, unitId: water, code: one, version: 0 })),
    )
    expect(both.filter(({ status }) => status === 'fulfilled').length).toBe(1)
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'record.changed-meanwhile' },
    })
  })
})
