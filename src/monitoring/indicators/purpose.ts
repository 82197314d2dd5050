import { type AccountFacts, type Judgement, notApplicable } from './define.ts'

/** N-NM-04: the two weeks bind accounts that publish. Purely 办事 accounts are looked at for usability instead. */
export const servesOnly = ({ purpose }: AccountFacts): boolean => purpose.confirmed && purpose.purpose === 'service'

export const notJudgedByUpdates = notApplicable('办事类账号，不以发布更新判定')

/** Says in the evidence which purpose decided, and whether the office had confirmed it. */
export const withPurpose = ({ purpose }: AccountFacts, judgement: Judgement): Judgement => ({
  ...judgement,
  facts: { ...judgement.facts, purpose: purpose.purpose, purposeConfirmed: purpose.confirmed },
})
