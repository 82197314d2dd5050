export { checkText, type CheckOptions } from './check-text.ts'
export { type ExtractedText, extractText } from './extract/index.ts'
export { gateLabels, kindLabels, severityLabels } from './labels.ts'
export { compileLexicon, type LexiconEntry, seedEntries, seedLexicon } from './lexicons/index.ts'
export { maskText } from './mask.ts'
export type {
  FindingKind,
  Gate,
  Lexicon,
  NotChecked,
  Rule,
  Severity,
  Silenced,
  TextCheck,
  TextFinding,
  TextLink,
  TypoEngine,
} from './model.ts'
export { writtenAddresses } from './rules/addresses.ts'
export { standardRules } from './rules/index.ts'
export { standardTypoEngine } from './typo/load.ts'
export type { ListLine } from './thread/messages.ts'
export { type KeptList, standardTextChecker, textChecker, type TextChecker } from './thread/index.ts'
