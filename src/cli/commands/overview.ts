import { overviewOf } from '../../overview/index.ts'
import { defineCommand } from '../command.ts'

const perCent = (share: number | null) => (share === null ? '无' : `${(share / 10).toFixed(1)}%`)

/** The numbers of the page 全区总览, counted now. */
export const overview = defineCommand({
  operands: '',
  summary: '全区总览',
  options: {},
  async run({ deps, actor, out, json, district }) {
    const view = await overviewOf(deps, actor, { districtId: await district() })
    if (json) {
      out.result(JSON.stringify(view))
      return
    }
    const { register, now, month, replies, orders, problems, trend } = view
    out.result(
      `截至 ${view.asOf}：登记 ${register.registered} 个，在运营 ${register.running} 个；应检 ${now.monitored} 个，已采集 ${now.seen} 个，未采集 ${now.unseen} 个。`,
    )
    out.result(
      `超过期限未更新 ${now.overdue} 个，更新预警 ${now.warned} 个（未经人工复核，不得作为通报、整改和考核依据）。`,
    )
    if (month) {
      const { qualified, unqualified, pending, unknown } = month.verdicts
      out.result(
        `${month.month} 判定：合格 ${qualified} 个，不合格 ${unqualified} 个，待复核 ${pending} 个，暂不判定 ${unknown} 个。`,
      )
    }
    out.result(
      `${replies.from} 以来留言 ${replies.asked} 条：按期答复 ${replies.onTime}，逾期答复 ${replies.late}，待答复 ${replies.open}，逾期未答复 ${replies.overdue}，未核对 ${replies.unlooked}。`,
    )
    out.result(`整改未办结 ${orders.open} 件，已逾期 ${orders.late} 件；未解决的问题 ${problems.total} 个。`)
    out.result(`合格率：${trend.map(({ quarter, rate }) => `${quarter} ${perCent(rate)}`).join('，')}。`)
  },
})
