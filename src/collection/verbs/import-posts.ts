import { type Actor, type Deps, permit } from '../../access/index.ts'
import { dayOf, formatDayZh, type Instant } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { readTables } from '../../documents/index.ts'
import { saveFile } from '../../files/index.ts'
import { accountsForCheck, holdsAnnex2, refuseRenamedText } from '../../registry/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { accountMatcher } from '../match-accounts.ts'
import type { DayRange, ImportCounts, PostImport } from '../model.ts'
import { type ReadPosts, readPosts } from '../read-posts.ts'
import { distinctPosts, type FilePost, knownPosts, savePosts, saveSamples } from '../saving.ts'
import { correctTimes, type MovedPost, movedPosts, withoutMoved } from '../same-link.ts'
import { type NewSpan, saveSpans, spansShown } from '../spans.ts'

export type PostImportInput = {
  districtId: string
  fileName: string
  bytes: Uint8Array
  /** Shows the whole result and writes nothing. */
  dryRun?: boolean
  /** Writes the valid rows although others were rejected. */
  acceptValid?: boolean
  /** Known posts get the time this file tells; without it, such rows are rejected: an edited post is no new one. */
  correctTimes?: boolean
  /** The days the file speaks for, for each account in it, as declared by whoever collected it. */
  covers?: DayRange
  /** When the file was collected; the moment of the import where nobody says. */
  collectedAt?: Instant
}

/**
 * Imports a file of posts (.csv, .xlsx, .xls, .json). Nothing is written unless every row is valid or `acceptValid` is
 * given; rejected cells come back as values. The file itself is kept, sealed.
 * Refuses `posts.no-head`, `posts.is-annex2`, `posts.no-rows`, `posts.covers-*`, `posts.collected-later`, and what reading tables refuses.
 */
export async function importPosts(deps: Deps, actor: Actor, input: PostImportInput): Promise<PostImport> {
  permit(actor, 'posts.import', { districtId: input.districtId })
  const collectedAt = input.collectedAt ?? deps.clock.now()
  checkDays(deps, input, collectedAt)
  const found = await readFileRows(deps, input, collectedAt)
  const moved = await movedPosts(deps.db, input.districtId, found.rows)
  const read = input.correctTimes ? found : withoutMoved(found, moved)
  // Only where somebody says when it was collected does a file speak for days after its newest post.
  const importedAt = input.collectedAt === undefined ? collectedAt : undefined
  const spans = spansShown(read, input.fileName, { covers: input.covers, importedAt })
  const posts = distinctPosts(read.rows)
  const rejected = read.rejected
  if (input.dryRun || (rejected.length > 0 && !input.acceptValid) || read.rows.length === 0) {
    const counts = await foreseen(deps, input, { read, posts, spans, moved })
    return { outcome: input.dryRun ? 'previewed' : 'rejected', importId: null, counts, moved: moved.length, rejected }
  }
  return inTransaction(deps.db, (tx) => write(tx, deps, actor, input, { read, posts, spans, moved }))
}

function checkDays(deps: Deps, { covers }: PostImportInput, collectedAt: Instant): void {
  const [collectedOn, today] = [dayOf(collectedAt), deps.clock.today()]
  if (collectedOn > today)
    throw refuse('posts.collected-later', { collected: formatDayZh(collectedOn), today: formatDayZh(today) })
  if (!covers) return
  const [from, to] = [formatDayZh(covers.from), formatDayZh(covers.to)]
  if (covers.from > covers.to) throw refuse('posts.covers-reversed', { from, to })
  if (covers.to > collectedOn) throw refuse('posts.covers-future', { to, collected: formatDayZh(collectedOn) })
}

async function readFileRows(deps: Deps, input: PostImportInput, collectedAt: Instant): Promise<ReadPosts> {
  const file = await readTables(input.bytes, { fileName: input.fileName })
  const { sheets } = file
  if (holdsAnnex2(sheets)) throw refuse('posts.is-annex2')
  const match = accountMatcher(await accountsForCheck(deps.db, input.districtId, deps.clock.today()))
  const read = readPosts(sheets, match, collectedAt)
  if (!read.headed) refuseRenamedText(file, input.fileName)
  if (!read.headed) throw refuse('posts.no-head', { file: input.fileName })
  if (read.rowCount === 0) throw refuse('posts.no-rows', { file: input.fileName })
  return read
}

type Prepared = { read: ReadPosts; posts: FilePost[]; spans: NewSpan[]; moved: MovedPost[] }

async function write(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  input: PostImportInput,
  prepared: Prepared,
): Promise<PostImport> {
  const { read, posts, spans, moved } = prepared
  const importId = deps.ids.next()
  const file = await saveFile(tx, deps, {
    districtId: input.districtId,
    name: input.fileName,
    bytes: input.bytes,
    actor,
  })
  const origin = { districtId: input.districtId, importId, source: input.fileName, seenAt: deps.clock.now() }
  const newPosts = await savePosts(tx, deps.ids, origin, posts)
  if (input.correctTimes) await correctTimes(tx, input.districtId, moved)
  const samples = await saveSamples(tx, origin, read.rows)
  await saveSpans(
    tx,
    deps.ids,
    input.districtId,
    spans.map((span) => ({ ...span, importId })),
  )
  const corrections = input.correctTimes ? moved : []
  const counts = countsOf(prepared, { newPosts, samples, corrected: corrections.length })
  const summary = { ...counts, rejected: read.rejected.length }
  await insertRun(tx, deps, actor, input, { importId, fileId: file.id, summary })
  await append(tx, deps.ids, {
    districtId: input.districtId,
    actor,
    action: 'posts.imported',
    subject: { kind: 'import', id: importId },
    ...(corrections.length > 0 && {
      before: { times: corrections.map(({ postId, knownOn }) => ({ postId, publishedOn: knownOn })) },
    }),
    after: {
      fileId: file.id,
      sha256: file.sha256,
      ...summary,
      ...(corrections.length > 0 && {
        times: corrections.map(({ postId, row }) => ({ postId, publishedOn: row.post?.publishedOn })),
      }),
    },
    at: deps.wall.now(),
  })
  return { outcome: 'written', importId, counts, moved: moved.length, rejected: read.rejected }
}

type Run = { importId: string; fileId: string; summary: unknown }

async function insertRun(tx: Tx, deps: Deps, actor: Actor, input: PostImportInput, run: Run): Promise<void> {
  await tx
    .insertInto('import_run')
    .values({
      district_id: input.districtId,
      id: run.importId,
      kind: 'posts',
      file_id: run.fileId,
      file_name: input.fileName,
      state: 'written',
      summary: JSON.stringify(run.summary),
      created_by: actor.id,
      created_at: deps.wall.now(),
    })
    .execute()
}

async function foreseen(deps: Deps, input: PostImportInput, prepared: Prepared) {
  const { read, posts, moved } = prepared
  const known = await knownPosts(deps.db, input.districtId, posts)
  const samples = read.rows.reduce((sum, { post }) => sum + Object.keys(post?.counts ?? {}).length, 0)
  const corrected = input.correctTimes ? moved.length : 0
  return countsOf(prepared, { newPosts: posts.length - known.size, samples, corrected })
}

function countsOf(
  { read, posts, spans }: Prepared,
  written: Pick<ImportCounts, 'newPosts' | 'samples' | 'corrected'>,
): ImportCounts {
  const withPosts = new Set(posts.map(({ accountId }) => accountId))
  const accounts = new Set(read.rows.map(({ accountId }) => accountId))
  return {
    rows: read.rowCount,
    accounts: accounts.size,
    ...written,
    knownPosts: posts.length - written.newPosts,
    withoutTime: posts.filter(({ post }) => post.publishedOn === null).length,
    spans: spans.length,
    nothingFound: [...accounts].filter((id) => !withPosts.has(id)).length,
  }
}
