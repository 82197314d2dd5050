import type { Actor, Deps } from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'

/** An import of messages as lists and its own page show it. */
export type MessageRun = {
  id: string
  fileId: string
  fileName: string
  /** `erased`: nobody confirmed the preview within a day. */
  state: 'previewed' | 'written' | 'erased' | 'undone'
  summary: Readonly<Record<string, number | string>>
  createdBy: string
  createdAt: Instant
  undoneBy: string | null
  undoneAt: Instant | null
  undoneReason: string | null
}

const runs = (db: Db | Tx, districtId: string) =>
  db
    .selectFrom('import_run')
    .select(['id', 'file_id as fileId', 'file_name as fileName', 'state', 'summary', 'created_by as createdBy'])
    .select(['created_at as createdAt', 'undone_by as undoneBy', 'undone_at as undoneAt'])
    .select('undone_reason as undoneReason')
    .where('district_id', '=', districtId)
    .where('kind', '=', 'messages')
    .$castTo<MessageRun>()

export const findRun = (db: Db | Tx, districtId: string, id: string): Promise<MessageRun | undefined> =>
  runs(db, districtId).where('id', '=', id).executeTakeFirst()

/** The latest imports that were written, taken back ones too, the newest first. */
export const latestRuns = (db: Db, districtId: string, count: number): Promise<MessageRun[]> =>
  runs(db, districtId)
    .where('state', 'in', ['written', 'undone'])
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(count)
    .execute()

export async function insertRun(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  run: {
    districtId: string
    id: string
    fileId: string
    fileName: string
    state: 'previewed' | 'written'
    summary: unknown
  },
): Promise<void> {
  await tx
    .insertInto('import_run')
    .values({
      district_id: run.districtId,
      id: run.id,
      kind: 'messages',
      file_id: run.fileId,
      file_name: run.fileName,
      state: run.state,
      undoable: true,
      summary: JSON.stringify(run.summary),
      created_by: actor.id,
      created_at: deps.wall.now(),
    })
    .execute()
}

export async function markWritten(tx: Tx, districtId: string, id: string, summary: unknown): Promise<void> {
  await tx
    .updateTable('import_run')
    .set({ state: 'written', undoable: true, summary: JSON.stringify(summary) })
    .where('district_id', '=', districtId)
    .where('id', '=', id)
    .execute()
}
