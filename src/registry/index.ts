export * from './model.ts'
export {
  type CheckAccount,
  accountsForCheck,
  dutiesOfUnits,
  findAccounts,
  type FoundAccount,
} from './queries/accounts-for-check.ts'
