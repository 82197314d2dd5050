import { describe, expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { civilDate, instant } from '../../calendar/index.ts'
import { oneRow } from '../../database/index.ts'
import { qrPng } from '../../files/index.ts'
import { eventsOf, verifyTrail } from '../../trail/index.ts'
import { type TrailLine, trailLines } from '../../web/trail-words.ts'
import { beginClosing } from '../closing/index.ts'
import { listItems, readItem, waitingInCleanup } from '../items/queries.ts'
import { unfinishedCleanup } from '../items/unfinished.ts'
import { decideItem, freezeProposals, handInEvidence, startItem } from '../items/work.ts'
import { cleanupRecordWords } from '../record-words.ts'
import { sheetCode } from './code.ts'
import type { SeenOnPaper } from './model.ts'
import { readSheet, sheetScans, waitingSheets } from './queries.ts'
import { confirmSheet, sendSheetBack, withdrawSheet } from './verbs/confirm-sheet.ts'
import { makeSheet } from './verbs/make-sheet.ts'
import { takeSheetScan } from './verbs/take-scan.ts'

const [maker, checker, head] = [
  actorOf('supervisor', 'user:maker'),
  actorOf('supervisor', 'user:checker'),
  actorOf('office_head'),
]
const asOf = civilDate('2026-06-20')
const whole: SeenOnPaper = { signed: true, sealed: true, matches: true }

/** Three stopped accounts: 关停 decided of one, 保留 of another, nothing of the third; by default on a sheet that was made. */
async function district({ made = true } = {}) {
  const place = await monitoredDistrict()
  const deps = place.at('2026-06-20T01:00:00.000Z')
  const unit = await place.unit('临湖区水务局', { kind: 'civil_managed_institution' })
  for (const name of ['临湖水务', '临湖节水', '临湖河长'])
    await place.account(unit, name, { platform: 'weibo', certified_entity: '临湖区水务局' })
  await deps.db.updateTable('account').set({ operating_status: 'stopped' }).execute()
  await freezeProposals(deps, actorOf('supervisor', 'user:proposer'), { districtId, asOf })
  const items = async () => (await listItems(deps.db, { districtId }, asOf, { offset: 0, limit: 9 })).rows
  const item = async (name: string) => (await items()).find(({ accountName }) => accountName === name)!
  const here = async (name: string) => {
    const { id, version } = await item(name)
    return { districtId, itemId: id, version }
  }
  const decide = async (name: string, disposition: 'close' | 'keep') =>
    decideItem(deps, head, { ...(await here(name)), disposition, reason: '核实', dueOn: civilDate('2026-07-10') })
  await decide('临湖水务', 'close')
  await decide('临湖节水', 'keep')
  const sheetId = made ? (await makeSheet(deps, maker, { districtId, asOf })).id : ''
  const sheet = async () => (await readSheet(deps.db, districtId, sheetId))!
  const at = async () => ({ districtId, sheetId, version: (await sheet()).version })
  const upload = async (actor = maker, code?: string) =>
    takeSheetScan(deps, actor, {
      ...(await at()),
      name: '审定表.png',
      bytes: await qrPng(code ?? sheetCode(await sheet())),
    })
  const confirm = async (actor = checker, seen = whole) => confirmSheet(deps, actor, { ...(await at()), seen })
  const editor = { ...actorOf('unit_editor'), unitId: unit }
  const start = async () => startItem(deps, editor, await here('临湖水务'))
  return { ...place, deps, items, item, here, decide, sheetId, sheet, at, upload, confirm, editor, start }
}

const saidIn = (lines: readonly TrailLine[]): string[] =>
  lines.flatMap(({ label, words, inside }) => [label, ...words.split('、'), ...saidIn(inside)])

describe('审定表 that is made', () => {
  it('takes what was decided of a day, leaves out what was not, and is numbered', async () => {
    const { sheet, item, sheetId } = await district()
    const { number, state, content } = await sheet()
    expect([number, state]).toEqual([1, 'printed'])
    expect(content.rows.map(({ cells }) => [cells[0], cells[2]?.[0], cells[5]?.[0]])).toEqual([
      [['1'], '临湖节水', '保留'],
      [['2'], '临湖水务', '关停'],
    ])
    expect(await item('临湖水务')).toMatchObject({ sheetId, sheetNumber: 1, sheetState: 'printed' })
    expect(await item('临湖河长')).toMatchObject({ sheetId: null })
  })

  it('keeps what it froze, whatever is decided afterwards; that goes on the next one', async () => {
    const { deps, sheet, decide } = await district()
    const before = await sheet()
    await decide('临湖河长', 'close')
    expect(await sheet()).toEqual(before)
    const next = await makeSheet(deps, maker, { districtId, asOf })
    const { number, content } = (await readSheet(deps.db, districtId, next.id))!
    expect([number, content.rows.map(({ cells }) => cells[2]?.[0])]).toEqual([2, ['临湖河长']])
    await expect(makeSheet(deps, maker, { districtId, asOf })).rejects.toMatchObject({ code: 'sheet.nothing-decided' })
  })

  it('leaves out what is carried out already, also where only the closing was begun', async () => {
    const { deps, editor, item } = await district({ made: false })
    const { accountId } = await item('临湖水务')
    await beginClosing(deps, editor, { districtId, accountId })
    const { id } = await makeSheet(deps, maker, { districtId, asOf })
    const { content } = (await readSheet(deps.db, districtId, id))!
    expect(content.rows.map(({ cells }) => cells[2]?.[0])).toEqual(['临湖节水'])
  })

  it('is the office’s: no unit makes one', async () => {
    const { deps, editor } = await district({ made: false })
    await expect(makeSheet(deps, editor, { districtId, asOf })).rejects.toMatchObject({ code: 'access.denied' })
  })
})

describe('what stands on 审定表', () => {
  it('is carried out only after signature and seal were confirmed', async () => {
    const { deps, start, here, editor, item, upload, confirm } = await district()
    const refused = { code: 'cleanup.sheet-unsigned' }
    const handIn = async () =>
      handInEvidence(deps, editor, {
        ...(await here('临湖水务')),
        note: '已公告',
        file: { name: 'a.png', bytes: await qrPng('a') },
      })
    const { accountId } = await item('临湖水务')
    for (const step of [start, handIn, () => beginClosing(deps, editor, { districtId, accountId })])
      await expect(step()).rejects.toMatchObject(refused)
    await upload()
    await expect(start()).rejects.toMatchObject(refused)
    await confirm()
    await start()
    expect((await item('临湖水务')).state).toBe('executing')
    await beginClosing(deps, editor, { districtId, accountId })
  })

  it('is not held against the unit while the office has not signed', async () => {
    const { deps, upload, confirm, item } = await district()
    const { unitId } = await item('临湖水务')
    const owed = async () => ({
      unfinished: await unfinishedCleanup(deps.db, districtId, {
        since: instant('2026-06-01T00:00:00.000Z'),
        before: instant('2026-12-31T00:00:00.000Z'),
        today: civilDate('2026-07-11'),
      }),
      underWay: (await oneRow(deps.db, waitingInCleanup({ districtId, unitId }))).underWay,
    })
    // 临湖河长 waits for the unit's word, and nothing else does.
    expect(await owed()).toEqual({ unfinished: [{ unitId, items: 1 }], underWay: 0 })
    await upload()
    await confirm()
    expect(await owed()).toEqual({ unfinished: [{ unitId, items: 2 }], underWay: 1 })
  })

  it('is decided and carried out by itself where no sheet was made', async () => {
    const { start, item } = await district({ made: false })
    await start()
    expect((await item('临湖水务')).state).toBe('executing')
  })

  it('is free again when the sheet is withdrawn, with a reason', async () => {
    const { deps, start, at, sheet } = await district()
    await expect(withdrawSheet(deps, maker, { ...(await at()), reason: ' ' })).rejects.toMatchObject({
      code: 'sheet.reason-required',
    })
    await withdrawSheet(deps, maker, { ...(await at()), reason: '漏列一项' })
    expect(await sheet()).toMatchObject({ state: 'withdrawn', reason: '漏列一项' })
    await start()
  })
})

describe('the signed sheet', () => {
  it('of another printing is refused, and nothing is kept', async () => {
    const { deps, upload, sheet, sheetId, count } = await district()
    const own = await sheet()
    const other = { ...own.content, rows: own.content.rows.slice(1) }
    await expect(upload(maker, sheetCode({ ...own, content: other }))).rejects.toMatchObject({
      code: 'sheet.scan-differs',
    })
    await expect(upload(maker, sheetCode({ ...own, id: deps.ids.next() }))).rejects.toMatchObject({
      code: 'sheet.scan-other',
    })
    expect([await count('stored_file'), await sheetScans(deps.db, districtId, sheetId)]).toEqual([0, []])
    expect((await sheet()).state).toBe('printed')
  })

  it.each([
    ['who made it', () => maker, () => checker],
    ['who brought the scan', () => checker, () => checker],
    ['who decided', () => maker, () => head],
  ])('is not confirmed by %s', async (_who, uploader, confirmer) => {
    const { upload, confirm, sheet } = await district()
    await upload(uploader())
    await expect(confirm(_who === 'who made it' ? maker : confirmer())).rejects.toMatchObject({
      code: 'access.maker-is-checker',
    })
    expect((await sheet()).state).toBe('scanned')
  })

  it('is confirmed piece by piece: signature, seal, content', async () => {
    const { deps, upload, confirm, sheet, sheetId } = await district()
    await expect(confirm()).rejects.toMatchObject({ code: 'sheet.action-not-allowed' })
    await upload()
    for (const missing of ['signed', 'sealed', 'matches'])
      await expect(confirm(checker, { ...whole, [missing]: false })).rejects.toMatchObject({ code: 'sheet.not-signed' })
    await confirm()
    expect(await sheet()).toMatchObject({ state: 'signed', confirmedBy: checker.id })
    const events = await eventsOf(deps.db, districtId, { kind: 'decision-sheet', id: sheetId })
    expect(events.map(({ action }) => action).toSorted()).toEqual([
      'decision-sheet.refused',
      'sheet.confirm',
      'sheet.made',
      'sheet.upload',
    ])
    const words = events.flatMap(({ before, after }) =>
      [before, after].flatMap((record) => saidIn(trailLines(record, cleanupRecordWords['decision-sheet']))),
    )
    expect(words).toEqual(expect.arrayContaining(['审定表号', '待签字盖章', '已签字盖章', '二维码数']))
    expect(words.filter((word) => /^[a-z][a-z_-]*$/iu.test(word))).toEqual([])
    expect(await verifyTrail(deps.db, districtId)).toMatchObject([{ whole: true }])
    for (const step of [upload, confirm])
      await expect(step()).rejects.toMatchObject({ code: 'sheet.action-not-allowed' })
  })

  it('with fewer pages than were printed is confirmed by who answers for the others', async () => {
    const { deps, upload, confirm, sheet } = await district()
    await upload()
    expect((await sheet()).printedPages).toBe(1)
    await deps.db.updateTable('decision_sheet').set({ printed_pages: 41 }).execute()
    await expect(confirm()).rejects.toMatchObject({
      code: 'sheet.pages-missing',
      params: { printed: 41, received: 1 },
    })
    await confirm(checker, { ...whole, missingPages: '其余40页已核对纸质原件' })
    expect(await sheet()).toMatchObject({ state: 'signed', missingPages: '其余40页已核对纸质原件' })
  })

  it('of which one page was scanned twice lacks the other', async () => {
    const { deps, upload, confirm, sheet, at } = await district()
    await upload(maker, sheetCode(await sheet(), 1))
    await deps.db.updateTable('decision_sheet').set({ printed_pages: 2 }).execute()
    const again = { name: '再扫.png', bytes: await qrPng(sheetCode(await sheet(), 1), 400) }
    await takeSheetScan(deps, maker, { ...(await at()), ...again })
    await expect(confirm()).rejects.toMatchObject({ code: 'sheet.pages-missing', params: { printed: 2, received: 1 } })
    await upload(maker, sheetCode(await sheet(), 2))
    await confirm()
  })

  it('is not taken twice as the same file', async () => {
    const { upload, sheetId, deps } = await district()
    await upload()
    await expect(upload()).rejects.toMatchObject({ code: 'scan.same-file' })
    expect(await sheetScans(deps.db, districtId, sheetId)).toHaveLength(1)
  })

  it('waits on the workbench, and for nobody who had a hand in it', async () => {
    const { deps, upload, confirm } = await district()
    const waiting = async (who: { id: string }) => oneRow(deps.db, waitingSheets(districtId, who.id))
    expect(await waiting(checker)).toEqual({ toSign: 1, toCheck: 0 })
    await upload()
    expect(await waiting(checker)).toEqual({ toSign: 0, toCheck: 1 })
    for (const one of [maker, head]) expect(await waiting(one)).toEqual({ toSign: 0, toCheck: 0 })
    await confirm()
    expect(await waiting(checker)).toEqual({ toSign: 0, toCheck: 0 })
  })

  it('without a seal goes back, its scan aside, and may come again', async () => {
    const { deps, upload, confirm, sheet, sheetId, at } = await district()
    await upload()
    await sendSheetBack(deps, checker, { ...(await at()), reason: '未加盖公章' })
    expect(await sheet()).toMatchObject({ state: 'printed', reason: '未加盖公章' })
    expect(await sheetScans(deps.db, districtId, sheetId)).toEqual([])
    await upload()
    await confirm()
  })

  it('is not overwritten by who saw an older page', async () => {
    const { deps, upload, at, item } = await district()
    const seen = await at()
    await upload()
    await expect(withdrawSheet(deps, maker, { ...seen, reason: '重制' })).rejects.toMatchObject({
      code: 'record.changed-meanwhile',
    })
    expect((await readItem(deps.db, districtId, (await item('临湖水务')).id))!.sheetState).toBe('scanned')
  })
})
