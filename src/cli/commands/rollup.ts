import { coverageText, rateCell, rateText, rollupOf, usualMonth } from '../../rollup/index.ts'
import { defineCommand } from '../command.ts'
import { monthOption } from '../days.ts'

/** The numbers of the page 各地区汇总, counted now: of every district, or with `--as` of those below a city or province. */
export const rollup = defineCommand({
  operands: '',
  summary: '各地区汇总，按代码排列，不作排名',
  options: { month: { type: 'string' } },
  optionHelp: { month: '月份，如 2026-09；不写为上月' },
  async run({ deps, actor, out, json, values }) {
    const asked = values['month']
    const view = await rollupOf(deps, actor, { month: asked === undefined ? usualMonth(deps) : monthOption(asked) })
    if (json) return out.result(JSON.stringify(view))
    for (const { district, sent, figures } of view.rows) {
      const counted = figures.month?.counted ?? null
      out.result(
        `${district.id} ${district.name}${sent ? '（报送）' : ''}：${view.month} 合格率 ${rateText(rateCell(counted))}，采集覆盖率 ${coverageText(counted)}；登记 ${figures.ledger.registered} 个，未解决的问题 ${figures.problems} 个，整改未办结 ${figures.orders.open} 件，逾期 ${figures.orders.late} 件。`,
      )
    }
  },
})
