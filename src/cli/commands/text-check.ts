import { systemClock } from '../../calendar/index.ts'
import {
  checkText,
  type ExtractedText,
  extractText,
  gateLabels,
  kindLabels,
  maskText,
  type NotChecked,
  seedLexicon,
  severityLabels,
  standardRules,
  standardTypoEngine,
  type TextCheck,
  type TextFinding,
} from '../../textcheck/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { dayOption } from '../days.ts'
import { defineTool, type ToolContext } from '../command.ts'
import { readInput } from '../input.ts'

/** What a file says about itself: `checked` with its findings, or `unreadable` with the reason. */
type Outcome = {
  outcome: 'checked' | 'unreadable'
  why?: string
  findings: readonly TextFinding[]
  notChecked: readonly NotChecked[]
  masked?: string
}

/** Looks through a text without a database; where `--data` names one, as the district's lists and reviewers have it. Whatever the bytes are, there is an outcome. */
export const textCheck = defineTool({
  operands: '文件|-',
  summary: '检查一段文字（.txt、.docx、.html 或标准输入），不写入、不外传',
  options: { mask: { type: 'boolean' }, on: { type: 'string' } },
  optionHelp: {
    mask: '给出个人信息已脱敏的全文',
    on: '词库条目按这一天的有效期，默认今天',
  },
  async run(given) {
    const on = dayOption(given.values['on'], '--on') ?? systemClock().today()
    return print(given, ({ text, links }) =>
      checkText(text, { rules: standardRules, lexicons: seedLexicon(), typo: standardTypoEngine(), on, links }),
    )
  },
  async withData(given) {
    const { deps, actor, values } = given
    const [{ permit }, { checkForDistrict }] = await Promise.all([
      import('../../access/index.ts'),
      import('../../publishing/index.ts'),
    ])
    const districtId = await given.district()
    permit(actor, 'lexicons.read', { districtId })
    const on = dayOption(values['on'], '--on') ?? deps.clock.today()
    return print(given, ({ text, links }) => checkForDistrict(deps, districtId, { text, unitId: null, links, on }))
  },
})

type Check = (read: ExtractedText) => TextCheck | Promise<TextCheck>

async function print({ out, json, values, positionals: [name = '-'] }: ToolContext, check: Check): Promise<void> {
  const bytes = await readInput(name)
  const checked = await outcomeOf(async () => {
    const read = extractText(bytes, name)
    const { findings, notChecked } = await check(read)
    const masked = values['mask'] === true ? { masked: maskText(read.text, findings) } : {}
    return { outcome: 'checked', findings, notChecked: [...read.notChecked, ...notChecked], ...masked }
  })
  if (json) return out.result(JSON.stringify(checked))
  if (checked.outcome === 'checked' && checked.masked !== undefined) return out.result(checked.masked)
  return out.result(linesOf(checked).join('\n'))
}

async function outcomeOf(work: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await work()
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
  // What names a person is shown masked, which is also what should stand there.
  const instead = suggestion === '' ? '删去' : suggestion === observed ? '脱敏' : suggestion
  const change = instead === undefined ? '' : ` → ${instead}`
  const what = observed === '' ? '（不显示）' : observed
  return [
    `第${paragraph}段　${severityLabels[severity]}　${gateLabels[gate]}·${kindLabels[kind]}　${what}${change}`,
    `　　${why}（依据：${source}）`,
  ]
}
