import type { Actor, Deps } from '../../access/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { findingRow } from '../findings.ts'
import { undoMerge } from './merge-findings.ts'
import { type UndoInput, undoSplit } from './split-finding.ts'

/** Undoes the 拆分 or 并入 that a finding stands in, whichever it is. */
export async function undoArrangement(deps: Deps, actor: Actor, input: UndoInput): Promise<void> {
  const finding = await findingRow(deps.db, input.districtId, input.findingId)
  if (!finding) throw refuse('record.not-found', { what: '监测线索' })
  return finding.state === 'split' ? undoSplit(deps, actor, input) : undoMerge(deps, actor, input)
}
