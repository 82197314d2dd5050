import { importMessages, type MessageSums, messageSums } from '../../engagement/index.ts'
import { defineCommand } from '../command.ts'
import { dayOption, monthOption } from '../days.ts'
import { readNamed } from '../input.ts'
import { rejectedLines } from '../said-cells.ts'
import { writingHelp, writingOptions } from '../writing.ts'

/** Sums of the messages asked in a month, by kind, unit and account; each adds up to the whole. */
export const messagesSums = defineCommand({
  operands: '',
  summary: '按月统计留言：按期、逾期、待答复、未核对、无效，按类别、单位、账号',
  options: { month: { type: 'string' }, 'as-of': { type: 'string' } },
  optionHelp: { month: '提问的月份，如 2026-09', 'as-of': '截至哪一天的办理情况，默认当月末或者今天' },
  async run({ deps, actor, values, district, out, json }) {
    const { asOf, all, byKind, byUnit, byAccount } = await messageSums(deps, actor, {
      districtId: await district(),
      month: monthOption(values['month']),
      asOf: dayOption(values['as-of'], '--as-of'),
    })
    if (json) {
      const named = (rows: typeof byUnit) => rows.map(([name, sums]) => ({ name, ...sums }))
      out.result(
        JSON.stringify({
          asOf,
          all,
          kinds: named(byKind),
          units: named(byUnit),
          accounts: named(byAccount),
        }),
      )
      return
    }
    out.result(line(`合计（截至 ${asOf}）`, all))
    for (const [name, sums] of [...byKind, ...byUnit, ...byAccount]) out.result(line(name, sums))
  },
})

const line = (name: string, sums: MessageSums) =>
  `${name}：${sums.asked} 条，按期 ${sums.onTime}，逾期答复 ${sums.late}，待答复 ${sums.open}，逾期未答复 ${sums.overdue}，未核对 ${sums.unlooked}；无效 ${sums.invalid}`

/** Imports a ledger of messages. Exit code 1 when nothing was written because rows were refused. */
export const messagesImport = defineCommand({
  operands: 'FILE',
  summary: '导入留言台账（.xlsx、.xls、.csv）',
  options: { ...writingOptions, 'looked-until': { type: 'string' } },
  optionHelp: { ...writingHelp, 'looked-until': '文件列全了各账号截至这一天的留言，如 2026-09-30' },
  async run(context) {
    const { deps, actor, values, out, json } = context
    const imported = await importMessages(deps, actor, {
      districtId: await context.district(),
      ...(await readNamed(context)),
      dryRun: values['dry-run'] === true,
      acceptValid: values['accept-valid'] === true,
      lookedUntil: dayOption(values['looked-until'], '--looked-until'),
    })
    const { outcome, importId, counts, looked, faults } = imported
    if (json) out.result(JSON.stringify({ outcome, importId, counts, looked, rejected: faults }))
    else {
      for (const said of rejectedLines(faults)) out.say(said)
      const words = { previewed: '预览，未写入：', refused: '有不合要求的行，全部未写入：', written: '已写入：' }[
        outcome
      ]
      out.result(
        `${words}读取 ${counts.rows} 行，新登记 ${counts.new} 条，补登答复 ${counts.answered} 条，已有 ${counts.known} 条，表内重复 ${counts.repeated} 条，不合要求 ${counts.refused} 行；已核对账号 ${looked} 个。`,
      )
    }
    return outcome === 'refused' ? 1 : 0
  },
})
