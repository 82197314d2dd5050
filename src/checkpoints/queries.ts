import type { Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { ChainEnd, Checkpoint } from './model.ts'

const columns = [
  'checkpoint.district_id as districtId',
  'checkpoint.id',
  'paper_kind as kind',
  'paper_id as paperId',
  'version',
  'title',
  'number',
  'checkpoint.file_id as fileId',
  'taken_at as takenAt',
] as const

type Row = {
  districtId: string
  id: string
  kind: string
  paperId: string
  version: number
  title: string
  number: string | null
  fileId: string
  takenAt: Instant
}

/** A checkpoint as it is kept; `fileId` is its page. */
export type KeptCheckpoint = Checkpoint & { id: string; fileId: string }

/** The 核验页 of one paper. */
export async function checkpointOf(
  db: Db | Tx,
  districtId: string,
  paper: { kind: string; id: string; version: number },
): Promise<KeptCheckpoint | undefined> {
  const row = await db
    .selectFrom('checkpoint')
    .select(columns)
    .where('district_id', '=', districtId)
    .where('paper_kind', '=', paper.kind)
    .where('paper_id', '=', paper.id)
    .where('version', '=', paper.version)
    .executeTakeFirst()
  return row && whole(db, row)
}

/** The newest checkpoint of a paper one of whose files has this SHA-256. */
export async function checkpointOfFile(db: Db, sha256: string): Promise<KeptCheckpoint | undefined> {
  const row = await db
    .selectFrom('checkpoint')
    .innerJoin('checkpoint_file', (join) =>
      join
        .onRef('checkpoint_file.district_id', '=', 'checkpoint.district_id')
        .onRef('checkpoint_file.checkpoint_id', '=', 'checkpoint.id'),
    )
    .select(columns)
    .where('checkpoint_file.sha256', '=', sha256)
    .orderBy('taken_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && whole(db, row)
}

/** The newest page of a report or bulletin of the same title, where it is of a later version. What has a number has none. */
export async function newerOf(
  db: Db,
  { districtId, paper: { kind, title, version } }: Pick<Checkpoint, 'districtId' | 'paper'>,
): Promise<{ version: number; takenAt: Instant } | undefined> {
  return db
    .selectFrom('checkpoint')
    .select(['version', 'taken_at as takenAt'])
    .where('district_id', '=', districtId)
    .where('paper_kind', '=', kind)
    .where('title', '=', title)
    .where('number', 'is', null)
    .where('version', '>', version)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
}

async function whole(db: Db | Tx, row: Row): Promise<KeptCheckpoint> {
  const { districtId, id, kind, paperId, version, title, number, fileId, takenAt } = row
  const [chains, files] = await Promise.all([
    db
      .selectFrom('checkpoint_chain')
      .select(['chain_id as chainId', 'size', 'hash'])
      .where('district_id', '=', districtId)
      .where('checkpoint_id', '=', id)
      .orderBy('chain_id', 'desc')
      .execute(),
    db
      .selectFrom('checkpoint_file')
      .select(['format', 'sha256'])
      .where('district_id', '=', districtId)
      .where('checkpoint_id', '=', id)
      .orderBy('format')
      .execute(),
  ])
  const paper = { kind, id: paperId, version, title, ...(number === null ? {} : { number }) }
  return { id, fileId, districtId, takenAt, paper, chains, files }
}

/** Every end of a chain that some page holds, the shortest first. */
export async function keptEnds(db: Db, chainId: string): Promise<ChainEnd[]> {
  return db
    .selectFrom('checkpoint_chain')
    .select(['chain_id as chainId', 'size', 'hash'])
    .where('chain_id', '=', chainId)
    .orderBy('size')
    .execute()
}

/** The SHA-256 of kept files by format, from their ids by format. */
export async function digestsOf(
  tx: Tx,
  districtId: string,
  files: Readonly<Record<string, string>>,
): Promise<{ format: string; sha256: string }[]> {
  const rows = await tx
    .selectFrom('stored_file')
    .select(['id', 'sha256'])
    .where('district_id', '=', districtId)
    .where('id', 'in', Object.values(files))
    .execute()
  const byId = new Map(rows.map(({ id, sha256 }) => [id, sha256]))
  return Object.entries(files)
    .map(([format, id]) => ({ format, sha256: byId.get(id) ?? '' }))
    .toSorted((one, other) => (one.format < other.format ? -1 : 1))
}

/** Whether a file with this SHA-256 is kept, whatever it is. */
export async function isKeptFile(db: Db, sha256: string): Promise<boolean> {
  const row = await db.selectFrom('stored_file').select('id').where('sha256', '=', sha256).limit(1).executeTakeFirst()
  return row !== undefined
}

export async function insertCheckpoint(tx: Tx, kept: KeptCheckpoint, takenBy: string): Promise<void> {
  const { districtId, id, paper, takenAt, fileId } = kept
  const key = { district_id: districtId, checkpoint_id: id }
  await tx
    .insertInto('checkpoint')
    .values({
      district_id: districtId,
      id,
      paper_kind: paper.kind,
      paper_id: paper.id,
      version: paper.version,
      title: paper.title,
      number: paper.number ?? null,
      file_id: fileId,
      taken_by: takenBy,
      taken_at: takenAt,
    })
    .execute()
  const chains = kept.chains.map(({ chainId, size, hash }) => ({ ...key, chain_id: chainId, size, hash }))
  await tx.insertInto('checkpoint_chain').values(chains).execute()
  await tx
    .insertInto('checkpoint_file')
    .values(kept.files.map((file) => ({ ...key, ...file })))
    .execute()
}
