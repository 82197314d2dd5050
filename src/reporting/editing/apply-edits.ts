import type { EditNote, ReportContent, SectionEdit } from '../model.ts'
import { proseFaults } from './prose.ts'
import { blocksOf, isWritten, type Section, sectionsOf } from './sections.ts'
import { readTemplate, type Tokens, tokensOf, writeTemplate } from './tokens.ts'

/**
 * Puts what the office wrote into a draft. A section whose edit names a thing that these facts no longer have, or says
 * what they contradict, stays as the draft says it; the edit is kept beside it, and a note says so. Same facts and same edits give the same content.
 */
export function applyEdits(draft: ReportContent, edits: readonly SectionEdit[]): ReportContent {
  if (edits.length === 0) return draft
  const tokens = tokensOf(draft)
  const sections = sectionsOf(draft.blocks)
  const notes: EditNote[] = []
  const bySection = new Map(edits.map((edit) => [edit.section, edit]))
  for (const { section } of edits)
    if (!sections.some(({ key }) => key === section)) notes.push({ section, kind: 'section-gone', what: '' })
  const written = sections.map((section) => {
    const edit = bySection.get(section.key)
    if (!edit || !isWritten(section)) return section
    const drafted = templatesOf(section, tokens)
    const { paragraphs, missing } = resolved(edit, section, drafted, tokens)
    if (missing.length > 0) {
      notes.push({ section: section.key, kind: 'word-gone', what: missing.join('、') })
      return section
    }
    const faults = paragraphs.flatMap(({ runs }) => proseFaults(draft.facts, runs))
    if (faults.length > 0) {
      notes.push({ section: section.key, kind: 'contradicts', what: faults.join('；') })
      return section
    }
    if (isOutdated(edit, drafted)) notes.push({ section: section.key, kind: 'draft-changed', what: '' })
    return { ...section, paragraphs }
  })
  return { ...draft, blocks: blocksOf(written), edits: [...edits], ...(notes.length > 0 && { editNotes: notes }) }
}

/** A section's paragraphs as a person edits them. */
export const templatesOf = ({ paragraphs }: Pick<Section, 'paragraphs'>, tokens: Tokens): string[] =>
  paragraphs.map(({ runs }) => writeTemplate(runs, tokens))

/** Paragraphs that nobody touched say what the draft says now; the others what was written. */
function resolved(edit: SectionEdit, section: Section, drafted: readonly string[], tokens: Tokens) {
  const { paragraphs, base, typed, by, at } = edit
  const read = paragraphs.map((text) => {
    const untouched = drafted.length === base.length ? base.indexOf(text) : -1
    if (untouched >= 0) return { runs: section.paragraphs[untouched]!.runs, missing: [] }
    return readTemplate(
      text,
      tokens,
      (one) => typed.find((kept) => kept.text === one.text && kept.typed === one.typed) ?? { ...one, by, at },
    )
  })
  return {
    paragraphs: read.map(({ runs }) => ({ kind: 'paragraph' as const, runs })),
    missing: [...new Set(read.flatMap(({ missing }) => missing))],
  }
}

/** Whether the draft has other words now than those that somebody wrote over. */
const isOutdated = ({ base, paragraphs }: SectionEdit, drafted: readonly string[]) =>
  drafted.length !== base.length || base.some((text, at) => text !== drafted[at] && !paragraphs.includes(text))
