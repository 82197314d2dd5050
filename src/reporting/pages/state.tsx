import type { ReportState as State } from '../queries.ts'

const words = { final: '定稿', draft: '草稿', superseded: '已被新版取代' } as const
const marks = { final: 'pass', draft: 'pend', superseded: 'unkn' } as const

/** Where a version of a report stands. */
export const ReportState = ({ state }: { state: State }) => <span class={`st ${marks[state]}`}>{words[state]}</span>
