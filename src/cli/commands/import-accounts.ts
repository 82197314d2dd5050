import { readTables } from '../../documents/index.ts'
import type { ImportOutcome, UnknownUnit } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { unitKinds } from '../../vocabulary/units.ts'
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

function unknownUnit({ name, similar, guessedKind, rows, willBeCreated }: UnknownUnit): string {
  const alike = similar.length > 0 ? `，相近的有：${similar.join('、')}` : ''
  const kind = `单位类型按名称填“${unitKinds[guessedKind].label}”，请核对`
  return willBeCreated
    ? `新单位“${name}”（${rows} 行）${alike}。${kind}。`
    : `台账中没有单位“${name}”（${rows} 行）${alike}。确需建立请加 --create-units，${kind}。`
}

/** What would be written, a line an account. */
const plannedLines = ({ toCreate, toChange }: ImportOutcome): string[] => [
  ...toChange.map(
    (row) =>
      `变更 ${placeOf(row)}：${row.changes.map(({ label, before, after }) => `${label} ${before || '空'} → ${after || '空'}`).join('；')}`,
  ),
  ...toCreate.map((row) => `新增 ${placeOf(row)}${row.unitIsNew ? '（新单位）' : ''}`),
]

const placeOf = ({
  sheet,
  row,
  name,
  platform,
  unitName,
}: ImportOutcome['toCreate'][number] | ImportOutcome['toChange'][number]) =>
  `${sheet} 第 ${row} 行 ${name}（${platforms[platform].label}） ${unitName}`

async function printAccounts({ out, json }: CommandContext, outcome: ImportOutcome): Promise<ExitCode> {
  if (json) out.result(JSON.stringify(outcome))
  else {
    const [{ rejectedLines }, { sameSaid }] = await Promise.all([
      import('../said-cells.ts'),
      import('../../registry/index.ts'),
    ])
    for (const line of rejectedLines(outcome.rejected)) out.say(line)
    for (const line of sameSaid(outcome.notices)) out.say(`请留意：${line}`)
    for (const unit of outcome.unknownUnits) out.say(unknownUnit(unit))
    if (outcome.state === 'preview') for (const line of plannedLines(outcome)) out.say(line)
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
