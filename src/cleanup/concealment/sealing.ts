import type { Vault } from '../../access/index.ts'
import type { Sealed } from './queries/matches.ts'

/** What stands in a list may be a person's name or phone: rows are kept sealed, each with a key of its own. */
export const sealJson = (vault: Vault, values: unknown, context: string): Sealed =>
  vault.sealBytes(Buffer.from(JSON.stringify(values)), context)

export const openJson = (vault: Vault, sealed: Sealed, context: string): unknown =>
  JSON.parse(vault.openBytes(sealed, context).toString('utf8'))

export const contextOfRun = (districtId: string, runId: string) => `${districtId}/concealment-run/${runId}`
export const contextOfRow = (districtId: string, matchId: string) => `${districtId}/concealment-match/${matchId}`
