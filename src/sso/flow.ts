import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { Deps } from '../access/index.ts'
import { addHours } from '../calendar/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { Flow } from './model.ts'

/** How long somebody may take at the provider. */
export const flowMinutes = 10

/**
 * Begins a way out and back. It is kept by the browser alone, sealed: whoever asks without signing in leaves nothing here,
 * and any process of the installation can take up what another began.
 */
export function beginFlow({ wall }: Pick<Deps, 'wall'>, { providerId, back }: Pick<Flow, 'providerId' | 'back'>): Flow {
  const drawn = () => randomBytes(32).toString('base64url')
  const until = addHours(wall.now(), flowMinutes / 60)
  return { providerId, back, state: drawn(), nonce: drawn(), verifier: drawn(), until }
}

const context = (providerId: string) => `sso-flow/${providerId}`

/** The flow as the browser carries it. */
export function sealFlow({ vault }: Pick<Deps, 'vault'>, flow: Flow): string {
  const { wrappedKey, sealed } = vault.sealBytes(Buffer.from(JSON.stringify(flow)), context(flow.providerId))
  return `${wrappedKey.toString('base64url')}.${sealed.toString('base64url')}`
}

/** The flow that a browser brought back with this state. Refuses `sso.stale`: none, another's, over, or begun for another provider. */
export function openFlow(
  { vault, wall }: Pick<Deps, 'vault' | 'wall'>,
  { providerId, carried, state }: { providerId: string; carried: string | undefined; state: string | undefined },
): Flow {
  const flow = unsealed(vault, providerId, carried ?? '')
  if (!flow || state === undefined || !sameText(flow.state, state)) throw refuse('sso.stale')
  if (Date.parse(flow.until) <= Date.parse(wall.now())) throw refuse('sso.stale')
  return flow
}

function unsealed(vault: Deps['vault'], providerId: string, carried: string): Flow | undefined {
  const [wrappedKey, sealed] = carried.split('.').map((part) => Buffer.from(part, 'base64url'))
  if (!wrappedKey || !sealed) return undefined
  try {
    return JSON.parse(vault.openBytes({ wrappedKey, sealed }, context(providerId)).toString('utf8')) as Flow
  } catch {
    return undefined
  }
}

function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
