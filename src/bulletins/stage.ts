import { type ReportContent, stageOf } from '../reporting/index.ts'
import type { BulletinState } from './queries.ts'

/** 草稿, 送审稿 or none, by the report's one meaning of them. */
export const stageOfBulletin = (state: BulletinState, content: Pick<ReportContent, 'isDraft'>) =>
  stageOf(state === 'released' ? 'final' : state, content)
