export {
  type Discovered,
  type Match,
  type MatchKind,
  matchKindLabels,
  type MatchState,
  matchStateLabels,
} from './model.ts'
export { matchDocument, type MatchDocument, type MatchFile } from './match-document.ts'
export { decideMatch, type MatchDecisionInput } from './verbs/decide-match.ts'
export { type ListInput, matchList, type MatchedList } from './verbs/match-list.ts'
