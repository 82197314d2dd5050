import type { District } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import type { ConfirmedFinding } from '../../monitoring/index.ts'
import type { ReportContent } from '../../reporting/index.ts'
import type { Dispatch } from '../model.ts'
import type { DispatchContent } from '../words/content.ts'

/** What a dispatch is drafted from; each variant takes what it needs. */
export type DraftFrom = {
  district: District
  issuer: string
  today: CivilDate
  feedback: DispatchContent['feedback']
  report?: ReportContent
  /** Chosen by hand, of one account. */
  findings?: readonly ConfirmedFinding[]
  /** The issued paper that is put right or taken back. */
  original?: Pick<Dispatch, 'title' | 'number' | 'issuedOn'>
  /** What stood, what holds, and why: of 更正 and 撤回. */
  change?: { stood: string; holds: string; reason: string }
  /** Whom an upward paper is for. */
  superior?: string
}

/** The words of a variant; what is the same for all is added when they are kept. */
export type Drafted = Pick<DispatchContent, 'title' | 'addressee' | 'blocks' | 'annexes'> & {
  feedback: DispatchContent['feedback']
}
export type Drafter = (from: DraftFrom) => Drafted

export const allUnits = '各镇（乡）人民政府、街道办事处、场，区政府各部门、各直属单位'
