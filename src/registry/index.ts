export * from './model.ts'
export type { FieldChange, ImportOutcome, UnknownUnit } from './annex2/outcome.ts'
export type { Form as Annex2Form, Notice, RejectedCell, SheetReading } from './annex2/shapes.ts'
export { factText } from './annex2/fact-changes.ts'
export type { Layout as Annex2Layout } from './annex2/write-annex2.ts'
export type { AccountInput } from './decide-account.ts'
export {
  accountsForCheck,
  type CheckAccount,
  dutiesOfUnits,
  findAccounts,
  type FoundAccount,
} from './queries/accounts-for-check.ts'
export { readAccounts } from './queries/accounts.ts'
export { type AccountCard, accountCard, type ShownPerson, type UnitCard, unitCard } from './queries/cards.ts'
export { findImportRun, type ImportRun, latestImportRuns } from './queries/import-runs.ts'
export {
  type AccountFilter,
  accountOrders,
  type AccountOrder,
  type AccountRow,
  fittingAccountIds,
  listAccounts,
  type Page,
  PAGE_SIZE,
} from './queries/list-accounts.ts'
export { listUnits, type UnitFilter, type UnitOrder, unitOrders, type UnitRow } from './queries/list-units.ts'
export { readUnit, readUnits } from './queries/units.ts'
export { duplicateHint, guessUnitKind } from './rules.ts'
export { exportAccounts, type ExportedBook, type ExportInput } from './verbs/export-accounts.ts'
export { importAccounts, type ImportInput, importKept } from './verbs/import-accounts.ts'
export { saveAccount, type SavedAccount } from './verbs/save-account.ts'
export { saveUnit, type UnitInput } from './verbs/save-unit.ts'
export { type DutyInput, setDuty } from './verbs/set-duty.ts'
export { type AccountPanel, registryRoutes } from './routes.tsx'
