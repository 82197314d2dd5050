import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { workbookOf, type Written } from '../../../tests/support/sheets.ts'
import { civilDate } from '../../calendar/index.ts'
import { readAccounts } from '../queries/accounts.ts'
import { accountCard, unitCard } from '../queries/cards.ts'
import { readUnits } from '../queries/units.ts'
import { importAccounts, type ImportInput, importKept } from './import-accounts.ts'

const supervisor = actorOf('supervisor')
const head = ['名称', '主办单位', '平台类型', '粉丝量', '联系人及联系电话']
const fileOf = (...rows: Written[][]) => workbookOf({ name: '附件2', rows: [head, ...rows] })
const water = ['临湖水务', '临湖区水务局', '微信公众号', 8412, '方书遥 13800000001']
const school = ['临湖教育', '临湖区教育局', '新浪微博', '1.2万', '']

async function district() {
  const made = await monitoredDistrict()
  const run = (bytes: Uint8Array, options: Partial<ImportInput> = {}) =>
    importAccounts(made.deps, supervisor, { districtId, fileName: '附件2.xlsx', bytes, ...options })
  return { ...made, run }
}

describe('a row that names a deregistered account', () => {
  const file = (status: string) =>
    workbookOf({
      name: '附件2',
      rows: [
        [...head, '运营状态'],
        [...water, status],
      ],
    })
  const withGone = async () => {
    const made = await district()
    const unitId = await made.unit('临湖区水务局')
    const gone = { platform: 'wechat_official', running_state: 'deregistered' } as const
    const id = await made.account(unitId, '临湖水务', gone)
    await made.deps.db
      .updateTable('account')
      .set({ ceased_on: civilDate('2026-07-13') })
      .execute()
    const all = async () =>
      (await readAccounts(made.deps.db, districtId))
        .map((one) => `${one.id === id ? 'old' : 'new'} ${one.runningState}`)
        .toSorted()
    return { ...made, all }
  }

  it('as 正常运营 registers a new one with a notice; the same file again changes nothing', async () => {
    const { run, all } = await withGone()
    const outcome = await run(await file('正常运营'))
    expect(outcome).toMatchObject({ state: 'written', toCreate: [{ name: '临湖水务' }], toChange: [] })
    expect(outcome.notices.map(({ sentence }) => sentence)).toContain(
      '同名账号已于2026年7月13日注销，本次按新账号登记；如系未经备案重新开设，请核查。',
    )
    expect(await all()).toEqual(['new running', 'old deregistered'])
    expect(await run(await file('正常运营'))).toMatchObject({ state: 'nothing-to-write' })
  })

  it.each(['停止运营', ''])('as “%s” means the old one, which stays deregistered', async (status) => {
    const { run, all } = await withGone()
    expect(await run(await file(status))).toMatchObject({ toCreate: [], toChange: [{ name: '临湖水务' }] })
    expect(await all()).toEqual(['old deregistered'])
  })
})

describe('a row that names a filed account', () => {
  it.each([
    ['by a case or a return keeps what was filed, and says so', false],
    ['by somebody’s word alone is read as any other', true],
  ])('%s', async (_what, byWord) => {
    const { run, unit, account, deps } = await district()
    const unitId = await unit('临湖区水务局')
    const id = await account(unitId, '临湖水务', {
      platform: 'wechat_official',
      filing_state: 'filed',
      certified_entity: '临湖区水务局',
    })
    const claim = { account_id: id, fact: 'filing-state', value: 'filed', reason: '2020年备案名单', stated_by: 'a' }
    if (byWord)
      await deps.db
        .insertInto('account_claim')
        .values({ district_id: districtId, id: deps.ids.next(), ...claim, stated_at: deps.clock.now() })
        .execute()
    const file = await workbookOf({
      name: '附件2',
      rows: [
        [...head, '认证主体'],
        [...water, '临湖区水利局'],
      ],
    })
    const outcome = await run(file)
    const kept = '“临湖水务”已备案，认证主体以备案为准，没有改动；确有变化的，请办理变更备案'
    expect(outcome.notices.map(({ sentence }) => sentence).filter((one) => one === kept)).toHaveLength(byWord ? 0 : 1)
    const [after] = await readAccounts(deps.db, districtId, { orIds: [id] })
    expect(after).toMatchObject({ followers: 8412, certifiedEntity: byWord ? '临湖区水利局' : '临湖区水务局' })
  })
})

describe('importing 附件2', () => {
  it('writes every row, with one event in the trail that counts them', async () => {
    const { run, unit, deps, count } = await district()
    await unit('临湖区水务局')
    await unit('临湖区教育局')
    const events = await count('trail_event')
    const outcome = await run(await fileOf(water, school))
    expect(outcome).toMatchObject({ state: 'written', written: true, unchanged: 0, rejected: [], unknownUnits: [] })
    expect(outcome.toCreate.map(({ name, unitName, platform }) => [name, unitName, platform])).toEqual([
      ['临湖水务', '临湖区水务局', 'wechat_official'],
      ['临湖教育', '临湖区教育局', 'weibo'],
    ])
    expect(await count('trail_event')).toBe(events + 1)
    const [first] = await readAccounts(deps.db, districtId, { orIds: [outcome.toCreate[0]?.accountId ?? ''] })
    expect(first).toMatchObject({ name: '临湖水务', followers: 8412, filingState: 'unknown', runningState: 'running' })
    const card = await accountCard({ db: deps.db, vault: deps.vault }, { districtId }, first?.id ?? '')
    expect(card.contacts.find(({ duty }) => duty === 'contact')?.person).toMatchObject({
      name: '方书遥',
      phone: '138****0001',
    })
  })

  it.each([{}, { dryRun: true, keep: true }])(
    'that bears the mark of a secret is kept nowhere with %j: its row is numbered for the handover',
    async (options) => {
      const { run, unit, deps, count } = await district()
      await unit('临湖区水务局')
      const bytes = await fileOf(water, ['机密★10年', '临湖区水务局', '微信公众号', 1, ''])
      await expect(run(bytes, options)).rejects.toMatchObject({
        code: 'secrecy.file-stopped',
        message: expect.stringMatching(/第3行.*第1号/),
      })
      expect(await count('stored_file')).toBe(0)
      expect(await readAccounts(deps.db, districtId, {})).toEqual([])
      expect(await deps.db.selectFrom('secrecy_stop').select(['kind', 'source', 'place']).execute()).toEqual([
        { kind: 'import', source: '导入附件2', place: '第3行' },
      ])
    },
  )

  it('changes nothing the second time', async () => {
    const { run, count } = await district()
    const file = await fileOf(water, school)
    expect(await run(file, { createUnits: true })).toMatchObject({ state: 'written' })
    const before = [await count('trail_event'), await count('stored_file')]
    expect(await run(file)).toMatchObject({
      state: 'nothing-to-write',
      written: false,
      unchanged: 2,
      toCreate: [],
      toChange: [],
    })
    expect([await count('trail_event'), await count('stored_file')]).toEqual(before)
  })

  it('shows the whole result of a dry run and writes nothing', async () => {
    const { run, deps, count } = await district()
    const events = await count('trail_event')
    const outcome = await run(await fileOf(water, school), { dryRun: true, createUnits: true })
    expect(outcome).toMatchObject({ state: 'preview', written: false, importId: null })
    expect(outcome.toCreate).toHaveLength(2)
    expect(await readUnits(deps.db, districtId)).toEqual([])
    expect([await count('trail_event'), await count('stored_file')]).toEqual([events, 0])
  })

  it('holds the whole file back for one faulty cell, unless the valid rows are asked for', async () => {
    const { run, unit, deps } = await district()
    await unit('临湖区水务局')
    await unit('临湖区教育局')
    const file = await fileOf(water, ['临湖教育', '临湖区教育局', '网站', '', ''])
    expect(await run(file)).toMatchObject({ state: 'held-back', written: false, rejectedRows: 1 })
    expect(await readAccounts(deps.db, districtId)).toEqual([])
    expect(await run(file, { acceptValid: true })).toMatchObject({ state: 'written', rejectedRows: 1 })
    expect(await readAccounts(deps.db, districtId)).toHaveLength(1)
  })

  it('names unknown units with similar ones and registers them only when asked', async () => {
    const { run, unit, deps } = await district()
    await unit('临湖区水利局')
    const file = await fileOf(water, ['石埠发布', '石埠镇人民政府', '抖音', '', ''])
    const held = await run(file)
    expect(held.state).toBe('held-back')
    expect(held.unknownUnits).toEqual([
      { name: '临湖区水务局', rows: 1, similar: ['临湖区水利局'], guessedKind: 'department', willBeCreated: false },
      { name: '石埠镇人民政府', rows: 1, similar: [], guessedKind: 'township', willBeCreated: false },
    ])
    expect(held.rejected[0]).toMatchObject({
      row: 2,
      column: 'B',
      found: '临湖区水务局',
      wanted: '台账中没有这个单位（相近的有：临湖区水利局），请核对单位全称，或选择一并建立这些单位',
    })
    expect(await run(file, { createUnits: true })).toMatchObject({ state: 'written' })
    const units = await readUnits(deps.db, districtId)
    expect(units.map(({ name, kind, code }) => [name, kind, code]).slice(-2)).toEqual(
      expect.arrayContaining([['石埠镇人民政府', 'township', expect.stringMatching(/^DW\d{3}$/)]]),
    )
  })

  it('reads 区水务局 and 水务局 as the unit of this district', async () => {
    const { run, unit } = await district()
    await unit('临湖区水务局')
    const outcome = await run(
      await fileOf(['临湖水务', '区水务局', '微博', '', ''], ['水润临湖', '水务局', '抖音', '', '']),
    )
    expect(outcome).toMatchObject({ state: 'written', rejected: [] })
    expect(outcome.notices.map(({ sentence }) => sentence)).toEqual([
      '主办单位“区水务局”按“临湖区水务局”登记',
      '主办单位“水务局”按“临湖区水务局”登记',
    ])
  })

  it('changes what differs, names it, and leaves filled facts alone where a cell is empty', async () => {
    const { run, deps } = await district()
    await run(await fileOf(water), { createUnits: true })
    const outcome = await run(await fileOf(['临湖水务', '临湖区水务局', '微信公众号', '', '顾望之']))
    expect(outcome.toChange[0]?.changes).toEqual([{ label: '联系人', before: '方书遥 138****0001', after: '顾望之' }])
    expect(outcome.keptFilled).toBe(1)
    const [account] = await readAccounts(deps.db, districtId)
    expect(account).toMatchObject({ followers: 8412 })
    const again = await run(await fileOf(['临湖水务', '临湖区水务局', '微信公众号', '约9000', '']))
    expect(again.toChange[0]?.changes).toEqual([{ label: '粉丝量', before: '8412', after: '约9000' }])
    expect((await readAccounts(deps.db, districtId))[0]).toMatchObject({
      followers: 9000,
      followersFound: '约9000',
      version: 2,
    })
  })

  it('never lets a masked phone overwrite the one that is known', async () => {
    const { run } = await district()
    await run(await fileOf(water), { createUnits: true })
    const outcome = await run(await fileOf([...water.slice(0, 4), '方书遥 138****0001']))
    expect(outcome).toMatchObject({ state: 'nothing-to-write', unchanged: 1 })
  })

  it('keeps 订阅号 where a later sheet only says 腾讯', async () => {
    const { run, deps } = await district()
    await run(await fileOf(['临湖水务', '临湖区水务局', '订阅号', 1, '']), { createUnits: true })
    expect(await run(await fileOf(['临湖水务', '临湖区水务局', '腾讯', 1, '']))).toMatchObject({
      unchanged: 1,
      toCreate: [],
      toChange: [],
    })
    expect((await readAccounts(deps.db, districtId))[0]?.platform).toBe('wechat_subscription')
  })

  it('rejects an account that stands twice in one file', async () => {
    const { run } = await district()
    const outcome = await run(await fileOf(water, school, water), { createUnits: true })
    expect(outcome.rejected).toEqual([
      {
        sheet: '附件2',
        row: 4,
        column: 'A',
        head: '名称',
        found: '临湖水务',
        wanted: '与第2行重复，同一账号只登记一行',
      },
    ])
  })

  describe('tells all faults of a row at once', () => {
    const outcomeOf = async (rows: Written[][], options: Partial<ImportInput> = {}) => {
      const { run, unit } = await district()
      const own = await unit('临湖区水务局')
      return run(await fileOf(...rows), options.unitId === undefined ? options : { ...options, unitId: own })
    }
    const told = ({ rejected }: { rejected: { row: number; column: string; wanted: string }[] }) =>
      rejected.map(({ row, column, wanted }) => `${column}${row} ${wanted.slice(0, 12)}`)
    const unreadable = (unit: string) => ['临湖水务', unit, '微博', '三百', '']

    it.each([
      ['', '主办单位不能为空，应填单'],
      ['石埠镇人民政府', '台账中没有这个单位，请核'],
    ])('the unit “%s” beside a cell that can’t be read', async (unit, wanted) => {
      const outcome = await outcomeOf([water, unreadable(unit)])
      expect(told(outcome)).toEqual([`B3 ${wanted}`, 'D3 应填数字，如 8412、'])
      expect(outcome).toMatchObject({ rejectedRows: 1, unregisteredRows: 0 })
    })

    it('not a unit that the person lends or lets register', async () => {
      const lent = await outcomeOf([water, unreadable('')], { unitId: 'own' })
      expect(told(lent)).toEqual(['D3 应填数字，如 8412、'])
      const made = await outcomeOf([water, unreadable('石埠镇人民政府')], { createUnits: true })
      expect(told(made)).toEqual(['D3 应填数字，如 8412、'])
      expect(made.unknownUnits).toEqual([])
    })

    it('an account that stands twice, and a name and a platform that are both missing', async () => {
      const outcome = await outcomeOf([
        ['临湖水务', '临湖区水务局', '微博', '三百', ''],
        ['临湖水务', '临湖区水务局', '微博', 5, ''],
        ['', '临湖区水务局', '', '', ''],
      ])
      expect(told(outcome)).toEqual([
        'A2 与第3行重复，同一账号只',
        'D2 应填数字，如 8412、',
        'A4 名称不能为空，请填写账号',
        'C4 应填新浪、腾讯、人民网、',
      ])
    })
  })

  it('tells an unknown 填表单位 once, at its own cell, and everything in the order of the sheets', async () => {
    const { run } = await district()
    const titles = ['名称', '平台', '粉丝量']
    const named = (unit: string) => [['情况表'], ['填表单位：', unit], titles]
    const outcome = await run(
      await workbookOf(
        { name: '一', rows: [...named('临湖区林业局'), ['甲', '微博', 1], ['乙', '微博', 2], ['丙', '微博', 3]] },
        { name: '二', rows: [...named('临湖区水务局'), ['丁', '微博', '三百']] },
      ),
    )
    expect(outcome.rejected.map((cell) => [cell.sheet, `${cell.column}${cell.row}`, cell.head])).toEqual([
      ['一', 'B2', '填表单位'],
      ['二', 'B2', '填表单位'],
      ['二', 'C4', '粉丝量'],
    ])
    expect(outcome).toMatchObject({ rejectedRows: 4, unregisteredRows: 3 })
  })

  it('keeps 填报人 and 统计时间截至 of the sheet', async () => {
    const { run, deps } = await district()
    const sheet = {
      name: '水务局',
      rows: [
        ['填表单位：临湖区水务局', '', '填报人：方书遥', '联系电话：0730-5550101'],
        ['名称', '平台', '粉丝量'],
        ['临湖水务', '微博', 5],
        ['注：统计时间截至2026年9月30日'],
      ],
    }
    const outcome = await run(await workbookOf(sheet), { createUnits: true })
    const [unit] = await readUnits(deps.db, districtId)
    const card = await unitCard({ db: deps.db, vault: deps.vault }, { districtId }, unit?.id ?? '')
    expect(outcome.state).toBe('written')
    expect(card.form).toMatchObject({ reporter: { name: '方书遥', phone: '*********01' }, countedUntil: '2026-09-30' })
    expect((await readAccounts(deps.db, districtId))[0]?.followersOn).toBe('2026-09-30')
  })

  it('writes a file that a dry run kept, once', async () => {
    const { run, deps } = await district()
    const shown = await run(await fileOf(water), { dryRun: true, keep: true, createUnits: true })
    const kept = { districtId, importId: shown.importId ?? '', createUnits: true }
    expect(await importKept(deps, supervisor, kept)).toMatchObject({ state: 'written', importId: shown.importId })
    await expect(importKept(deps, supervisor, kept)).rejects.toMatchObject({ code: 'record.not-found' })
  })

  it('refuses a table with a head and no account', async () => {
    const { run } = await district()
    await expect(run(await fileOf())).rejects.toMatchObject({ code: 'annex2.no-rows' })
  })

  it('gives a row without its unit to nobody, unless the file is said to be one unit’s', async () => {
    const { run, unit } = await district()
    const own = await unit('临湖区水务局')
    const bytes = await fileOf(water, ['临湖水务（抖音）', '', '', '', ''])
    const wanted = '主办单位不能为空，应填单位全称；几个账号同属一个单位的，请合并单元格或逐行填写'
    expect(await run(bytes)).toMatchObject({
      state: 'held-back',
      rejected: [{ row: 3, column: 'B', found: '', wanted }],
    })
    expect(await run(bytes, { unitId: own })).toMatchObject({
      state: 'written',
      toCreate: [{}, { platform: 'douyin' }],
    })
    const other = await fileOf(['临湖教育', '临湖区教育局', '微博', '', ''])
    expect(await run(other, { unitId: own })).toMatchObject({
      state: 'held-back',
      rejected: [{ found: '临湖区教育局' }],
    })
  })

  it('refuses who may not import, and a file without a table of accounts', async () => {
    const { run, deps } = await district()
    const bytes = await fileOf(water)
    await expect(
      importAccounts(deps, actorOf('reviewer'), { districtId, fileName: 'a.xlsx', bytes }),
    ).rejects.toMatchObject({ code: 'access.denied' })
    await expect(
      run(
        await workbookOf({
          name: '得分',
          rows: [
            ['排名', '单位', '得分'],
            [1, '水务局', 205],
          ],
        }),
      ),
    ).rejects.toMatchObject({ code: 'annex2.no-table' })
  })
})
