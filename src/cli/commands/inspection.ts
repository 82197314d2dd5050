import { classLabels } from '../../monitoring/index.ts'
import {
  accountsWith,
  packFolder,
  readPeriod,
  rehearsalLevel,
  rehearsalLevelNames,
  rehearseCheck,
  tallies,
  writeFolder,
} from '../../superiors/index.ts'
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

/** Writes the folder of a month or quarter to a file, and prints where it lies. */
export const inspectionFolder = defineCommand({
  operands: '',
  summary: '导出迎检材料（.zip）',
  options: {
    month: { type: 'string' },
    quarter: { type: 'string' },
    out: { type: 'string' },
    purpose: { type: 'string' },
  },
  optionHelp: {
    month: '月份，如 2026-09',
    quarter: '季度，如 2026Q3；月份、季度写一个',
    out: '存放的文件',
    purpose: '写明用途的，收入完整联系方式、签字盖章件和责任人员姓名；不写的脱敏',
  },
  async run({ deps, actor, out, json, values, workplace, district }) {
    const { month, quarter, out: path, purpose } = values
    if (typeof path !== 'string') throw new UsageError('须用 --out 写明存放的文件，如 迎检材料.zip。')
    if ((month === undefined) === (quarter === undefined))
      throw new UsageError('请写明 --month 或者 --quarter，写一个。')
    const of = readPeriod(String(quarter ?? month))
    if (!of) throw new UsageError('--month 应写作 2026-09，--quarter 应写作 2026Q3。')
    const packed = await packFolder(
      deps,
      actor,
      {
        districtId: await district(),
        of,
        demo: workplace.demo,
        ...(typeof purpose === 'string' && { purpose }),
      },
      (step) => out.progress(step),
    )
    await writeFolder(packed, path)
    out.result(json ? JSON.stringify({ file: path, name: packed.fileName }) : path)
  },
})
