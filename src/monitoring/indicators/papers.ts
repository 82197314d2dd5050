import type { Clause } from './define.ts'

/** Papers that several indicators stand on, as they are cited. */
export const NOTICE = '《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》'
export const GUOBANFA_123 = '国办发〔2018〕123号'
export const GUOBAN_19 = '国办秘函〔2019〕19号'
export const LATER_ORDERS = '国办公开办后续部署'
export const GUOBAN_31 = '国办公开办函〔2021〕31号'
export const GUOBANHAN_12 = '国办函〔2026〕12号'

/** One place of one paper, with how surely it is known. */
export const clauseOf = (source: string, clause: string, certainty: Clause['certainty']): Clause => ({
  source,
  clause,
  certainty,
})
