export { casReturn, casSignOut, casStart } from './cas.ts'
export { beginFlow, flowMinutes, openFlow, sealFlow } from './flow.ts'
export { isSafeDirectory, ldapCheck } from './ldap.ts'
export {
  kindLabels,
  type Provider,
  type ProviderKind,
  providerKinds,
  type ProviderOf,
  type ProviderSettings,
  returnUrl,
  type Vouched,
  type Ways,
} from './model.ts'
export { oidcReturn, oidcSignOut, oidcStart } from './oidc.ts'
export {
  emergencyAdministrators,
  findProvider,
  type Link,
  listLinks,
  listPending,
  listProviders,
  openProviders,
  type Pending,
} from './queries.ts'
export { isOwnAddress, isSafeAddress } from './rules.ts'
export { dismissPending, linkIdentity, unlinkIdentity } from './verbs/link-identity.ts'
export { pendingSince, recognise } from './verbs/recognise.ts'
export { type ProviderInput, removeProvider, setProvider, shareProvider, switchProvider } from './verbs/set-provider.ts'
export { switchPassword } from './verbs/switch-password.ts'
export { type Tested, testProvider } from './verbs/test-provider.ts'
