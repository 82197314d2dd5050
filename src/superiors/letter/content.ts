import type { CivilDate, Instant } from '../../calendar/index.ts'
import type { Channel, PartState } from '../model.ts'

/** What the system itself knows of an account or unit that was named: the words, where they come from, as of when. */
export type KnownFact = { unitName: string; about: string; text: string; source: string; asOf: Instant }

export type UnitAnswer = {
  unitName: string
  asked: string[]
  /** Null: no answer of the unit had been checked when the letter was compiled. */
  answer: string | null
  answeredAt: Instant | null
  forUnit: boolean
  /** Where the unit's part stood when the letter was compiled; versions from before don't tell. */
  state?: PartState
}

/** The sections that the office writes itself. */
export const sectionLabels = { opening: '开头', result: '核查处理情况', next: '下一步工作' } as const
export type SectionName = keyof typeof sectionLabels
export type Sections = Record<SectionName, string>

/** What a 反馈函 says, as it was compiled or edited; docx and pdf print this and nothing else. */
export type LetterContent = {
  office: string
  addressee: string
  title: string
  asked: string
  channel: Channel
  channelName: string | null
  receivedAt: Instant
  dueAt: Instant
  sections: Sections
  /** Where numbers in the sections come from that stand nowhere else in the letter; '' where there are none. */
  ownSource: string
  answers: UnitAnswer[]
  facts: KnownFact[]
  compiledAt: Instant
  /** The day of the letter; of a draft the day it is looked at. */
  signedOn: CivilDate | null
  number: string | null
  /** Past the superior's hour when it was signed, in minutes. */
  lateBy: number
}
