export { ensureAdministrator, operatorActor } from './administrator.ts'
export type { Deps } from './deps.ts'
export {
  changeSetting,
  defaultDistrict,
  defaultDistrictKey,
  type District,
  findDistrict,
  listDistricts,
  openDistrict,
  settingHistory,
  type SettingChange,
  settingsOn,
} from './districts.ts'
export { type HeldFile, holdFiles, takeHeldFiles } from './held-files.ts'
export { exportedBy, permitFullPhones, takenLine, type Watermark, watermarkLine } from './full-phones.ts'
export { changePassword } from './own-password.ts'
export { passwordHint } from './password-rules.ts'
export { setPasswordSignIn } from './password-sign-in.ts'
export { hashPassword, oneTimePassword } from './passwords.ts'
export {
  type ErasedBecause,
  erasePeople,
  maskEmail,
  maskPhone,
  openPeople,
  type PersonValues,
  revealPerson,
  savePeople,
  savePerson,
  supersedePeople,
} from './people.ts'
export { type Action, actionLabels, privilegedRoles, type Role, roleLabels, roles } from './actions.ts'
export { permissionTable } from './grants.ts'
export {
  type Actor,
  actsAs,
  isOnePerson,
  isOwnAccount,
  may,
  permit,
  permittedScope,
  refuseMaker,
  requireConfirmed,
  scopeOf,
  type Target,
} from './permissions.ts'
export {
  changePolicy,
  policyFields,
  policyOf,
  passwordLabels,
  secondFactorLabels,
  type SecurityPolicy,
} from './security/policy.ts'
export { standingOf } from './delegation/queries.ts'
export { peopleToLend } from './delegation/people.ts'
export { delegationLabels, stateOn } from './delegation/model.ts'
export { chooseCapacity, endDelegation, lendRole, listDelegations } from './delegation/verbs.ts'
export { factorState } from './second-factor/queries.ts'
export {
  beginSecondFactor,
  enrolSecondFactor,
  pendingSecret,
  removeSecondFactor,
  renewRecoveryCodes,
  resetSecondFactor,
} from './second-factor/verbs.ts'
export { chainOf } from './chain-of.ts'
export { confirmPerson } from './confirm.ts'
export { endOtherSessions, endSession, listSessions, ownSessions, type SessionLine } from './session-list.ts'
export { readRights, reviewRights, type RightsLine } from './rights-review.ts'
export { chooseDistrict, readSession, type Session, signOut } from './sessions.ts'
export {
  forgetPasswordAttempt,
  markDays,
  returnPasswordAttempt,
  takePasswordAttempt,
  unknownVisitor,
  type Visitor,
} from './sign-in/attempts.ts'
export type { Identified } from './sign-in/identify.ts'
export { answerSecondFactor, continueSignIn, signIn, type SignInOutcome } from './sign-in/steps.ts'
export {
  findUser,
  listUsers,
  namesOfUsers,
  peopleWithRole,
  rolesOfUsers,
  unitChoices,
  userNamed,
  type UserSummary,
} from './user-lists.ts'
export {
  addRole,
  createUser,
  type NewUser,
  resetPassword,
  rolesAbove,
  setDisabled,
  setRoles,
  setUnit,
} from './users.ts'
export { eraseWords, keepManyWords, keepWords, openWords, type SaidWords, withWords } from './said-words.ts'
export { type SealedRecord, type Vault, vaultWith } from './vault.ts'
export { openVault, readVaultKey, requireOwnVault } from './vault-key.ts'
export { holdsOfficesTogether, holdsPowersTogether } from './three-powers.ts'
