import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { beforeEach, describe, expect, it } from 'vitest'
import { blank } from '../../../tests/support/asked-district.ts'
import { fileAccount } from '../../../tests/support/filed-account.ts'
import { whole } from '../../../tests/support/filled-forms.ts'
import { checkedDistrict } from '../../../tests/support/checked-district.ts'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { pdfText, squeezed } from '../../../tests/golden/papers/read-paper.ts'
import { wordsOf } from '../../../tests/support/sheets.ts'
import { civilDate, instantFromLocal, month, quarter } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { unpackFiles } from '../../documents/index.ts'
import { saveFile } from '../../files/index.ts'
import { pathOf } from '../../files/store.ts'
import { seedCalendar } from '../../holidays/index.ts'
import { runCheck } from '../../monitoring/index.ts'
import { withdrawCircular } from '../../rectification/circulars/correct-circular.ts'
import { enterCircular } from '../../rectification/index.ts'
import { remindUnit } from '../../rectification/reminders/remind-unit.ts'
import { acknowledgeOrder, reportFixed, reportStopped } from '../../rectification/verbs/answer-order.ts'
import { closeOrder, recheckOrder } from '../../rectification/verbs/decide-order.ts'
import { draftOrder } from '../../rectification/verbs/draft-order.ts'
import { issueOrder } from '../../rectification/verbs/issue-order.ts'
import { answerPart } from '../items/answer-part.ts'
import { enterItem } from '../items/enter-item.ts'
import { distributeItem } from '../items/item-steps.ts'
import { type FolderPeriod, packFolder } from './pack-folder.ts'
import { fileNamed } from './piece.ts'

const supervisor = actorOf('supervisor')
let place: Awaited<ReturnType<typeof monitoredDistrict>>

/** A district with everything of September that a folder holds, and numbers of people in all of it. */
const september = async () => {
  place = await monitoredDistrict()
  const { deps } = place
  const unitId = await place.unit('临湖区水务局')
  const accountId = await place.account(unitId, '临湖水务', { platform: 'weibo' })
  await place.posts(accountId, '2026-09-09')
  await place.collected(accountId, '2026-09-01', '2026-09-30')
  await fileAccount(deps, { accountId, unitId, serial: 1, answers: whole })
  await inTransaction(deps.db, async (tx) => {
    const kept = await saveFile(tx, deps, { districtId, name: '签字盖章件.png', bytes: blank, actor: supervisor })
    const { id: returnId } = await tx.selectFrom('filing_return').select('id').executeTakeFirstOrThrow()
    await tx
      .insertInto('filing_scan')
      .values({
        district_id: districtId,
        return_id: returnId,
        id: deps.ids.next(),
        print_number: 1,
        file_id: kept.id,
        pages: 1,
        codes: [],
        code_pages: [],
        uploaded_by: 'a',
        uploaded_at: deps.clock.now(),
      })
      .execute()
  })
  await runCheck(deps, supervisor, { districtId, month: month('2026-09') })
  const thatDay = place.at('2026-09-20T10:00:00+08:00')
  await remindUnit(thatDay, supervisor, { districtId, unitId, note: '请联系 13812345678 更新' })
  const circular = (more: object) =>
    enterCircular(thatDay, supervisor, {
      districtId,
      level: 'province',
      issuer: '省政务管理服务局',
      title: '第二季度通报',
      number: '',
      issuedOn: civilDate('2026-09-18'),
      pointsDeducted: false,
      named: '水务局｜临湖水务｜微博｜未更新',
      file: { name: '通报:/..png', bytes: blank },
      ...more,
    })
  await circular({})
  const { id } = await circular({ title: '错录的通报' })
  await withdrawCircular(thatDay, supervisor, { districtId, id, version: 1, reason: '录入有误' })
  const at = (text: string) => instantFromLocal(text)!
  const { id: itemId } = await enterItem(thatDay, supervisor, {
    districtId,
    level: 'city',
    issuer: '市政府办公室',
    channel: 'phone',
    channelName: '',
    title: '核查更新情况',
    asked: '今日17:00前反馈',
    receivedAt: at('2026-09-20 09:30'),
    dueAt: at('2026-09-20 17:00'),
    late: false,
    named: '水务局｜临湖水务｜微博｜核查',
  })
  await distributeItem(thatDay, supervisor, { districtId, itemId, version: 1 })
  const part = { districtId, itemId, unitId, version: 1, files: [{ name: '证明.png', bytes: blank }] }
  await answerPart(thatDay, supervisor, { ...part, note: '已核查，联系 13812345678' })
}

const pack = async (more: { purpose?: string; of?: FolderPeriod } = {}, actor = supervisor) => {
  const { of = { month: month('2026-09') }, purpose } = more
  const { pieces, fileName } = await packFolder(place.deps, actor, {
    districtId,
    of,
    demo: false,
    ...(purpose !== undefined && { purpose }),
  })
  const bytes = Buffer.concat(await Array.fromAsync(pieces))
  return { bytes, fileName, files: new Map(unpackFiles(bytes).map((one) => [one.path, Buffer.from(one.bytes)])) }
}

/** Everything that stands in the sheets and papers of a folder, workbooks opened. */
const wordsIn = (files: ReadonlyMap<string, Buffer>) =>
  [...files]
    .flatMap(([path, bytes]) =>
      path.endsWith('.xlsx') ? unpackFiles(bytes).map((one) => Buffer.from(one.bytes)) : [bytes],
    )
    .map((bytes) => bytes.toString('utf8'))
    .join('\n')

const rowsOf = (bytes: Buffer) => wordsOf(bytes)

describe('迎检材料', () => {
  beforeEach(september)

  it('holds what a check asks for, each file in the list with its digest; masked, the same state gives the same bytes', async () => {
    const { files, bytes, fileName } = await pack()
    expect(fileName).toBe('迎检材料-临湖区-2026-10-12.zip')
    const folders = new Set([...files.keys()].map((path) => path.split('/')[0]))
    expect([...folders]).toEqual([
      '1 台账',
      '2 备案材料',
      '3 监测结果',
      '4 整改',
      '5 提醒',
      '7 上级通报',
      '8 上级交办',
      '9 预演结果',
      '目录.xlsx',
      '目录.pdf',
    ])
    const listed = await rowsOf(files.get('目录.xlsx')!)
    for (const [path, content] of files) {
      if (path.startsWith('目录')) continue
      const line = listed.find((row) => row[1] === path)
      expect([path, line?.[4]]).toEqual([path, createHash('sha256').update(content).digest('hex')])
    }
    expect((await pack()).bytes.equals(bytes)).toBe(true)
    // The list is the office's of the day it was made; a sheet says what it says, also where nothing was found.
    const list = squeezed(await pdfText(new Uint8Array(files.get('目录.pdf')!)))
    expect(list).toMatch(/临湖区行政审批服务局2026年10月12日$/)
    expect(await rowsOf(files.get('9 预演结果/2026-09-省级检查.xlsx')!)).toMatchObject([
      {},
      { 3: '没有查出问题', 4: '由人工检查的指标，没有登记问题的账号不作判定。' },
    ])
    expect((await rowsOf(files.get('4 整改/整改台账.xlsx')!)).at(-1)![0]).toBe('没有记录')
  })

  it('masked names no number of a person, and lists what it leaves out with the reason', async () => {
    const { files } = await pack()
    const words = wordsIn(files)
    for (const number of ['13812345678', '13800001111', '13900002222']) expect(words).not.toContain(number)
    expect(words).toContain('138****5678')
    expect(words).not.toContain('错录的通报')
    for (const name of ['许静言', '陆知行', '梁怀远', '秦予安']) expect(words).not.toContain(name)
    // What nobody confirmed is said to wait, and nothing more.
    const found = await rowsOf(files.get('3 监测结果/2026-09/问题和证据.xlsx')!)
    expect(found.slice(1).map((row) => [row[4], row[5]])).toContainEqual(['待复核', ''])
    expect(words).not.toContain('经人工复核，判定为不合格')
    const leftOut = (await rowsOf(files.get('目录.xlsx')!)).filter((row) => row[4]?.startsWith('未收入'))
    expect(leftOut.map((row) => `${row[2]}｜${row[4]}`)).toEqual([
      expect.stringMatching(/^签字盖章件.*载有个人信息/),
      '2026年第三季度报告｜未收入：尚未审定',
      expect.stringMatching(/^反馈材料.*载有个人信息/),
    ])
  })

  it('in full asks for the right and a purpose, which stands in the list; who took what is in the trail with its digest', async () => {
    const purpose = '省厅现场检查使用'
    await expect(pack({ purpose: ' ' })).rejects.toMatchObject({ code: 'people.purpose-required' })
    for (const role of ['office_head', 'unit_editor', 'auditor'] as const)
      await expect(pack({ purpose }, actorOf(role))).rejects.toMatchObject({ code: 'access.denied' })
    const { files, bytes } = await pack({ purpose })
    expect([...files.keys()].filter((path) => path.includes('签字盖章件') || path.includes('证明'))).toHaveLength(2)
    expect(wordsIn(files)).toContain('13812345678')
    expect((await rowsOf(files.get('目录.xlsx')!)).at(-1)![1]).toContain(purpose)
    const links = await place.deps.db
      .selectFrom('trail_event')
      .select(['action', 'after'])
      .where('action', 'like', 'inspection.%')
      .orderBy('seq')
      .execute()
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    expect(links).toMatchObject([
      { action: 'inspection.exported', after: { period: '2026年9月', phones: 'full', purpose } },
      { action: 'inspection.packed', after: { sha256 } },
    ])
  })

  it('tells a file that is damaged as such, and one that was erased as erased', async () => {
    const { deps } = place
    const files = await deps.db
      .selectFrom('stored_file')
      .select(['id', 'name'])
      .where('name', 'in', ['签字盖章件.png', '证明.png'])
      .orderBy('name')
      .execute()
    const [signed, proof] = files
    rmSync(pathOf(deps.dataDir, signed!.id))
    await deps.db
      .updateTable('stored_file')
      .set({ wrapped_key: null, erased_at: deps.clock.now() })
      .where('id', '=', proof!.id)
      .execute()
    const { files: packed } = await pack({ purpose: '省厅现场检查使用' })
    const listed = await rowsOf(packed.get('目录.xlsx')!)
    expect(listed.flatMap((row) => (row[4]?.startsWith('未收入') ? `${row[2]}｜${row[4]}` : []))).toEqual([
      expect.stringMatching(/^签字盖章件.*文件缺失或者损坏/u),
      '2026年第三季度报告｜未收入：尚未审定',
      expect.stringMatching(/^反馈材料.*已按规定删除/u),
    ])
  })

  it('of a quarter that still runs holds its months until today; one that has not begun is refused', async () => {
    const { files } = await pack({ of: { quarter: quarter('2026Q4') } })
    expect([...files.keys()].filter((path) => path.endsWith('.json'))).toHaveLength(3)
    expect((await rowsOf(files.get('目录.xlsx')!)).map((row) => row[4])).toContain('未收入：当月没有开展监测')
    await expect(pack({ of: { month: month('2026-11') } })).rejects.toMatchObject({
      code: 'inspection.month-in-future',
    })
  })
})

it.each([
  ['a/b\\c:d.png', 'a b c d.png'],
  ['..', '未命名'],
  ['../../etc/passwd', 'etc passwd'],
  ['说明. ', '说明'],
  ['报告\u202Egnp.exe', '报告 gnp.exe'],
  [`${'长'.repeat(200)}.pdf`, `${'长'.repeat(80)}.pdf`],
  ['临政公开办〔2026〕3号', '临政公开办〔2026〕3号'],
])('names a file so that every system takes it: %s', (given, expected) => {
  expect(fileNamed(given)).toBe(expected)
})

it('holds orders that were handled in the time, each with its proofs; masked, these are only listed, without their names', async () => {
  const checked = await checkedDistrict()
  await seedCalendar(checked.deps.db, checked.deps.wall.now())
  await checked.decide('confirm')
  const { id: findingId } = await checked.open()
  const at = (moment: string) => ({ ...checked.at(moment), ids: checked.deps.ids })
  const [october, november] = [at('2026-10-12T10:00:00+08:00'), at('2026-11-03T10:00:00+08:00')]
  const { id: orderId } = await draftOrder(october, supervisor, { districtId, findingIds: [findingId], form: 'notice' })
  const order = (version: number) => ({ districtId, orderId, version })
  await issueOrder(october, actorOf('office_head'), { ...order(1), number: '临政公开办〔2026〕1号' })
  await acknowledgeOrder(october, supervisor, order(2))
  await reportStopped(october, supervisor, { ...order(3), note: '已恢复更新' })
  const file = { name: '张三13812345678证明.png', bytes: blank }
  await reportFixed(october, supervisor, { ...order(4), note: '已发布，联系 13812345678', file })
  await recheckOrder(october, actorOf('reviewer'), { ...order(5), note: '已核对', passed: true })
  await closeOrder(november, supervisor, order(6))
  place = { ...checked, deps: at('2026-12-05T10:00:00+08:00') }
  const packed = async (of: string, purpose?: string) => {
    const { files } = await pack({ of: { month: month(of) }, ...(purpose && { purpose }) })
    const rows = await rowsOf(files.get('4 整改/整改台账.xlsx')!)
    return { files, orders: rows.slice(1), listed: await rowsOf(files.get('目录.xlsx')!) }
  }
  const masked = await packed('2026-11')
  expect(masked.orders).toHaveLength(1)
  for (const told of ['13812345678', '张三']) expect(wordsIn(masked.files)).not.toContain(told)
  expect(masked.listed.map((row) => `${row[2]}｜${row[4]}`)).toContainEqual(
    expect.stringMatching(/^报送整改情况材料：.*载有个人信息/u),
  )
  const full = await packed('2026-10', '省厅现场检查使用')
  const [proof] = [...full.files].filter(([path]) => path.includes('4 整改/证明材料'))
  expect(proof?.[0]).toContain('张三13812345678证明.png')
  expect(proof?.[1].equals(Buffer.from(blank))).toBe(true)
  expect((await packed('2026-12')).orders.map(([first]) => first)).toEqual(['没有记录'])
})
