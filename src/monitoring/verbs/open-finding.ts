import type { Actor } from '../../access/index.ts'
import { monthZh } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { findingRow, type LockedFinding, lockFinding } from '../findings.ts'
import { findingStateLabels } from '../model.ts'
import { closingOf, lockMonth } from '../queries.ts'
import { refuseMakers, refuseRefuted } from './decide-finding.ts'

/** A reason that was written, without its outer spaces. Refuses an empty one. */
export function writtenReason(reason: string, action: string): string {
  const written = reason.trim()
  if (written === '') throw refuse('finding.reason-required', { action })
  return written
}

type Which = { districtId: string; findingId: string; version?: number }

/**
 * Holds a finding that waits for a person, or one that was `split` or `merged`, with its month, for a step that decides
 * nothing. Refuses a closed month, another version, what is decided or half confirmed, what the newest run doesn't find,
 * and whoever brought in what it rests on.
 */
export async function openFinding(
  tx: Tx,
  actor: Actor,
  { districtId, findingId, version }: Which,
  action: string,
  state: 'open' | 'split' | 'merged' = 'open',
): Promise<LockedFinding> {
  const row = await findingRow(tx, districtId, findingId)
  if (!row) throw refuse('record.not-found', { what: '监测线索' })
  await lockMonth(tx, districtId, row.month)
  const finding = (await lockFinding(tx, districtId, findingId))!
  if (await closingOf(tx, districtId, finding.month)) throw refuse('month.closed', { month: monthZh(finding.month) })
  if (version !== undefined && finding.version !== version) throw refuse('finding.decided-meanwhile')
  const waits = finding.state === 'candidate' || finding.state === 'needs-evidence'
  if (state === 'open' ? !waits : finding.state !== state)
    throw refuse('finding.action-not-allowed', { state: findingStateLabels[finding.state], action })
  if (finding.firstConfirmedBy !== null) throw refuse('arranged.decided')
  if (state === 'open') await refuseRefuted(tx, districtId, finding)
  await refuseMakers(tx, actor, districtId, finding)
  return finding
}
