export { checkText, type CheckOptions } from './check-text.ts'
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
export { standardRules } from './rules/index.ts'
export { standardTypoEngine } from './typo/load.ts'
