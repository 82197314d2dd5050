import { sql } from 'kysely'
import type { Deps } from '../../../access/index.ts'
import type { Tx } from '../../../database/index.ts'
import { type Platform, platformCodes, platforms } from '../../../vocabulary/platforms.ts'
import { isOneAccount, type KnownBy, knownBy } from '../known-by.ts'
import type { Discovered } from '../model.ts'
import { contextOfRow, openJson } from '../sealing.ts'
import type { KeptMatch, Sealed } from './matches.ts'

type Find = { match: KeptMatch; found: Discovered; unitId: string | null }
type Known = Pick<KeptMatch, 'fingerprint'> & { known: KnownBy }

/**
 * Under which key a find that was confirmed 未备案 is raised: that of the unit's first find of the same account, so that
 * an account known here by its name and there by its identifier is one fact. Holds whoever confirms another find of the
 * unit until the transaction ends.
 */
export async function sameFact(tx: Tx, vault: Deps['vault'], districtId: string, find: Find): Promise<string> {
  const { match, found, unitId } = find
  const finds = `found-account/${districtId}/${unitId ?? ''}`
  await sql`select pg_advisory_xact_lock(hashtextextended(${finds}, 0))`.execute(tx)
  const earlier = (await confirmedBefore(tx, districtId, find)).map((row) => ({
    fingerprint: row.fingerprint,
    known: knownBy(openJson(vault, row, contextOfRow(districtId, row.id)) as Discovered),
  }))
  const own = { fingerprint: match.fingerprint, known: knownBy(found) }
  const one = ofOneAccount(own.known, earlier)
  return factKey(earlier.find((row) => one.has(row)) ?? own, unitId)
}

// A name alone says nothing about whose it is: two units may each run a 便民直播.
function factKey({ fingerprint, known: { identities, page } }: Known, unitId: string | null): string {
  const byNameAlone = identities.length === 0 && page === undefined
  return byNameAlone && unitId !== null ? `${fingerprint}/${unitId}` : fingerprint
}

// One find may link two that have nothing in common: the first had a name alone, the third an identifier alone.
function ofOneAccount(found: KnownBy, earlier: readonly Known[]): Set<Known> {
  const one = new Set<Known>()
  const linked = [found]
  for (const known of linked)
    for (const row of earlier)
      if (!one.has(row) && isOneAccount(known, row.known)) {
        one.add(row)
        linked.push(row.known)
      }
  return one
}

type Before = Sealed & Pick<KeptMatch, 'id' | 'fingerprint'>

async function confirmedBefore(tx: Tx, districtId: string, { match, unitId }: Find): Promise<Before[]> {
  const { rows } = await sql<Before>`
    select id, fingerprint, discovered_key as "wrappedKey", discovered as sealed from concealment_match
    where district_id = ${districtId} and verdict = 'unfiled' and id <> ${match.id}
      and platform = any(${ofFamily(match.platform)}::text[])
      and decided_unit_id is not distinct from ${unitId}::uuid
    order by decided_at, id`.execute(tx)
  return rows
}

const ofFamily = (platform: Platform) =>
  platformCodes.filter((code) => platforms[code].family === platforms[platform].family)
