export { ensureAdministrator, operatorActor } from './administrator.ts'
export type { Deps } from './deps.ts'
export {
  changeSetting,
  type District,
  findDistrict,
  listDistricts,
  openDistrict,
  settingHistory,
  type SettingChange,
  settingsOn,
} from './districts.ts'
export { exportedBy, permitFullPhones, type Watermark, watermarkLine } from './full-phones.ts'
export { hashPassword, oneTimePassword, passwordLeast } from './passwords.ts'
export {
  erasePerson,
  maskPhone,
  openPeople,
  type PersonValues,
  revealPerson,
  savePeople,
  savePerson,
} from './people.ts'
export {
  type Action,
  actionLabels,
  type Actor,
  may,
  permissionTable,
  permit,
  permittedScope,
  refuseMaker,
  type Role,
  roleLabels,
  roles,
  scopeOf,
  type Target,
} from './permissions.ts'
export { readSession, type Session, signIn, signOut } from './sessions.ts'
export {
  changePassword,
  createUser,
  listUsers,
  namesOfUsers,
  type NewUser,
  resetPassword,
  setDisabled,
  setRoles,
  unitChoices,
  type UserSummary,
} from './users.ts'
export { openVault, type SealedRecord, type Vault, vaultWith } from './vault.ts'
