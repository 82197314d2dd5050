import { runCheck } from '../../monitoring/index.ts'
import { defineCommand } from '../command.ts'
import { dayOption, monthOption } from '../days.ts'

/** Judges every account of a month and prints the document of INTERFACES “check --json”; the same data gives the same bytes. */
export const check = defineCommand({
  operands: '',
  summary: '开展月度监测',
  options: { month: { type: 'string' }, 'as-of': { type: 'string' }, incremental: { type: 'boolean' } },
  optionHelp: {
    month: '月份，如 2026-09',
    'as-of': '监测时间点；当月尚未结束时必填',
    incremental: '只检变动账号：情况没有变化的沿用上次结果，输出与全部重新判定相同',
  },
  async run({ deps, actor, out, json, values, district }) {
    const document = await runCheck(deps, actor, {
      districtId: await district(),
      month: monthOption(values['month']),
      asOf: dayOption(values['as-of'], '--as-of'),
      incremental: values['incremental'] === true,
      onProgress: (step) => out.progress(step),
    })
    if (json) {
      out.result(JSON.stringify(document))
      return
    }
    const { coverage, accounts, checkpoint } = document
    const of = (verdict: string) => accounts.filter((account) => account.verdict === verdict).length
    out.result(
      `监测时间点 ${checkpoint} 24:00。登记 ${coverage.registered} 个，判定 ${coverage.judged} 个，未采集 ${coverage.unknown} 个。` +
        `系统判定合格 ${of('qualified')} 个，疑似不合格 ${of('unqualified')} 个（未经人工复核，不得作为通报、整改和考核依据）。`,
    )
  },
})
