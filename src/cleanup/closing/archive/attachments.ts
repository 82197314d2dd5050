import { sql } from 'kysely'
import type { Deps } from '../../../access/index.ts'
import type { Db, Tx } from '../../../database/index.ts'
import { type CsvValue, writeCsv } from '../../../documents/index.ts'
import { readStoredFile } from '../../../files/index.ts'
import { type Part, whole } from './parts.ts'

/** A file of the files room that belongs to an account: what it is, in the words of its room. */
export type Attachment = { folder: '签字盖章件' | '图片'; what: string; fileId: string }

type Stored = { id: string; sha256: string; mediaType: string; bytes: number; name: string; erased: boolean }

const endings: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
}

/**
 * The files themselves, those first that come first, then a list of all of them: where each lies in the package, by the
 * name of its file and its SHA-256, or that it was erased. One is opened at a time.
 */
export async function* attachmentParts(
  db: Db | Tx,
  deps: Deps,
  { districtId, attachments }: { districtId: string; attachments: readonly Attachment[] },
): AsyncGenerator<Part> {
  const stored = await storedFiles(
    db,
    districtId,
    attachments.map(({ fileId }) => fileId),
  )
  const rows: CsvValue[][] = [['序号', '材料', '原文件名', '字节', 'SHA-256', '归档包内位置']]
  const seen = new Set<string>()
  for (const { folder, what, fileId } of attachments) {
    const file = stored.get(fileId)
    if (!file || seen.has(fileId)) continue
    seen.add(fileId)
    const number = rows.length
    const row = [number, what, file.name, file.bytes, file.sha256]
    if (file.erased) {
      rows.push([...row, '已按规定删除'])
      continue
    }
    const { bytes } = await readStoredFile(deps, districtId, fileId)
    const name = `${String(number).padStart(3, '0')} ${what.replaceAll(/[:/\\]/g, '')}`
    const path = `${folder}/${name}.${endings[file.mediaType] ?? 'bin'}`
    yield whole(path, bytes)
    rows.push([...row, path])
  }
  yield whole('附件清单.csv', writeCsv(rows))
}

async function storedFiles(db: Db | Tx, districtId: string, ids: readonly string[]): Promise<Map<string, Stored>> {
  const { rows } = await sql<Stored>`
    select id, sha256, media_type as "mediaType", byte_count::int as bytes, name, erased_at is not null as erased
    from stored_file where district_id = ${districtId} and id = any(${[...ids]}::uuid[])`.execute(db)
  return new Map(rows.map((file) => [file.id, file]))
}
