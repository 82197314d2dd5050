import type { Instant } from '../../calendar/index.ts'
import type { Db } from '../../database/index.ts'
import type { ImportCounts } from '../model.ts'

/** An import of a file that was handed over, as lists and its own page show it. */
export type HandedImport = {
  id: string
  fileId: string
  fileName: string
  sha256: string
  byteCount: number
  /** `erased`: nobody confirmed the preview within a day. */
  state: 'previewed' | 'written' | 'erased' | 'undone'
  undoable: boolean
  /** `kinds` are missing of imports from before there were kinds. */
  summary: Partial<ImportCounts> & { rejected?: number; kinds?: string[] }
  createdBy: string
  createdAt: Instant
  undoneBy: string | null
  undoneAt: Instant | null
  undoneReason: string | null
}

const imports = (db: Db, districtId: string) =>
  db
    .selectFrom('import_run as r')
    .innerJoin('stored_file as f', (join) =>
      join.onRef('f.district_id', '=', 'r.district_id').onRef('f.id', '=', 'r.file_id'),
    )
    .select(['r.id', 'r.file_id as fileId', 'r.file_name as fileName', 'f.sha256', 'f.byte_count as byteCount'])
    .select(['r.state', 'r.undoable', 'r.summary', 'r.created_by as createdBy', 'r.created_at as createdAt'])
    .select(['r.undone_by as undoneBy', 'r.undone_at as undoneAt', 'r.undone_reason as undoneReason'])
    .where('r.district_id', '=', districtId)
    .where('r.kind', '=', 'posts')
    .$castTo<HandedImport>()

/** The latest imports, the newest first; previews that were never confirmed left out. */
export const latestImports = (db: Db, districtId: string, count: number): Promise<HandedImport[]> =>
  imports(db, districtId)
    .where('r.state', 'in', ['written', 'undone'])
    .orderBy('r.created_at', 'desc')
    .orderBy('r.id', 'desc')
    .limit(count)
    .execute()

export const findImport = (db: Db, districtId: string, id: string): Promise<HandedImport | undefined> =>
  imports(db, districtId).where('r.id', '=', id).executeTakeFirst()
