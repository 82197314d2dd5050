import { type Actor, type Deps, permit } from '../../../access/index.ts'
import { inTransaction, type Tx } from '../../../database/index.ts'
import { saveFile } from '../../../files/index.ts'
import { append } from '../../../trail/index.ts'
import { fingerprintOf } from '../fingerprint.ts'
import { countKinds } from '../match-document.ts'
import { type Match, type MatchKind, settledKinds } from '../model.ts'
import { insertMatches, type NewMatch } from '../queries/matches.ts'
import { insertRun } from '../queries/runs.ts'
import type { ReadList } from '../read-list.ts'
import { type ListFile, matchWithLedger, readListFile } from '../reading.ts'
import { contextOfRow, contextOfRun, sealJson } from '../sealing.ts'

export type MatchedList = { runId: string; counts: Record<MatchKind, number>; rows: number; rejected: number }

/**
 * 瞒报漏报核查: holds a list of found accounts against the ledger of today and keeps the file, the run and every match.
 * Faulty rows are kept with their faults. Refuses `access.denied`, what
 * `readListFile` and keeping files refuse.
 */
export async function matchList(deps: Deps, actor: Actor, input: ListFile): Promise<MatchedList> {
  permit(actor, 'concealment.run', { districtId: input.districtId })
  const asOf = deps.clock.today()
  const list = await readListFile(deps, actor, input, asOf)
  return inTransaction(deps.db, async (tx) => {
    const { matches } = await matchWithLedger(tx, input.districtId, list, asOf)
    return keep(tx, deps, actor, input, { list, matches })
  })
}

async function keep(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, fileName, bytes }: ListFile,
  { list, matches }: { list: ReadList; matches: Match[] },
): Promise<MatchedList> {
  const runId = deps.ids.next()
  const at = deps.wall.now()
  const file = await saveFile(tx, deps, { districtId, name: fileName, bytes, actor, accept: ['zip', 'cfb', 'text'] })
  const rejected = sealJson(deps.vault, list.rejected, contextOfRun(districtId, runId))
  await insertRun(tx, districtId, {
    id: runId,
    fileId: file.id,
    fileName,
    asOf: deps.clock.today(),
    rowCount: list.rowCount,
    rejectedCount: list.rejected.length,
    rejectedKey: rejected.wrappedKey,
    rejected: rejected.sealed,
    createdBy: actor.id,
    createdAt: at,
  })
  await insertMatches(
    tx,
    districtId,
    runId,
    matches.map((match, index) => keptMatch(deps, districtId, match, index + 1)),
  )
  const counts = countKinds(matches)
  const after = { fileId: file.id, sha256: file.sha256, rows: list.rowCount, rejected: list.rejected.length, ...counts }
  const subject = { kind: 'concealment-run', id: runId }
  await append(tx, deps.ids, { districtId, actor, action: 'concealment.ran', subject, after, at })
  return { runId, counts, rows: list.rowCount, rejected: list.rejected.length }
}

function keptMatch(deps: Deps, districtId: string, match: Match, position: number): NewMatch {
  const { discovered, kind, score, parts, remarks, wouldChange, accountId, unitId, candidates } = match
  const id = deps.ids.next()
  return {
    id,
    position,
    sheet: discovered.sheet,
    rowNumber: discovered.row,
    name: discovered.name,
    platform: discovered.platform,
    ...sealJson(deps.vault, discovered, contextOfRow(districtId, id)),
    kind,
    score,
    parts,
    remarks,
    wouldChange,
    accountId,
    unitId,
    candidates,
    fingerprint: fingerprintOf(discovered),
    state: settledKinds.includes(kind) ? 'noted' : 'open',
  }
}
