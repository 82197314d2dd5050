import { formatDayZh } from '../../calendar/index.ts'
import type { Bound, ReportContent } from '../model.ts'
import { draftReport } from '../draft.ts'

/** 必有项 of published circulars (circular-skeleton, §2): what each is told by. */
const required: readonly { item: string; isTold: (runs: readonly Bound[], content: ReportContent) => boolean }[] = [
  { item: '期次', isTold: (_, { title, facts }) => title.join('').includes(`${facts.quarter.slice(0, 4)}年`) },
  { item: '依据句', isTold: (runs) => runs.some((run) => typeof run === 'object' && 'source' in run) },
  { item: '主送', isTold: (_, { addressee }) => addressee !== '' },
  {
    item: '截至日',
    isTold: (runs, { facts }) =>
      runs.some((run) => typeof run === 'object' && 'day' in run && run.text === formatDayZh(facts.cutOff)),
  },
  { item: '登记数', isTold: (runs) => says(runs, 'registered') },
  { item: '检查数与比例', isTold: (runs) => says(runs, 'judged') && says(runs, 'coverage') },
  { item: '合格、不合格数', isTold: (runs) => says(runs, 'qualified') && says(runs, 'unqualified') },
  { item: '合格率', isTold: (runs) => says(runs, 'rate') },
  { item: '问题分类', isTold: (runs) => says(runs, 'findings') },
  { item: '问题点名', isTold: (runs, { facts }) => facts.findings.every(({ unitName }) => names(runs, unitName)) },
  {
    item: '不合格点名',
    isTold: (runs, { facts }) =>
      facts.accounts.every(({ verdict, unitName }) => verdict !== 'unqualified' || names(runs, unitName)),
  },
]

const says = (runs: readonly Bound[], figure: string) =>
  runs.some((run) => typeof run === 'object' && 'figure' in run && run.figure === figure)
const names = (runs: readonly Bound[], name: string) =>
  runs.some((run) => typeof run === 'object' && 'name' in run && run.name === name)

const runsIn = ({ blocks }: ReportContent) =>
  blocks.flatMap((block) =>
    block.kind === 'paragraph' ? block.runs : block.kind === 'open-items' ? block.items.flat() : [],
  )

/** 必有项 that the draft of these facts tells and this content leaves out. Where there is no rate, none is missed. */
export function missingItems(content: ReportContent): string[] {
  const draft = draftReport(content.facts)
  const [told, drafted] = [runsIn(content), runsIn(draft)]
  return [
    ...required.filter(({ isTold }) => isTold(drafted, draft) && !isTold(told, content)).map(({ item }) => item),
    ...emptySections(content, draft),
  ]
}

// 工作要求 and every other part that the draft has words in.
function emptySections(content: ReportContent, draft: ReportContent): string[] {
  const isEmpty = (of: ReportContent, at: number) =>
    of.blocks[at + 1] === undefined || of.blocks[at + 1]!.kind === 'heading'
  const headings = ({ blocks }: ReportContent) =>
    blocks.flatMap((block, at) => (block.kind === 'heading' ? [{ text: block.text, at }] : []))
  const drafted = headings(draft)
  return headings(content)
    .filter(({ text, at }) => {
      const before = drafted.find((one) => one.text === text)
      return isEmpty(content, at) && before !== undefined && !isEmpty(draft, before.at)
    })
    .map(({ text }) => `“${text}”的内容`)
}
