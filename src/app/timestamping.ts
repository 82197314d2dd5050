import { readFileSync } from 'node:fs'
import { type Deps, listDistricts } from '../access/index.ts'
import { type Authority, certificatesIn, stampEvidence } from '../collection/index.ts'
import { alone, type Lead } from '../database/index.ts'
import { allowedHosts, openSender } from '../outgoing/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { programItself } from './program-itself.ts'
import { startTurns } from './turns.ts'

const EVERY_MS = 60_000

/**
 * The time stamping authority that this installation asks: GOVMEDIA_TSA_URL, and GOVMEDIA_TSA_CA, a PEM file of the
 * certificates its signers have to lead to. Undefined: none. Refuses `timestamps.settings`.
 */
export function timestampAuthority(
  env: Readonly<Record<string, string | undefined>> = process.env,
): Authority | undefined {
  const url = env['GOVMEDIA_TSA_URL']?.trim()
  if (!url) return undefined
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw refuse('timestamps.settings', { what: 'GOVMEDIA_TSA_URL' })
  const path = env['GOVMEDIA_TSA_CA']?.trim()
  try {
    return { url, trusted: path ? certificatesIn(readFileSync(path, 'utf8')) : [] }
  } catch (cause) {
    throw Object.assign(refuse('timestamps.settings', { what: 'GOVMEDIA_TSA_CA' }), { cause })
  }
}

/**
 * Asks for stamps over what was kept in every district, now and every minute until stopped; does nothing where no
 * authority is set. Apart from collecting, so that an authority that is slow holds up no look.
 */
export function startStamping(
  deps: Deps,
  onDefect: (error: unknown, context: Record<string, string>) => void,
  {
    authority = timestampAuthority(),
    allowed,
    lead = alone,
  }: { authority?: Authority | undefined; allowed?: string; lead?: Lead } = {},
): () => Promise<void> {
  if (!authority) return () => Promise.resolve()
  const sender = openSender({ allow: allowedHosts(allowed) })
  let stopping = false
  const work = { authority, send: sender.send, isStopping: () => stopping }
  const stampAll = async () => {
    if (!(await lead.has('stamping'))) return
    for (const { id } of await listDistricts(deps.db))
      if (!stopping)
        await stampEvidence(deps, programItself, id, work).catch((error: unknown) =>
          onDefect(error, { part: 'stamping', districtId: id }),
        )
  }
  const stop = startTurns(EVERY_MS, stampAll, (error) => onDefect(error, { part: 'stamping' }))
  return async () => {
    stopping = true
    const ended = stop()
    await sender.close()
    await ended
  }
}
