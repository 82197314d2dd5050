import type { Desk } from '../desk.ts'

/** 稿件署名: who wrote, who reviewed, who signed. */
export type Bylines = { author: string; reviewers: string[]; signer: string | null }

export const bylineWords = ({ author, reviewers, signer }: Bylines): string[] => [
  `撰稿：${author}`,
  ...(reviewers.length > 0 ? [`审核：${reviewers.join('、')}`] : []),
  ...(signer === null ? [] : [`签发：${signer}`]),
]

/** 署名 from the round that approved the text, or from the present one. */
export function bylinesOf({ manuscript, text, steps, names }: Desk): Bylines {
  const round = manuscript.approvedRound ?? manuscript.round
  const signed = steps
    .filter((step) => step.round === round)
    .map((step) => [...new Set(step.gates.flatMap(({ signedBy }) => signedBy ?? []))].map((id) => names.get(id) ?? ''))
  const signer = manuscript.approvedRound === null ? null : (signed.at(-1)?.join('、') ?? null)
  const reviewers = manuscript.approvedRound === null ? signed.flat() : signed.slice(0, -1).flat()
  return { author: text.author, reviewers: [...new Set(reviewers)], signer }
}
