import { collectDue, gapsOf, outcomeLabels, type Outcome, paced } from '../../collection/index.ts'
import { openSender } from '../../outgoing/index.ts'
import { permit } from '../../access/index.ts'
import { monthOption } from '../days.ts'
import { accountNamed } from '../account.ts'
import { defineCommand, UsageError } from '../command.ts'

/** Looks at whatever is due, once, and says what came of each look. */
export const collectRun = defineCommand({
  operands: '',
  summary: '采集一遍到期的账号',
  options: { once: { type: 'boolean' }, allow: { type: 'string' } },
  optionHelp: { once: '采集完到期的即结束（默认）', allow: '允许访问的内网主机，以逗号分隔' },
  async run({ deps, actor, out, json, values, district }) {
    const districtId = await district()
    const allow = typeof values['allow'] === 'string' ? values['allow'].split(',').map((host) => host.trim()) : []
    const sender = openSender({ allow: new Set(allow) })
    try {
      const work = { send: sender.send, atPace: paced({ atOnce: 2, betweenMs: 500 }), worker: deps.ids.next() }
      const collected = await collectDue(deps, actor, districtId, work)
      if (json) return out.result(JSON.stringify({ ranAt: deps.wall.now(), ...collected }))
      const outcomes = Object.entries(collected.outcomes) as [Outcome, number][]
      const told = outcomes.map(([outcome, times]) => `${outcomeLabels[outcome]} ${times}`).join('，')
      for (const { account, source, outcome, why } of collected.targets)
        if (outcome !== 'ok' && outcome !== 'unchanged')
          out.say(`${account}（${source}）：${outcomeLabels[outcome]}${why ? `，${why}` : ''}`)
      return out.result(`到期 ${collected.due} 个，新增发布 ${collected.newPosts} 条。${told}`)
    } finally {
      await sender.close()
    }
  },
})

/** Prints, for one account and month, which day was seen by whom, and why not where nobody saw it. */
export const collectGaps = defineCommand({
  operands: '',
  summary: '查看一个账号一个月的采集缺口',
  options: { account: { type: 'string' }, month: { type: 'string' } },
  optionHelp: { account: '账号名称或编号', month: '月份，如 2026-09' },
  async run({ deps, actor, out, json, values, district }) {
    const districtId = await district()
    permit(actor, 'sources.read', { districtId })
    const { account: name, month } = values
    if (typeof name !== 'string' || typeof month !== 'string') throw new UsageError('请写明 --account 和 --month。')
    const account = await accountNamed(deps.db, districtId, name)
    const gaps = await gapsOf(deps.db, districtId, account.id, { month: monthOption(month), today: deps.clock.today() })
    if (json) return out.result(JSON.stringify(gaps))
    const lines = gaps.days
      .filter(({ seenBy }) => seenBy.length === 0)
      .map(({ day, tried }) => {
        const why = tried
          .map(({ source, outcome, times }) => `${source} ${outcomeLabels[outcome]} ${times} 次`)
          .join('，')
        return `${day}　未采集　${why || '未安排采集'}`
      })
    const { days, seen } = gaps.coverage
    return out.result([`${account.name}　${month}　${days} 天中已采集 ${seen} 天。`, ...lines].join('\n'))
  },
})
