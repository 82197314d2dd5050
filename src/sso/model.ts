import type { AllowedHosts, Resolve, Sender } from '../outgoing/index.ts'

export const providerKinds = ['oidc', 'cas', 'ldap'] as const
export type ProviderKind = (typeof providerKinds)[number]

export const kindLabels: Readonly<Record<ProviderKind, string>> = {
  oidc: 'OIDC（OpenID Connect）',
  cas: 'CAS 3.0',
  ldap: 'LDAP 目录',
}

/**
 * `publicUrl`: this program's own address as people reach it, without a path. What is registered with the provider is built
 * from it and never from what a request says. `strong`: values of `acr` and `amr` (of CAS: `authnContextClass` and
 * `authenticationMethod`) behind which no second factor is asked for here.
 */
export type OidcSettings = { issuer: string; clientId: string; publicUrl: string; strong: readonly string[] }
export type CasSettings = { url: string; publicUrl: string; strong: readonly string[] }
/** `filter` holds `{login}` where the typed name goes; `subject` is the attribute that never changes for a person. */
export type LdapSettings = {
  url: string
  startTls: boolean
  bindDn: string
  baseDn: string
  filter: string
  subject: string
  name: string
}

export type ProviderSettings =
  | { kind: 'oidc'; settings: OidcSettings }
  | { kind: 'cas'; settings: CasSettings }
  | { kind: 'ldap'; settings: LdapSettings }

type Common = { id: string; districtId: string; label: string; enabled: boolean; hasSecret: boolean }
/** A provider as pages list it: that there is a secret, never which. */
export type Provider = Common & ProviderSettings
export type ProviderOf<K extends ProviderKind> = Common & Extract<ProviderSettings, { kind: K }>

/** How a provider is reached: through the house's one way out, and the hosts of the intranet that it may reach. */
export type Ways = { send: Sender['send']; allow: AllowedHosts; resolve?: Resolve }

/** Whom a provider vouches for. `shown` is how it calls them, for the administrator who links; `strong`: more than a password was asked for there. */
export type Vouched = { subject: string; shown: string; strong: boolean; idToken?: string }

/** What the browser carries, sealed, between leaving for a provider and coming back. */
export type Flow = { providerId: string; state: string; nonce: string; verifier: string; back: string; until: string }

/** Where a provider sends the browser back to; what is registered there. */
export const returnUrl = ({ id }: Pick<Provider, 'id'>, publicUrl: string): string => `${publicUrl}/sso/${id}/return`
