import { join } from 'node:path'
import { type Actor, type Deps, findDistrict } from '../access/index.ts'
import type { Tx } from '../database/index.ts'
import { renderFormsPdf } from '../documents/index.ts'
import { saveFile } from '../files/index.ts'
import { append, chainEnds, systemChain } from '../trail/index.ts'
import type { Checkpoint, IssuedPaper } from './model.ts'
import { digestsOf, insertCheckpoint } from './queries.ts'
import { checkpointSheet } from './sheet.ts'

/**
 * 核验页 of a paper that is being issued: to be called at the end of the caller's transaction, after the event that issues
 * it, so that this event is among those the page holds. `files`: ids of the paper's kept files by format (`pdf`, `docx`,
 * `xlsx`). The page is kept and answered by its file's id. One a paper and version: a second one is a defect.
 */
export async function takeCheckpoint(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  input: { districtId: string; paper: IssuedPaper; files: Readonly<Record<string, string>>; demo: boolean },
): Promise<{ id: string; fileId: string }> {
  const { districtId, paper, demo } = input
  const [district, chains, files] = await Promise.all([
    findDistrict(tx, districtId),
    chainEnds(tx, [districtId, systemChain]),
    digestsOf(tx, districtId, input.files),
  ])
  // The district's own chain before the installation's.
  const checkpoint: Checkpoint = { districtId, takenAt: deps.wall.now(), paper, chains: chains.toReversed(), files }
  const { name, officeName: office } = district
  const sheet = await checkpointSheet(checkpoint, { districtName: name, office, demo })
  const bytes = await renderFormsPdf(sheet, { fontFolders: [join(deps.dataDir, 'fonts')] })
  const file = { districtId, name: `核验页（${paper.title}第${paper.version}版）.pdf`, bytes, actor }
  const [id, { id: fileId, sha256 }] = [deps.ids.next(), await saveFile(tx, deps, file)]
  await insertCheckpoint(tx, { ...checkpoint, id, fileId }, actor.id)
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: 'checkpoint.taken',
    subject: { kind: paper.kind, id: paper.id },
    after: { checkpointId: id, version: paper.version, chains: checkpoint.chains, files, digest: sha256 },
    at: checkpoint.takenAt,
  })
  return { id, fileId }
}
