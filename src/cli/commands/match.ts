import { permit } from '../../access/index.ts'
import { listFromCollection, matchDocument } from '../../cleanup/index.ts'
import { defineCommand, type ExitCode, UsageError } from '../command.ts'
import { dayOption } from '../days.ts'
import { readNamed } from '../input.ts'
import { rejectedLines } from '../said-cells.ts'

/**
 * Holds a list of found accounts, or what 系统采集 met, against the ledger and prints each match with its score and reasons;
 * writes nothing. Exit code 1 when rows were left out because they could not be read: the list is not wholly matched.
 */
export const match = defineCommand({
  operands: '[FILE]',
  summary: '瞒报漏报核查：发现的账号与台账比对',
  options: { 'as-of': { type: 'string' }, 'from-collection': { type: 'boolean' } },
  optionHelp: {
    'as-of': '按这一天的台账比对，默认今天',
    'from-collection': '不读文件，比对系统采集中遇到的、台账中没有的账号',
  },
  async run(context): Promise<ExitCode> {
    const { deps, actor, out, json, values } = context
    const districtId = await context.district()
    permit(actor, 'concealment.read', { districtId })
    const asOf = dayOption(values['as-of'], '--as-of') ?? deps.clock.today()
    if ((values['from-collection'] === true) === context.positionals.length > 0)
      throw new UsageError('应写作：./govmedia match FILE，或 ./govmedia match --from-collection。')
    const file =
      values['from-collection'] === true
        ? await listFromCollection(deps.db, districtId, asOf)
        : await readNamed(context)
    const document = await matchDocument(deps, actor, { districtId, ...file, asOf })
    const { rows, rejected, matched } = document.counts
    const code = rejected > 0 ? 1 : 0
    if (json) {
      out.result(JSON.stringify(document))
      return code
    }
    for (const line of rejectedLines(document.rejected.flatMap(({ faults }) => faults))) out.say(line)
    const lines = document.matches
      .filter(({ kind }) => kind !== 'matched')
      .map(({ discovered, label, score, reasons }) => `${discovered.name}　${label}　${score}分　${reasons.join('')}`)
    const leftOut = rejected > 0 ? `，不合要求、没有参加比对 ${rejected} 行` : ''
    out.result([`共 ${rows} 行，与台账一致 ${matched} 个${leftOut}。`, ...lines].join('\n'))
    return code
  },
})
