import { readTables } from '../../documents/index.ts'
import type { ImportOutcome } from '../../registry/index.ts'
import { type CommandContext, defineCommand, type ExitCode } from '../command.ts'
import { readNamed } from '../input.ts'
import { writingHelp, writingOptions } from '../writing.ts'

/** Reads 附件2 from a file. Exit code 1 when nothing was written because cells were rejected. */
export const importAccountsCommand = defineCommand({
  operands: 'FILE',
  summary: '导入附件2（.xlsx、.xls）',
  options: { ...writingOptions, 'create-units': { type: 'boolean' }, unit: { type: 'string' } },
  optionHelp: { ...writingHelp, 'create-units': '台账中没有的单位一并建立', unit: '只属于这个单位（代码或全称）' },
  async ahead(given, signal) {
    const file = await readNamed(given)
    return { ...file, tables: await readTables(file.bytes, { fileName: file.fileName, signal }) }
  },
  async run(context, begun) {
    // Loaded while the file is being read: a fifth of a second that nobody waits for.
    const [{ importAccounts }, { unitNamed }] = await Promise.all([
      import('../../registry/index.ts'),
      import('./unit.ts'),
    ])
    const { deps, actor, values } = context
    const districtId = await context.district()
    const unit = await unitNamed(deps.db, districtId, values['unit'])
    const outcome = await importAccounts(deps, actor, {
      districtId,
      ...(await begun),
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
