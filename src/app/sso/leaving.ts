import type { Deps } from '../../access/index.ts'

/** By which provider somebody came in, and what that one wants to see when they leave it, too. */
export type Leaving = { providerId: string; idToken?: string | undefined }

const context = 'sso-leaving'
/** Browsers keep no cookie over four kilobytes; a provider asks whom it signs out where no token says it. */
const MOST = 3800

/** As the browser keeps it until it is closed. */
export function sealLeaving({ vault }: Pick<Deps, 'vault'>, leaving: Leaving): string {
  const boxed = (value: Leaving) => {
    const { wrappedKey, sealed } = vault.sealBytes(Buffer.from(JSON.stringify(value)), context)
    return `${wrappedKey.toString('base64url')}.${sealed.toString('base64url')}`
  }
  const whole = boxed(leaving)
  return whole.length <= MOST ? whole : boxed({ providerId: leaving.providerId })
}

/** Undefined for what we didn't seal. */
export function openLeaving({ vault }: Pick<Deps, 'vault'>, carried: string | undefined): Leaving | undefined {
  const [wrappedKey, sealed] = (carried ?? '').split('.').map((part) => Buffer.from(part, 'base64url'))
  if (!wrappedKey || !sealed) return undefined
  try {
    return JSON.parse(vault.openBytes({ wrappedKey, sealed }, context).toString('utf8')) as Leaving
  } catch {
    return undefined
  }
}
