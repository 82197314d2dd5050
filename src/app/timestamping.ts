import { readFileSync } from 'node:fs'
import { type Authority, certificatesIn } from '../collection/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'

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
