import { permit } from '../../access/index.ts'
import { listFromCollection, matchDocument } from '../../cleanup/index.ts'
import { defineCommand, UsageError } from '../command.ts'
import { dayOption } from '../days.ts'
import { readNamed } from '../input.ts'

/** Holds a list of found accounts, or what 系统采集 met, against the ledger and prints each match with its score and reasons; writes nothing. */
export const match = defineCommand({
  operands: '[FILE]',
  summary: '瞒报漏报核查：发现的账号与台账比对',
  options: { 'as-of': { type: 'string' }, 'from-collection': { type: 'boolean' } },
  optionHelp: {
    'as-of': '按这一天的台账比对，默认今天',
    'from-collection': '不读文件，比对系统采集中遇到的、台账中没有的账号',
  },
  async run(context) {
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
    if (json) {
      out.result(JSON.stringify(document))
      return
    }
    const lines = document.matches
      .filter(({ kind }) => kind !== 'matched')
      .map(({ discovered, label, score, reasons }) => `${discovered.name}　${label}　${score}分　${reasons.join('；')}`)
    out.result([`共 ${document.counts.rows} 行，与台账一致 ${document.counts.matched} 个。`, ...lines].join('\n'))
  },
})
