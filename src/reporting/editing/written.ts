import type { Instant } from '../../calendar/index.ts'
import type { ReportContent, SectionEdit, TypedNumber } from '../model.ts'
import { draftReport } from '../draft.ts'
import { templatesOf } from './apply-edits.ts'
import { proseFaults } from './prose.ts'
import { isWritten, type Section, sectionsOf } from './sections.ts'
import { readTemplate, type Tokens, tokensOf, writeTemplate } from './tokens.ts'

/** A section as it came from the form. */
export type TypedSection = { section: string; paragraphs: readonly string[] }

/** Where a text can't be kept: the section, its paragraph from 0, and what is wrong. */
export type TextFault = { section: string; at: number; where: string; says: string }

/** A paragraph of an official paper that is longer than this is none; it fills five pages. */
export const mostOfAParagraph = 4_000

/** What of a report can be written: each section of its draft with the texts that stand in it now. */
export type WritableSection = {
  section: Section
  /** As they stand in this version. */
  texts: string[]
  /** As the draft of these facts says it. */
  drafted: string[]
  edit: SectionEdit | undefined
}

/** The sections of a version, in order, and what may be bound in them. */
export function writableSections(content: ReportContent): { sections: WritableSection[]; tokens: Tokens } {
  const draft = draftReport(content.facts)
  const tokens = tokensOf(draft)
  const drafted = new Map(sectionsOf(draft.blocks).map((section) => [section.key, section]))
  return {
    tokens,
    sections: sectionsOf(content.blocks).map((section) => ({
      section,
      texts: section.paragraphs.map(({ runs }) => writeTemplate(runs, tokens)),
      drafted: templatesOf(drafted.get(section.key) ?? { paragraphs: [] }, tokens),
      edit: content.edits?.find((edit) => edit.section === section.key),
    })),
  }
}

/**
 * The edits of a version after somebody sent its form, and what of it can't be kept. A section that says what the draft says
 * is no edit; one that says what it said before stays whose it was.
 */
export function writtenEdits(
  content: ReportContent,
  typed: readonly TypedSection[],
  { by, at }: { by: string; at: Instant },
): { edits: SectionEdit[]; faults: TextFault[] } {
  const { sections, tokens } = writableSections(content)
  const faults: TextFault[] = []
  const edits = sections
    .filter(({ section }) => isWritten(section))
    .flatMap(({ section, texts, drafted, edit }): SectionEdit[] => {
      const own = typed.find(({ section: key }) => key === section.key)
      const paragraphs = own ? linesOf(own.paragraphs) : texts
      // What found no place this time is kept as long as nobody writes here anew.
      if (isSame(paragraphs, texts)) return edit ? [edit] : []
      if (isSame(paragraphs, drafted)) return []
      const read = paragraphs.map((text) => readTemplate(text, tokens, (one) => firstTyped(edit, one, { by, at })))
      for (const [place, { runs, faults: found }] of read.entries()) {
        const long = paragraphs[place]!.length > mostOfAParagraph
        const says = [
          ...(long ? [`这一段有${paragraphs[place]!.length}字，最多${mostOfAParagraph}字，请分成几段`] : []),
          ...found,
          ...(found.length === 0 ? proseFaults(content.facts, runs) : []),
        ]
        const where = `${section.heading?.text ?? '开头'}第${place + 1}段`
        faults.push(...says.map((one) => ({ section: section.key, at: place, where, says: one })))
      }
      const numbers = read.flatMap(({ runs }) => runs).filter((run) => typeof run === 'object' && 'typed' in run)
      const others = writersBefore(edit).filter((who) => who !== by)
      const written = { section: section.key, paragraphs, base: drafted, by, at, typed: numbers }
      return [{ ...written, ...(others.length > 0 && { others }) }]
    })
  return { edits: [...edits, ...away(content, sections)], faults }
}

// A comma makes nobody else's sentence one's own.
const writersBefore = (edit: SectionEdit | undefined) => (edit ? [...new Set([edit.by, ...(edit.others ?? [])])] : [])

// A section that these facts don't have keeps its edit until they have it again.
const away = ({ edits = [] }: ReportContent, sections: readonly WritableSection[]) =>
  edits.filter((edit) => !sections.some(({ section }) => section.key === edit.section))

/** Who typed a number first, with this reason, typed it. */
const firstTyped = (
  edit: SectionEdit | undefined,
  { text, typed }: { text: string; typed: string },
  who: { by: string; at: Instant },
): TypedNumber => edit?.typed.find((one) => one.text === text && one.typed === typed) ?? { text, typed, ...who }

// A line end starts a paragraph, and an empty one is none.
export const linesOf = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => text.split(/\r?\n/u)).flatMap((line) => line.trim() || [])

const isSame = (one: readonly string[], other: readonly string[]) => one.join('\n') === other.join('\n')
