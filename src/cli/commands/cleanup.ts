import { proposeCleanup } from '../../cleanup/index.ts'
import { dispositionLabels } from '../../registry/index.ts'
import { permit } from '../../access/index.ts'
import { defineCommand } from '../command.ts'
import { dayOption } from './check.ts'

/** Prints what the clean-up rules in force propose, with every reason; writes nothing. */
export const cleanupPropose = defineCommand({
  words: 'cleanup propose',
  operands: '',
  summary: '提出清理整合建议',
  options: { 'as-of': { type: 'string' } },
  optionHelp: { 'as-of': '判定日期，默认今天' },
  async run({ deps, actor, out, json, values, district }) {
    const districtId = await district()
    permit(actor, 'cleanup.read', { districtId })
    const asOf = dayOption(values['as-of'], '--as-of') ?? deps.clock.today()
    const document = await proposeCleanup(deps.db, { districtId, asOf })
    if (json) {
      out.result(JSON.stringify(document))
      return
    }
    const lines = document.proposals
      .filter(({ disposition, needsReason, handover }) => handover || needsReason || disposition !== 'keep')
      .map(({ account, disposition, needsReason, handover, reasons }) => {
        const word = handover ? '移交线索' : disposition ? dispositionLabels[disposition] : ''
        const why = reasons.map(({ rule, says }) => `${rule} ${says}`).join(' ')
        return `${account.unit}　${account.name}　${word}${needsReason ? '（保留须说明理由）' : ''}　${why}`
      })
    out.result(
      [`${asOf}，账号 ${document.proposals.length} 个，需处置或说明理由 ${lines.length} 个。`, ...lines].join('\n'),
    )
  },
})
