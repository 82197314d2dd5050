import { getCookie } from 'hono/cookie'
import { openProviders, type Provider } from '../../sso/index.ts'
import type { WebContext } from '../context.ts'
import { ssoOutCookie } from '../sign-in-steps.ts'

/** What the sign-in page offers beside name and password. `leaves`: this browser came in by a provider, where it may still be signed in. */
export type OtherWaysIn = { providers: readonly Provider[]; leaves: boolean }

/** Read for every sight of the page: a provider that was switched off is gone at once. */
export const otherWaysOf = async (c: WebContext): Promise<OtherWaysIn> => ({
  providers: await openProviders(c.var.deps.db),
  leaves: getCookie(c, ssoOutCookie) !== undefined,
})

/** Links, not forms: no form of ours leads to another site. They lead to the address that is registered with the provider. */
export function OtherWays({ ways: { providers, leaves }, back }: { ways: OtherWaysIn; back: string }) {
  if (providers.length === 0 && !leaves) return <></>
  return (
    <>
      {providers.length > 0 && (
        <>
          <h2 class="gap">统一身份认证</h2>
          <div class="stack">
            {providers.map((provider) => (
              <a class="btn wide" href={startOf(provider, back)}>
                {`用“${provider.label}”登录`}
              </a>
            ))}
          </div>
        </>
      )}
      {leaves && (
        <p class="hint">
          您上次用统一身份认证登录，在对方可能仍是登录状态。公用电脑上请<a href="/sso/sign-out">同时退出统一身份认证</a>
          。
        </p>
      )}
    </>
  )
}

function startOf(provider: Provider, back: string): string {
  const path = `/sso/${provider.id}/start${back === '/' ? '' : `?back=${encodeURIComponent(back)}`}`
  return provider.kind === 'ldap' ? path : `${provider.settings.publicUrl}${path}`
}
