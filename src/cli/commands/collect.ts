import { setTimeout as pause } from 'node:timers/promises'
import { collectDue, gapRuns, gapsOf, outcomeLabels, type Outcome, paced } from '../../collection/index.ts'
import { decisiveDaysOn } from '../../monitoring/index.ts'
import { openSender } from '../../outgoing/index.ts'
import { permit } from '../../access/index.ts'
import { formatMinute } from '../../calendar/index.ts'
import { monthOption } from '../days.ts'
import { accountNamed } from '../account.ts'
import { defineCommand, UsageError } from '../command.ts'

const EVERY_MS = 60_000

/** Looks at whatever is due and says what came of each look: every minute until stopped, beside any other worker, or once. */
export const collectRun = defineCommand({
  operands: '',
  summary: '采集到期的账号，每分钟一遍，按 Ctrl-C 结束',
  options: { once: { type: 'boolean' }, allow: { type: 'string' } },
  optionHelp: { once: '只采集一遍，采集完即结束', allow: '允许访问的内网主机，以逗号分隔' },
  async run({ deps, actor, out, json, values, district }) {
    const districtId = await district()
    const allow = typeof values['allow'] === 'string' ? values['allow'].split(',').map((host) => host.trim()) : []
    const sender = openSender({ allow: new Set(allow) })
    const stop = stopAsked()
    const work = {
      send: sender.send,
      atPace: paced({ atOnce: 2, betweenMs: 500 }),
      worker: deps.ids.next(),
      onDefect: (error: unknown) => out.say(`采集程序出错：${error instanceof Error ? error.message : String(error)}`),
      isStopping: () => stop.signal.aborted,
    }
    // What is under way is cut off, and nothing is said of its account.
    stop.signal.addEventListener('abort', () => void sender.close())
    try {
      for (;;) {
        const decisiveDays = await decisiveDaysOn(deps.db, districtId, deps.clock.today())
        const collected = await collectDue(deps, actor, districtId, { ...work, decisiveDays })
        if (values['once'] === true || collected.due > 0) tell(collected)
        if (values['once'] === true || stop.signal.aborted) return
        await pause(EVERY_MS, undefined, { signal: stop.signal }).catch(() => undefined)
      }
    } finally {
      stop.end()
      await sender.close()
    }

    function tell(collected: Awaited<ReturnType<typeof collectDue>>): void {
      if (json) return out.result(JSON.stringify({ ranAt: deps.wall.now(), ...collected }))
      const outcomes = Object.entries(collected.outcomes) as [Outcome, number][]
      const told = outcomes.map(([outcome, times]) => `${outcomeLabels[outcome]} ${times}`).join('，')
      for (const { account, source, outcome, why } of collected.targets)
        if (outcome !== 'ok' && outcome !== 'unchanged')
          out.say(`${account}　${source}　${outcomeLabels[outcome]}${why ? `，${why}` : ''}`)
      out.result(`到期 ${collected.due} 个，新增发布 ${collected.newPosts} 条。${told}`)
      const { waitsFor } = collected
      if (waitsFor) out.result(`维护时段（${waitsFor.reason}），到期的顺延到 ${formatMinute(waitsFor.to)} 以后采集。`)
    }
  },
})

/** Ctrl-C, or whoever ends programs, asks once: the round under way ends in order. */
function stopAsked(): { signal: AbortSignal; end(): void } {
  const asked = new AbortController()
  const stop = () => asked.abort()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
  return {
    signal: asked.signal,
    end: () => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop)
    },
  }
}

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
    const gaps = await gapsOf(deps.db, districtId, account.id, {
      month: monthOption(month),
      today: deps.clock.today(),
      now: deps.wall.now(),
    })
    if (json) return out.result(JSON.stringify(gaps))
    const lines = gapRuns(gaps.days).map(
      ({ from, to, why }) => `${from === to ? from : `${from} 至 ${to}`}　未采集　${why}`,
    )
    const { days, seen } = gaps.coverage
    return out.result([`${account.name}　${month}　${days} 天中已采集 ${seen} 天。`, ...lines].join('\n'))
  },
})
