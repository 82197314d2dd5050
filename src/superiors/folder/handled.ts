import { dayOf, endOfDay, formatMinute, quarterZh, startOfDay } from '../../calendar/index.ts'
import type { BookRow } from '../../documents/index.ts'
import {
  circularLevels,
  type Circular,
  listCirculars,
  listOrders,
  listReminders,
  namedIn as namedInCircular,
  orderActionLabels,
  type OrderRow,
  orderStateLabels,
  orderSteps,
  printOrder,
  reminderOrigins,
} from '../../rectification/index.ts'
import { findReport, reportVersions } from '../../reporting/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { maskedLetter, printLetter } from '../letter/print-letter.ts'
import { lettersOf } from '../letter/queries.ts'
import { channelLabels, type Item, itemStateLabels, partStateLabels } from '../model.ts'
import { listItems, partsOf, stepsOf } from '../queries.ts'
import { fileNamed, type FolderContext, type Piece, serial, sheetPiece, storedPiece, whole, wordsIn } from './piece.ts'

const MOST = 100_000

/** 整改: orders of the time, those handled in it and those still open, what was done with each; papers and proofs name people. */
export async function* orderPieces(context: FolderContext): AsyncGenerator<Piece> {
  const { deps, districtId, from, to, purpose, demo } = context
  const { rows } = await listOrders(deps.db, { districtId }, { offset: 0, limit: MOST })
  const orders: HandledOrder[] = []
  for (const order of rows) {
    const { id, issuedOn, state } = order
    if (issuedOn === null || issuedOn > to) continue
    const steps = await orderSteps(deps.db, districtId, id)
    if (issuedOn >= from || isOpen(state) || steps.some(({ at }) => dayOf(at) >= from)) orders.push({ ...order, steps })
  }
  orders.sort((one, other) => (`${one.issuedOn}${one.id}` < `${other.issuedOn}${other.id}` ? -1 : 1))
  const folder = '4 整改'
  yield sheetPiece(
    `${folder}/整改台账.xlsx`,
    '整改台账',
    [
      ['发文字号', 24],
      ['单位', 26],
      ['账号', 30],
      ['问题', 30],
      ['下达', 12],
      ['反馈期限', 12],
      ['办理情况', 14],
      ['催办次数', 10],
    ],
    orders.map((one): BookRow => [
      one.number ?? '',
      one.unitName,
      one.accounts.join('、'),
      one.labels.join('、'),
      one.issuedOn ?? '',
      one.feedbackBy ?? '',
      orderStateLabels[one.state],
      one.reminders,
    ]),
  )
  yield sheetPiece(
    `${folder}/办理情况.xlsx`,
    '整改办理情况',
    [
      ['发文字号', 24],
      ['单位', 26],
      ['时间', 17],
      ['事项', 18],
      ['情况', 60],
      ['证明材料', 30],
    ],
    orderStepRows(context, orders),
  )
  for (const [at, order] of orders.entries()) {
    const path = `${folder}/整改通知/${serial(at)} ${fileNamed(`${order.number} ${order.unitName}`)}.pdf`
    const what = `整改通知：${order.unitName}`
    if (purpose === null) yield { path, what, leftOut: '载有责任人员姓名，脱敏导出不收入' }
    else yield whole(path, what, (await printOrder(deps, districtId, order, { format: 'pdf', demo })).bytes)
    for (const { version, fileId, fileName, action } of order.steps)
      if (fileId !== null && action !== 'draft')
        yield await storedPiece(context, `${folder}/证明材料`, {
          fileId,
          what: `${orderActionLabels[action]}材料：${order.unitName}`,
          lead: `${serial(at)}-${version} ${order.unitName}`,
          name: fileName ?? '',
          personal: true,
        })
  }
}

type HandledOrder = OrderRow & { steps: Awaited<ReturnType<typeof orderSteps>> }

const isOpen = (state: OrderRow['state']) => !['closed', 'withdrawn', 'upheld'].includes(state)

function* orderStepRows(context: FolderContext, orders: readonly HandledOrder[]): Generator<BookRow> {
  for (const { number, unitName, steps } of orders)
    for (const { at, action, note, fileName } of steps)
      if (action !== 'draft')
        yield [
          number ?? '',
          unitName,
          formatMinute(at),
          orderActionLabels[action],
          wordsIn(context, note),
          // Who proved something often stands in the file's name.
          fileName === null ? '' : context.purpose === null ? '有' : fileName,
        ]
}

/** 提醒, counted. */
export async function* reminderPieces(context: FolderContext): AsyncGenerator<Piece> {
  const { deps, districtId, from, to } = context
  const range = { since: startOfDay(from), offset: 0, limit: MOST }
  const { rows } = await listReminders(deps.db, { districtId }, range)
  const own = rows.filter(({ sentAt }) => sentAt <= endOfDay(to)).toReversed()
  const threshold = own.filter(({ origin }) => origin === 'threshold').length
  yield sheetPiece(
    '5 提醒/提醒.xlsx',
    '提醒',
    [
      ['时间', 17],
      ['单位', 28],
      ['账号', 28],
      ['来由', 12],
      ['内容', 60],
    ],
    [
      ...own.map((one): BookRow => [
        formatMinute(one.sentAt),
        one.unitName,
        one.accountName && one.platform ? `${one.accountName}（${platforms[one.platform].label}）` : '',
        reminderOrigins[one.origin],
        wordsIn(context, one.note),
      ]),
      ['合计', '', '', '', `更新预警 ${threshold} 次，人工提醒 ${own.length - threshold} 次`],
    ],
  )
}

/** 季度报告: the versions that were taken as final, as they were printed. */
export async function* reportPieces(context: FolderContext): AsyncGenerator<Piece> {
  const { deps, districtId, quarters } = context
  for (const quarter of quarters) {
    const versions = (await reportVersions(deps.db, districtId, quarter)).filter(({ state }) => state !== 'draft')
    if (versions.length === 0)
      yield { path: `6 季度报告/${quarter}`, what: `${quarterZh(quarter)}报告`, leftOut: '尚未审定' }
    for (const { id, version } of versions.toReversed()) {
      const report = await findReport(deps.db, districtId, id)
      for (const [format, fileId] of Object.entries(report?.files ?? {}).toSorted(([one], [other]) =>
        one < other ? -1 : 1,
      ))
        yield await storedPiece(context, '6 季度报告', {
          fileId,
          what: `${quarterZh(quarter)}报告（第${version}版）`,
          lead: quarter,
          name: `第${version}版.${format}`,
          personal: false,
        })
    }
  }
}

/** 上级通报 of the time, with their files. */
export async function* circularPieces(context: FolderContext): AsyncGenerator<Piece> {
  const { deps, districtId, from, to } = context
  const { rows } = await listCirculars(deps.db, districtId, { search: '', offset: 0, limit: MOST })
  // What was entered by mistake says nothing of anybody.
  const own = rows
    .filter(({ issuedOn, withdrawnAt }) => withdrawnAt === null && issuedOn >= from && issuedOn <= to)
    .toReversed()
  yield sheetPiece(
    '7 上级通报/上级通报.xlsx',
    '上级通报',
    [
      ['日期', 12],
      ['层级', 8],
      ['通报机关', 26],
      ['标题', 40],
      ['文号', 22],
      ['扣分', 8],
      ['单位', 26],
      ['账号', 26],
      ['通报内容', 40],
    ],
    circularRows(context, own),
  )
  for (const [at, { fileId, title, fileName }] of own.entries())
    yield await storedPiece(context, '7 上级通报', {
      fileId,
      what: `上级通报：${wordsIn(context, title)}`,
      lead: serial(at),
      name: fileName,
      personal: false,
    })
}

async function* circularRows(context: FolderContext, circulars: readonly Circular[]): AsyncGenerator<BookRow> {
  for (const one of circulars)
    for (const named of await namedInCircular(context.deps.db, context.districtId, one.id))
      yield [
        one.issuedOn,
        circularLevels[one.level],
        one.issuer,
        wordsIn(context, one.title),
        one.number ?? '',
        one.pointsDeducted ? '是' : '否',
        named.unitName,
        named.accountName && named.platform ? `${named.accountName}（${platforms[named.platform].label}）` : '',
        wordsIn(context, named.note),
      ]
}

/** 上级交办 of the time, and those from before that were sent in it or are still open, with their feedback: answers, signed letters; proofs of units may name people. */
export async function* itemPieces(context: FolderContext): AsyncGenerator<Piece> {
  const { deps, districtId, from, to, purpose, demo } = context
  const { rows } = await listItems(deps.db, { districtId }, { offset: 0, limit: MOST })
  const items = rows
    .filter(
      ({ receivedAt, sentAt, state }) =>
        state !== 'withdrawn' && dayOf(receivedAt) <= to && dayOf(sentAt ?? endOfDay(to)) >= from,
    )
    .toSorted((one, other) => Date.parse(one.receivedAt) - Date.parse(other.receivedAt) || (one.id < other.id ? -1 : 1))
  const folder = '8 上级交办'
  yield sheetPiece(
    `${folder}/上级交办.xlsx`,
    '上级交办',
    [
      ['收到', 17],
      ['交办机关', 26],
      ['方式', 20],
      ['事项', 34],
      ['要求', 40],
      ['时限', 17],
      ['办理情况', 12],
      ['报送', 17],
      ['单位', 26],
      ['反馈情况', 16],
      ['单位反馈', 50],
    ],
    itemRows(context, items),
  )
  for (const [at, item] of items.entries()) {
    const under = `${folder}/${serial(at)} ${fileNamed(wordsIn(context, item.title))}`
    const signed = (await lettersOf(deps.db, districtId, item.id)).find(({ content }) => content.signedOn !== null)
    if (signed)
      for (const format of ['pdf', 'docx'] as const) {
        const { bytes, name } = await printLetter(deps, purpose === null ? maskedLetter(signed) : signed, {
          format,
          demo,
        })
        yield whole(`${under}/${fileNamed(name)}`, `反馈函：${wordsIn(context, item.title)}`, bytes)
      }
    for (const { fileId, step, serial: place, name } of (await stepsOf(deps.db, districtId, item.id)).files)
      yield await storedPiece(context, under, {
        fileId,
        what: step === 1 ? `交办文件：${wordsIn(context, item.title)}` : `反馈材料：${wordsIn(context, item.title)}`,
        lead: `${step}-${place}`,
        name,
        personal: step > 1,
      })
  }
}

async function* itemRows(context: FolderContext, items: readonly Item[]): AsyncGenerator<BookRow> {
  for (const item of items)
    for (const { unitName, state, answer } of await partsOf(context.deps.db, context.districtId, item.id))
      yield [
        formatMinute(item.receivedAt),
        item.issuer,
        [channelLabels[item.channel], item.channelName].filter(Boolean).join(' '),
        wordsIn(context, item.title),
        wordsIn(context, item.asked),
        formatMinute(item.dueAt),
        itemStateLabels[item.state],
        item.sentAt ? formatMinute(item.sentAt) : '',
        unitName,
        partStateLabels[state],
        wordsIn(context, answer),
      ]
}
