import { endOfDay } from '../../calendar/index.ts'
import { importPosts, type PostImport } from '../../collection/index.ts'
import { type CommandContext, defineCommand, type ExitCode, UsageError } from '../command.ts'
import { dayOption } from '../days.ts'
import { readNamed } from '../input.ts'
import { rejectedLines } from '../said-cells.ts'
import { writingHelp, writingOptions } from '../writing.ts'

/** Reads a file that somebody handed over. Exit code 1 when nothing was written because rows were rejected. */
export const importPostsCommand = defineCommand({
  operands: 'FILE',
  summary: '导入采集文件：发布数据、公众号后台导出、文章导出、榜单（.csv、.xlsx、.xls、.json）',
  options: {
    ...writingOptions,
    covers: { type: 'string' },
    'collected-on': { type: 'string' },
    'correct-times': { type: 'boolean' },
    account: { type: 'string' },
  },
  optionHelp: {
    ...writingHelp,
    covers: '文件完整覆盖的日期，如 2026-07-01..2026-09-30',
    'collected-on': '采集日期，默认今天',
    'correct-times': '已登记内容的发布时间以本文件为准更正',
    account: '表中没有账号列时，是哪个账号的数据（台账中的全称或编号）',
  },
  async run(context) {
    const { deps, actor, values } = context
    const covers = coversOption(values['covers'])
    const collectedOn = dayOption(values['collected-on'], '--collected-on')
    const imported = await importPosts(deps, actor, {
      districtId: await context.district(),
      ...(await readNamed(context)),
      dryRun: values['dry-run'] === true,
      acceptValid: values['accept-valid'] === true,
      correctTimes: values['correct-times'] === true,
      ...(covers && { covers }),
      ...(typeof values['account'] === 'string' && { account: values['account'] }),
      ...(collectedOn && { collectedAt: endOfDay(collectedOn) }),
    })
    return printPosts(context, imported)
  },
})

function printPosts({ out, json }: CommandContext, imported: PostImport): ExitCode {
  if (json) out.result(JSON.stringify(imported))
  else {
    for (const line of rejectedLines(imported.rejected)) out.say(line)
    const { rows, accounts, newPosts, knownPosts, repeated, newFigures, knownFigures, changedFigures } = imported.counts
    for (const { sheet, row, label, note } of imported.tables)
      out.say(`${sheet} 第 ${row} 行起：${label}${note ? `。${note}` : ''}`)
    const figures = newFigures + knownFigures + changedFigures
    const figuresText = `统计数据新增 ${newFigures} 项，已有 ${knownFigures} 项，数值不同 ${changedFigures} 项，`
    const words = { previewed: '预览，未写入：', rejected: '有不合要求的行，全部未写入：', written: '已写入：' }[
      imported.outcome
    ]
    if (imported.outcome === 'rejected')
      out.say('请更正后重新导入；加 --accept-valid 的，不合要求的行不写入，其余写入。')
    out.result(
      `${words}读取 ${rows} 行，涉及 ${accounts} 个账号，新增发布 ${newPosts} 条，已有 ${knownPosts} 条，${repeated > 0 ? `表内重复 ${repeated} 条，` : ''}${figures > 0 ? figuresText : ''}不合要求 ${imported.rejected.length} 处。`,
    )
  }
  return imported.outcome === 'rejected' ? 1 : 0
}

function coversOption(value: string | boolean | undefined) {
  if (value === undefined) return undefined
  const [from, to] = typeof value === 'string' ? value.split('..').map((day) => dayOption(day, '--covers')) : []
  if (!from || !to) throw new UsageError('--covers 应写作 2026-07-01..2026-09-30 这样的形式。')
  return { from, to }
}
