import { type Actor, type Deps, permit, keepWords } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append, digestOf } from '../../trail/index.ts'
import { type Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import {
  daysBrought,
  foreseeTakingBack,
  ownPostKeys,
  type RestingOn,
  type RestingOnDays,
  restingWords,
  takeBack,
  type TakenBack,
} from '../handed/take-back.ts'
import { holdCollected } from '../saving.ts'

export type UndoInput = { districtId: string; importId: string; reason: string }

const REASON_MOST = 200

/**
 * 撤销导入: takes back exactly what only this import brought; what another file or a source of our own saw as well stays,
 * as they saw it. The raw file stays, and so do both events. Refuses `posts.undo-reason`, `record.not-found`,
 * `posts.undo-state`, `posts.undo-untraced`, and `posts.undo-rests` where a closed month knew of it, as `restingOn` tells.
 */
export async function undoImport(
  deps: Deps,
  actor: Actor,
  input: UndoInput,
  restingOn: RestingOnDays,
): Promise<TakenBack & { fileName: string }> {
  const { districtId, importId } = input
  permit(actor, 'posts.undo', { districtId })
  const reason = input.reason.trim()
  if (reason === '' || reason.length > REASON_MOST) throw refuse('posts.undo-reason')
  return inTransaction(deps.db, async (tx) => {
    await holdCollected(tx, districtId, 'alone')
    const run = await lockRun(tx, districtId, importId)
    const resting = refusalOf(
      run.fileName,
      await restingOn(tx, districtId, await daysBrought(tx, districtId, importId)),
    )
    if (resting) throw resting
    const taken = await foreseeTakingBack(tx, districtId, importId)
    const keys = await ownPostKeys(tx, districtId, importId)
    await takeBack(tx, districtId, importId)
    const at = deps.wall.now()
    await tx
      .updateTable('import_run')
      .set({ state: 'undone', undone_by: actor.id, undone_at: at, undone_reason: reason })
      .where('district_id', '=', districtId)
      .where('id', '=', importId)
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'posts.undone',
      subject: { kind: 'import', id: importId },
      before: { fileId: run.fileId, ...taken, digest: digestOf(keys) },
      after: { reason: await keepWords(tx, deps, districtId, reason) },
      at,
    })
    return { ...taken, fileName: run.fileName }
  })
}

const states: Readonly<Record<string, string>> = {
  previewed: '尚未写入',
  erased: '没有写入，文件已删除',
  undone: '已经撤销',
}

async function lockRun(tx: Tx, districtId: string, importId: string) {
  const run = await tx
    .selectFrom('import_run')
    .select(['file_name as fileName', 'file_id as fileId', 'state', 'undoable'])
    .where('district_id', '=', districtId)
    .where('id', '=', importId)
    .where('kind', '=', 'posts')
    .forUpdate()
    .executeTakeFirst()
  if (!run) throw refuse('record.not-found', { what: '导入' })
  const { fileName: file, state, undoable } = run
  if (state !== 'written') throw refuse('posts.undo-state', { file, state: states[state] ?? '' })
  if (!undoable) throw refuse('posts.undo-untraced', { file })
  return run
}

/** Why a written import can't be taken back, for the page where it would be asked for; undefined: it can. */
export async function whyNotUndone(
  tx: Tx,
  districtId: string,
  { id, fileName, undoable }: { id: string; fileName: string; undoable: boolean },
  restingOn: RestingOnDays,
): Promise<string | undefined> {
  if (!undoable) return refuse('posts.undo-untraced', { file: fileName }).message
  return refusalOf(fileName, await restingOn(tx, districtId, await daysBrought(tx, districtId, id)))?.message
}

function refusalOf(file: string, resting: RestingOn): Refusal | undefined {
  if (resting.months.length === 0) return undefined
  return refuse('posts.undo-rests', { file, ...restingWords(resting) })
}
