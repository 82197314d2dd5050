import type { ReportContent } from './model.ts'

/** Who compiled this version, and whose words stand in it. */
export const makersOf = ({ createdBy, content }: { createdBy: string; content: ReportContent }): string[] => [
  ...new Set([
    createdBy,
    ...(content.edits ?? []).flatMap(({ by, others = [], typed }) => [by, ...others, ...typed.map((one) => one.by)]),
  ]),
]
