import { classLabels } from '../../monitoring/index.ts'
import { accountsWith, rehearsalLevel, rehearsalLevelNames, rehearseCheck, tallies } from '../../superiors/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { defineCommand, UsageError } from '../command.ts'
import { monthOption } from '../days.ts'

/** Rehearses a superior's check of a month; prints the document with `--json`, the same data giving the same bytes. */
export const rehearse = defineCommand({
  operands: '',
  summary: '按上级的指标预演迎检，不写入任何结果',
  options: { month: { type: 'string' }, level: { type: 'string' } },
  optionHelp: { month: '月份，如 2026-09；当月未结束的按今天', level: `检查层级：${rehearsalLevelNames.join('、')}` },
  async run({ deps, actor, out, json, values, district }) {
    const level = rehearsalLevelNames.find((one) => one === (values['level'] ?? 'national'))
    if (!level) throw new UsageError(`--level 应为 ${rehearsalLevelNames.join('、')} 之一。`)
    const month = monthOption(values['month'])
    const document = await rehearseCheck(deps, actor, { districtId: await district(), month, level })
    if (json) return out.result(JSON.stringify(document))
    const found = accountsWith(document, 'fail')
    const lines = found.flatMap(({ unit, name, platform, results }) =>
      results.map(({ sentence = '' }) => `${unit}　${name}（${platforms[platform].label}）　${sentence}`),
    )
    const sums = tallies(document).map(
      ({ label, class: weighs, found: failed, unknown, untold, force, lacks }) =>
        `${label}（${classLabels[weighs]}）　查出 ${failed}　未采集 ${unknown}　没有资料 ${untold}${lacks ? '　没有设期限，不能预演' : force === 'draft' ? '　待确认口径，仅供预演' : ''}`,
    )
    return out.result(
      [
        `${rehearsalLevel(level).label}预演，监测时间点 ${document.checkpoint} 24:00，账号 ${document.accounts.length} 个，会被查出问题 ${found.length} 个，不是监测结论。`,
        ...sums,
        ...lines,
      ].join('\n'),
    )
  },
})
