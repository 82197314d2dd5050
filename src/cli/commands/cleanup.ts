import { type ProposalDocument, proposalsOn } from '../../cleanup/index.ts'
import { dispositionLabels } from '../../registry/index.ts'
import { permit } from '../../access/index.ts'
import { defineCommand } from '../command.ts'
import { dayOption } from '../days.ts'

/**
 * Prints what the clean-up rules in force propose, with every reason; writes nothing. Of a day that was frozen it prints
 * what was said then, byte for byte.
 */
export const cleanupPropose = defineCommand({
  operands: '',
  summary: '提出清理整合建议',
  options: { 'as-of': { type: 'string' } },
  optionHelp: { 'as-of': '判定日期，默认今天' },
  async run({ deps, actor, out, json, values, district }) {
    const districtId = await district()
    permit(actor, 'cleanup.read', { districtId })
    const asOf = dayOption(values['as-of'], '--as-of') ?? deps.clock.today()
    const text = await proposalsOn(deps.db, { districtId, asOf, today: deps.clock.today() })
    if (json) {
      out.result(text)
      return
    }
    const document = JSON.parse(text) as ProposalDocument
    const lines = document.proposals
      .filter(({ disposition, needsReason, handover }) => handover || needsReason || disposition !== 'keep')
      .map(({ account, disposition, needsReason, handover, reasons }) => {
        const word = handover ? '移交线索' : disposition ? dispositionLabels[disposition] : ''
        const why = reasons.map(({ rule, says }) => `${rule} ${says}`).join(' ')
        return `${account.unit}　${account.name}　${word}${needsReason ? '（保留须说明理由）' : ''}　${why}`
      })
    out.result(
      [
        ...(document.computedFrom ? [document.computedFrom.note] : []),
        `${asOf}，账号 ${document.proposals.length} 个，需处置或说明理由 ${lines.length} 个。`,
        ...lines,
      ].join('\n'),
    )
  },
})
