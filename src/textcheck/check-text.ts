import type { CivilDate } from '../calendar/index.ts'
import type {
  Lexicon,
  NotChecked,
  Rule,
  RuleContext,
  Silenced,
  TextCheck,
  TextFinding,
  TextLink,
  TypoEngine,
} from './model.ts'
import { MOST_FINDINGS, settled } from './settled.ts'
import { paragraphsOf, type VisibleText, visibleText } from './visible-text.ts'

export type CheckOptions = {
  readonly rules: readonly Rule[]
  readonly lexicons?: Lexicon | undefined
  readonly typo?: TypoEngine | undefined
  readonly silenced?: Silenced | undefined
  /** The day on which entries of lists have to hold. */
  readonly on: CivilDate
  /** Links behind words of the text, as a page or paper had them. */
  readonly links?: readonly TextLink[]
}

/**
 * Looks through a text with rules, lists of words and, where there is one, the typo engine. Findings stand in the order
 * of the text; offsets are UTF-16 offsets into `text`. What was not looked at is told in `notChecked`.
 */
export function checkText(text: string, options: CheckOptions): TextCheck {
  const { rules, lexicons, typo, silenced, on, links = [] } = options
  const visible = visibleText(text)
  const found = [
    ...rules.flatMap((rule) => findingsOf(rule, { text, visible, context: { on, links } })),
    ...(lexicons?.find(visible.text, on) ?? []).map((finding) => stored(finding, visible)),
    ...(typo?.find(visible.text) ?? []).map((finding) => stored(finding, visible)),
  ]
  const paragraphOf = paragraphsOf(text)
  const findings = settled(found, text, silenced).map((one) => ({ ...one, paragraph: paragraphOf(one.start) }))
  const rest: NotChecked[] =
    findings.length < MOST_FINDINGS
      ? []
      : [{ part: 'rest', why: `问题过多，只列出最重要的 ${MOST_FINDINGS} 处，其余没有列出，请改正后再检查一次。` }]
  return { findings, notChecked: [...notChecked(visible.text, options), ...rest] }
}

type Reading = { readonly text: string; readonly visible: VisibleText; readonly context: RuleContext }

function findingsOf(rule: Rule, { text, visible, context }: Reading): TextFinding[] {
  const { id, kind, gate, severity, source, reads } = rule
  const read = reads === 'stored' ? text : visible.text
  return Array.from(rule.find(read, context), (found) => {
    const finding = { kind, gate, severity, source, rule: id, observed: read.slice(found.start, found.end), ...found }
    return reads === 'stored' ? finding : stored(finding, visible)
  })
}

const stored = (finding: TextFinding, visible: VisibleText): TextFinding => ({
  ...finding,
  start: visible.at(finding.start),
  // The place behind the last letter seen: unseen signs that follow it are not part of it.
  end: finding.end > finding.start ? visible.at(finding.end - 1) + 1 : visible.at(finding.end),
})

function notChecked(visible: string, { lexicons, typo }: CheckOptions): NotChecked[] {
  if (!/[\p{L}\p{N}]/u.test(visible)) return [{ part: 'empty', why: '没有可检查的文字。' }]
  return [
    ...(lexicons ? [] : [{ part: 'lexicons' as const, why: '没有启用词库，词语和固定表述未检查。' }]),
    ...(typo ? [] : [{ part: 'typos' as const, why: '没有启用错别字引擎，词库以外的错别字未检查。' }]),
  ]
}
