import { type MessageSums, messageSums } from '../../engagement/index.ts'
import { dayOption, monthOption } from '../days.ts'
import { defineCommand } from '../command.ts'

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
