import type { ReportBlock } from '../model.ts'

type Heading = Extract<ReportBlock, { kind: 'heading' }>
type Paragraph = Extract<ReportBlock, { kind: 'paragraph' }>

/**
 * What stands under one heading. The heading is fixed, and so is what is no paragraph (the chart, the list of what is open);
 * `after`: how many paragraphs stand before it.
 */
export type Section = {
  /** The headings it stands under, from the first level down; `` before the first heading. */
  key: string
  heading: Heading | undefined
  paragraphs: Paragraph[]
  fixed: { block: ReportBlock; after: number }[]
}

/** A report as its sections, in order. */
export function sectionsOf(blocks: readonly ReportBlock[]): Section[] {
  const sections: Section[] = [{ key: '', heading: undefined, paragraphs: [], fixed: [] }]
  let first = ''
  for (const block of blocks) {
    const section = sections.at(-1)!
    if (block.kind === 'heading') {
      if (block.level === 1) first = block.text
      sections.push({ key: keyOf(sections, first, block), heading: block, paragraphs: [], fixed: [] })
    } else if (block.kind === 'paragraph') section.paragraphs.push(block)
    else section.fixed.push({ block, after: section.paragraphs.length })
  }
  return sections.filter(({ heading, paragraphs, fixed }) => heading || paragraphs.length > 0 || fixed.length > 0)
}

// Two headings of the same words stay two sections.
function keyOf(sections: readonly Section[], first: string, { level, text }: Heading): string {
  const key = level === 1 ? text : `${first}/${text}`
  const same = sections.filter((section) => section.key.replace(/#\d+$/u, '') === key).length
  return same === 0 ? key : `${key}#${same + 1}`
}

/** The sections one after the other again. */
export const blocksOf = (sections: readonly Section[]): ReportBlock[] =>
  sections.flatMap(({ heading, paragraphs, fixed }) => {
    const last = paragraphs.length
    return [
      ...(heading ? [heading] : []),
      ...paragraphs.flatMap((paragraph, at) => [...standing(fixed, at), paragraph]),
      ...fixed.filter(({ after }) => after >= last).map(({ block }) => block),
    ]
  })

const standing = (fixed: Section['fixed'], at: number) =>
  fixed.filter(({ after }) => after === at).map(({ block }) => block)

/** A list that the program alone writes: what is still open is no matter of words. */
export const isWritten = ({ fixed }: Section): boolean => !fixed.some(({ block }) => block.kind === 'open-items')
