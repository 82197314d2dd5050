import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { permit } from '../../access/index.ts'
import { compileBulletin, printUnitSheet, readPeriod } from '../../bulletins/index.ts'
import { unitNamed } from './unit.ts'
import { defineCommand, UsageError } from '../command.ts'
import { monthOption } from '../days.ts'
import { writeFiles } from './report.ts'

/** Compiles a month's bulletin and writes docx, pdf and xlsx into a folder; prints their paths. */
export const bulletin = defineCommand({
  operands: '',
  summary: '编制月度监测简报',
  options: { month: { type: 'string' }, out: { type: 'string' } },
  optionHelp: { month: '月份，如 2026-09', out: '存放简报的文件夹' },
  async run({ deps, actor, out, json, values, workplace, district }) {
    const month = monthOption(values['month'])
    if (typeof values['out'] !== 'string') throw new UsageError('须用 --out 写明存放简报的文件夹。')
    const made = await compileBulletin(deps, actor, { districtId: await district(), month, demo: workplace.demo })
    const files = await writeFiles(values['out'], made.title, made.files)
    const { content, version } = made
    if (content.isDraft) out.say('当月尚有未复核的线索或没有办结，简报标注“草稿”。')
    out.result(
      json
        ? JSON.stringify({ month, version, draft: content.isDraft, counted: content.facts.counted, files })
        : files.join('\n'),
    )
  },
})

/** Writes one unit's sheet of a month or quarter as docx and pdf. */
export const unitSheet = defineCommand({
  operands: '单位',
  summary: '打印单位监测情况单',
  options: { month: { type: 'string' }, quarter: { type: 'string' }, out: { type: 'string' } },
  optionHelp: {
    month: '月份，如 2026-09',
    quarter: '季度，如 2026Q3；月份、季度写一个',
    out: '存放的文件夹',
  },
  async run({ deps, actor, out, json, values, positionals, workplace, district }) {
    const [wanted] = positionals
    if (wanted === undefined) throw new UsageError('须写明单位的名称或编号。')
    const said = [values['month'], values['quarter']].filter((one) => typeof one === 'string')
    if (said.length !== 1) throw new UsageError('--month、--quarter 须写一个。')
    if (typeof values['out'] !== 'string') throw new UsageError('须用 --out 写明存放的文件夹。')
    const districtId = await district()
    permit(actor, 'report.draft', { districtId })
    const period = readPeriod(String(said[0]))
    // A name was given, so there is one or it was refused.
    const { id: unitId } = (await unitNamed(deps.db, districtId, wanted))!
    await mkdir(values['out'], { recursive: true })
    const paths: string[] = []
    for (const format of ['docx', 'pdf'] as const) {
      const { bytes, name } = await printUnitSheet(deps, { districtId, unitId, period, format, demo: workplace.demo })
      const path = join(values['out'], name)
      await writeFile(path, bytes)
      paths.push(path)
    }
    out.result(json ? JSON.stringify({ unit: unitId, period, files: paths }) : paths.join('\n'))
  },
})
