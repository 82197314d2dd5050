import { type Actor, type Deps, permit } from '../../access/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { casTest } from '../cas.ts'
import { ldapTest } from '../ldap.ts'
import type { Provider, Ways } from '../model.ts'
import { oidcTest } from '../oidc.ts'
import { findProvider } from '../queries.ts'

/** What came of a test of the connection: what was found, or why it failed, in the office's words. */
export type Tested = { ok: true; found: string[] } | { ok: false; why: string }

/** Asks a provider whether it is there and speaks as expected; nobody is signed in by it. Refuses `access.denied`, `sso.unknown`. */
export async function testProvider(
  deps: Deps,
  actor: Actor,
  ways: Ways,
  { districtId, id }: { districtId: string; id: string },
): Promise<Tested> {
  permit(actor, 'sso.manage', { districtId })
  const provider = await findProvider(deps.db, id)
  if (provider?.districtId !== districtId) throw refuse('sso.unknown')
  try {
    return { ok: true, found: await testOf(deps, ways, provider) }
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, why: error.message }
    throw error
  }
}

function testOf(deps: Deps, ways: Ways, provider: Provider): Promise<string[]> {
  switch (provider.kind) {
    case 'oidc':
      return oidcTest(deps, ways, provider)
    case 'cas':
      return casTest(ways, provider)
    case 'ldap':
      return ldapTest(deps, ways, provider)
  }
}
