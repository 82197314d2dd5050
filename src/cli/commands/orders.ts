import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { permit } from '../../access/index.ts'
import {
  isLate,
  listOrders,
  orderStateLabels,
  orderStates,
  printOrder,
  unresolvedOrders,
} from '../../rectification/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { defineCommand, UsageError } from '../command.ts'
import { dayOption } from '../days.ts'

const MOST = 10_000

/** Lists orders, or those that were not met by a day: what the next circular names again. */
export const ordersList = defineCommand({
  operands: '',
  summary: '列出整改通知',
  options: { state: { type: 'string' }, unresolved: { type: 'boolean' }, 'as-of': { type: 'string' } },
  optionHelp: {
    state: `办理情况：open（未办结）、late（已逾期），或 ${orderStates.join('、')}`,
    unresolved: '只列仍未整改合格的（逾期或复查不合格）',
    'as-of': '仍未整改合格的，截至这一天，默认今天',
  },
  async run({ deps, actor, out, json, values, district }) {
    const districtId = await district()
    permit(actor, 'orders.read', { districtId })
    if (values['unresolved'] === true) {
      const asOf = dayOption(values['as-of'], '--as-of') ?? deps.clock.today()
      const orders = await unresolvedOrders(deps.db, districtId, asOf)
      const lines = orders.map(
        ({ number, unitName, accounts, labels, feedbackBy, failed }) =>
          `${number}　${unitName}　${accounts.join('、')}　${labels.join('、')}　${failed ? '复查不合格' : `${feedbackBy}到期未整改`}`,
      )
      const text = [`截至${asOf}，仍未整改合格 ${orders.length} 件。`, ...lines].join('\n')
      return out.result(json ? JSON.stringify({ district: districtId, asOf, orders }) : text)
    }
    const asked = values['state']
    const state = asked === 'open' ? asked : orderStates.find((one) => one === asked)
    if (asked !== undefined && asked !== 'late' && state === undefined)
      throw new UsageError(`--state 应为 open、late，或 ${orderStates.join('、')}。`)
    const now = deps.clock.now()
    const lateAt = asked === 'late' ? now : undefined
    const { rows } = await listOrders(deps.db, { districtId }, { state, lateAt, offset: 0, limit: MOST })
    const orders = rows.map((row) => ({
      id: row.id,
      number: row.number,
      unit: row.unitName,
      state: row.state,
      class: row.class,
      accounts: row.accounts,
      problems: row.labels,
      issuedOn: row.issuedOn,
      stopBy: row.stopBy,
      feedbackBy: row.feedbackBy,
      late: isLate(row, now),
      reminders: row.reminders,
      escalated: row.escalatedAt !== null,
    }))
    if (json) return out.result(JSON.stringify({ district: districtId, orders }))
    const lines = orders.map(
      ({ number, unit, state: stands, feedbackBy, late, problems }) =>
        `${number ?? '（草稿）'}　${unit}　${problems.join('、')}　${orderStateLabels[stands]}${late ? '，已逾期' : ''}　${feedbackBy ? `${feedbackBy}前反馈` : ''}`,
    )
    return out.result([`整改通知 ${orders.length} 件。`, ...lines].join('\n'))
  },
})

/** Prints one order, by its number, into a folder as docx and pdf; prints their paths. */
export const ordersPrint = defineCommand({
  operands: '发文字号',
  summary: '打印整改通知',
  options: { out: { type: 'string' } },
  optionHelp: { out: '存放文件的文件夹' },
  async run({ deps, actor, out, json, values, positionals, workplace, district }) {
    const districtId = await district()
    permit(actor, 'orders.read', { districtId })
    const [number] = positionals
    const folder = values['out']
    if (number === undefined) throw new UsageError('请写明发文字号，如“临政公开办〔2026〕3号”。')
    if (typeof folder !== 'string') throw new UsageError('须用 --out 写明存放文件的文件夹。')
    const { rows } = await listOrders(deps.db, { districtId }, { search: number, offset: 0, limit: MOST })
    const order = rows.find((row) => row.number === number)
    if (!order) throw refuse('record.not-found', { what: `整改通知“${number}”` })
    await mkdir(folder, { recursive: true })
    const files: string[] = []
    for (const format of ['docx', 'pdf'] as const) {
      const { bytes, name } = await printOrder(deps, districtId, order, { format, demo: workplace.demo })
      const path = join(folder, name)
      await writeFile(path, bytes)
      files.push(path)
    }
    out.result(json ? JSON.stringify({ number, files }) : files.join('\n'))
  },
})
