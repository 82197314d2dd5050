import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { quarter } from '../../calendar/index.ts'
import { compileReport } from '../../reporting/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { defineCommand, UsageError } from '../command.ts'

/** Compiles a quarter's report and writes docx, pdf and xlsx into a folder; prints their paths. */
export const report = defineCommand({
  operands: '',
  summary: '编制季度监测报告',
  options: { quarter: { type: 'string' }, out: { type: 'string' } },
  optionHelp: { quarter: '季度，如 2026Q3', out: '存放报告的文件夹' },
  async run({ deps, actor, out, json, values, workplace, district }) {
    const wanted = String(values['quarter'] ?? '')
    if (!/^\d{4}Q[1-4]$/.test(wanted)) throw refuse('report.quarter-unreadable', { found: wanted })
    if (typeof values['out'] !== 'string') throw new UsageError('须用 --out 写明存放报告的文件夹。')
    const compiled = await compileReport(
      deps,
      actor,
      { districtId: await district(), quarter: quarter(wanted), demo: workplace.demo },
      (step) => out.progress(step),
    )
    const paths = await writeFiles(values['out'], compiled.title, compiled.files)
    const { content, version } = compiled
    if (compiled.stage === 'draft') out.say('尚有未复核的线索或未办结的月份，报告标注“草稿”。')
    if (compiled.stage === 'review') out.say('报告尚待负责人审定，各页标注“送审稿”。')
    out.result(
      json
        ? JSON.stringify({
            quarter: wanted,
            version,
            draft: content.isDraft,
            counted: content.facts.counted,
            files: paths,
          })
        : paths.join('\n'),
    )
  },
})

/** Writes the three files under the report's title and answers their paths. */
export async function writeFiles(folder: string, title: string, files: Record<string, Uint8Array>): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const written: string[] = []
  for (const [format, bytes] of Object.entries(files)) {
    const path = join(folder, `${title}.${format}`)
    await writeFile(path, bytes)
    written.push(path)
  }
  return written
}
