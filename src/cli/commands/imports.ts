import { basename } from 'node:path'
import { readFile } from 'node:fs/promises'
import { permit } from '../../access/index.ts'
import { endOfDay, formatMinute } from '../../calendar/index.ts'
import { importPosts, latestImports, type PostImport, undoImport } from '../../collection/index.ts'
import { isUuid } from '../../database/index.ts'
import { importAccounts, type ImportOutcome } from '../../registry/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type CommandContext, defineCommand, type ExitCode, type ToolContext, UsageError } from '../command.ts'
import { dayOption } from './check.ts'
import { unitNamed } from './unit.ts'

const writingOptions = { 'dry-run': { type: 'boolean' }, 'accept-valid': { type: 'boolean' } } as const
const writingHelp = { 'dry-run': '只显示结果，不写入', 'accept-valid': '有问题的行不要，其余写入' }

/** Reads 附件2 from a file. Exit code 1 when nothing was written because cells were rejected. */
export const importAccountsCommand = defineCommand({
  words: 'import accounts',
  operands: 'FILE',
  summary: '导入附件2（.xlsx、.xls）',
  options: { ...writingOptions, 'create-units': { type: 'boolean' }, unit: { type: 'string' } },
  optionHelp: { ...writingHelp, 'create-units': '台账中没有的单位一并建立', unit: '只属于这个单位（代码或全称）' },
  async run(context) {
    const { deps, actor, values } = context
    const districtId = await context.district()
    const unit = await unitNamed(deps.db, districtId, values['unit'])
    const outcome = await importAccounts(deps, actor, {
      districtId,
      ...(await readNamed(context)),
      dryRun: values['dry-run'] === true,
      acceptValid: values['accept-valid'] === true,
      createUnits: values['create-units'] === true,
      ...(unit && { unitId: unit.id }),
    })
    return printAccounts(context, outcome)
  },
})

function printAccounts({ out, json }: CommandContext, outcome: ImportOutcome): ExitCode {
  if (json) out.result(JSON.stringify(outcome))
  else {
    for (const { sheet, row, column, found, wanted } of outcome.rejected)
      out.say(`${sheet} 第 ${row} 行 ${column}：填的是“${found}”，${wanted}`)
    for (const { name, similar, willBeCreated } of outcome.unknownUnits) {
      if (!willBeCreated)
        out.say(
          `台账中没有单位“${name}”${similar.length > 0 ? `，相近的有：${similar.join('、')}` : ''}。确需建立请加 --create-units。`,
        )
    }
    const { toCreate, toChange, unchanged, rejectedRows } = outcome
    out.result(
      `${recordWords[outcome.state]}新增 ${toCreate.length} 个，变更 ${toChange.length} 个，未变 ${unchanged} 个，不合要求 ${rejectedRows} 行。`,
    )
  }
  return outcome.state === 'held-back' ? 1 : 0
}

const recordWords: Readonly<Record<ImportOutcome['state'], string>> = {
  preview: '预览，未写入：',
  'held-back': '有不合要求的行或未登记的单位，全部未写入：',
  'nothing-to-write': '台账已是最新，无需写入：',
  written: '已写入：',
}

/** Reads a file that somebody handed over. Exit code 1 when nothing was written because rows were rejected. */
export const importPostsCommand = defineCommand({
  words: 'import posts',
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
    for (const { sheet, row, column, found, wanted } of imported.rejected)
      out.say(`${sheet} 第 ${row} 行 ${column}：填的是“${found}”，${wanted}`)
    const { rows, accounts, newPosts, knownPosts, newFigures, knownFigures, changedFigures } = imported.counts
    for (const { sheet, row, label } of imported.tables) out.say(`${sheet} 第 ${row} 行起：${label}`)
    const figures = newFigures + knownFigures + changedFigures
    const figuresText = `统计数据新增 ${newFigures} 项，已有 ${knownFigures} 项，数值不同 ${changedFigures} 项，`
    const words = { previewed: '预览，未写入：', rejected: '有不合要求的行，全部未写入：', written: '已写入：' }[
      imported.outcome
    ]
    out.result(
      `${words}读取 ${rows} 行，涉及 ${accounts} 个账号，新增发布 ${newPosts} 条，已有 ${knownPosts} 条，${figures > 0 ? figuresText : ''}不合要求 ${imported.rejected.length} 处。`,
    )
  }
  return imported.outcome === 'rejected' ? 1 : 0
}

/** Takes a whole import back. The number of an import is printed by `import posts --json` and by `import list`. */
export const undoImportCommand = defineCommand({
  words: 'import undo',
  operands: 'IMPORT',
  summary: '撤销一次采集文件的导入',
  options: { reason: { type: 'string' } },
  optionHelp: { reason: '撤销原因，记入留痕' },
  async run({ deps, actor, values, positionals, district, out, json }) {
    const importId = positionals[0] ?? ''
    if (!isUuid(importId)) throw refuse('record.not-found', { what: '导入' })
    const reason = typeof values['reason'] === 'string' ? values['reason'] : ''
    const taken = await undoImport(deps, actor, { districtId: await district(), importId, reason })
    const { fileName, takenPosts, keptPosts, samples, spans, figures } = taken
    const said = `已撤销“${fileName}”：撤回发布 ${takenPosts} 条、读数 ${samples} 个、采集时段 ${spans} 段、统计数据 ${figures} 项，其他来源也看到的 ${keptPosts} 条保留。`
    out.result(json ? JSON.stringify({ outcome: 'undone', importId, ...taken }) : said)
  },
})

/** The latest imports of files that were handed over, the newest first. */
export const listImportsCommand = defineCommand({
  words: 'import list',
  operands: '',
  summary: '列出最近 100 次采集文件的导入',
  options: {},
  async run({ deps, actor, district, out, json }) {
    const districtId = await district()
    permit(actor, 'posts.import', { districtId })
    const imports = await latestImports(deps.db, districtId, 100)
    if (json) out.result(JSON.stringify(imports))
    else
      for (const { id, fileName, state, createdAt, sha256 } of imports)
        out.result(
          `${id}　${formatMinute(createdAt)}　${state === 'undone' ? '已撤销' : '已写入'}　${fileName}　${sha256}`,
        )
  },
})

/** The file a command line names. Refuses `file.unreadable`. */
export async function readNamed({ positionals }: ToolContext): Promise<{ fileName: string; bytes: Uint8Array }> {
  const path = positionals[0] ?? ''
  try {
    return { fileName: basename(path), bytes: await readFile(path) }
  } catch (cause) {
    throw Object.assign(refuse('file.unreadable', { name: path }), { cause })
  }
}

function coversOption(value: string | boolean | undefined) {
  if (value === undefined) return undefined
  const [from, to] = typeof value === 'string' ? value.split('..').map((day) => dayOption(day, '--covers')) : []
  if (!from || !to) throw new UsageError('--covers 应写作 2026-07-01..2026-09-30 这样的形式。')
  return { from, to }
}
