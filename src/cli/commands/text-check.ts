import { systemClock } from '../../calendar/index.ts'
import {
  checkText,
  extractText,
  gateLabels,
  kindLabels,
  maskText,
  type NotChecked,
  seedLexicon,
  severityLabels,
  standardRules,
  type TextFinding,
} from '../../textcheck/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { dayOption } from '../days.ts'
import { defineTool } from '../command.ts'
import { readInput } from '../input.ts'

/** What a file says about itself: `checked` with its findings, or `unreadable` with the reason. */
type Outcome = {
  outcome: 'checked' | 'unreadable'
  why?: string
  findings: readonly TextFinding[]
  notChecked: readonly NotChecked[]
  masked?: string
}

/** Looks through a text without a database. Whatever the bytes are, there is an outcome. */
export const textCheck = defineTool({
  operands: '文件|-',
  summary: '检查一段文字（.txt、.docx、.html 或标准输入），不写入、不外传',
  options: { mask: { type: 'boolean' }, on: { type: 'string' } },
  optionHelp: { mask: '给出个人信息已脱敏的全文', on: '词库条目按这一天的有效期，默认今天' },
  async run({ out, json, values, positionals: [name = '-'] }) {
    const on = dayOption(values['on'], '--on') ?? systemClock().today()
    const bytes = await readInput(name)
    const checked = outcomeOf(() => {
      const { text, links, notChecked } = extractText(bytes, name)
      const check = checkText(text, { rules: standardRules, lexicons: seedLexicon(), on, links })
      const masked = values['mask'] === true ? { masked: maskText(text, check.findings) } : {}
      return { outcome: 'checked', ...check, notChecked: [...notChecked, ...check.notChecked], ...masked }
    })
    if (json) return out.result(JSON.stringify(checked))
    if (checked.outcome === 'checked' && checked.masked !== undefined) return out.result(checked.masked)
    return out.result(linesOf(checked).join('\n'))
  },
})

function outcomeOf(work: () => Outcome): Outcome {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const part = error.code === 'text.picture' ? 'images' : 'rest'
    return { outcome: 'unreadable', why: error.message, findings: [], notChecked: [{ part, why: error.message }] }
  }
}

function linesOf({ outcome, why, findings, notChecked }: Outcome): string[] {
  if (outcome === 'unreadable') return [`没有检查：${why}`]
  return [
    findings.length === 0 ? '没有发现问题。' : `发现 ${findings.length} 处，请逐处核对：`,
    ...findings.flatMap(findingLines),
    ...notChecked.map((part) => `没有检查：${part.why}`),
  ]
}

function findingLines(finding: TextFinding): string[] {
  const { paragraph, observed, suggestion, kind, gate, severity, why, source } = finding
  const change = suggestion === undefined ? '' : suggestion === '' ? ' → 删去' : ` → ${suggestion}`
  const what = observed === '' ? '（不显示）' : observed
  return [
    `第${paragraph}段　${severityLabels[severity]}　${gateLabels[gate]}·${kindLabels[kind]}　${what}${change}`,
    `　　${why}（依据：${source}）`,
  ]
}
