export { type Answers, readAnswer } from './answer.ts'
export { accountForms, formsAsked } from './asked.ts'
export { bearsPaperCode, codeText, contentHash, type PaperCode, readCode } from './code.ts'
export { annex1Form, yesNo, yesNoNone } from './annex1-2019.ts'
export { annex2Form } from './annex2-2019.ts'
export {
  answersOf,
  contradictionsIn,
  type Defect,
  defectsOf,
  fieldsOf,
  type FormDefinition,
  type FormField,
  labelOf,
  rulesOf,
  ticked,
} from './form.ts'
export { govAppForm, isGovApp } from './govapp-2026.ts'
export { govAppPaper } from './govapp-paper.ts'
export { answersFromLedger, ledgerFactsFrom } from './ledger.ts'
export { answersRead, type ReadField, type ReadForm, readForms } from './read-form.ts'
