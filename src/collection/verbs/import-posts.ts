import { sql } from 'kysely'
import { sha256Of } from '../evidence/document.ts'
import { type Actor, type Deps, permit } from '../../access/index.ts'
import { dayOf, formatDayZh, type Instant } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { readTables } from '../../documents/index.ts'
import { refuseMarkedSheets, saveFile } from '../../files/index.ts'
import { holdsAnnex2, refuseRenamedText } from '../../registry/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { accountNamed, knownAccounts } from '../handed/accounts.ts'
import { findTables, type FoundTable, noteOn } from '../handed/find-tables.ts'
import { insertStrangers } from '../handed/met-accounts.ts'
import { figureStates, previewRows } from '../handed/preview-rows.ts'
import { accountMatcher } from '../match-accounts.ts'
import type { DayRange, ImportCounts, PostImport, RowState } from '../model.ts'
import { type ReadPosts, readPosts } from '../read-posts.ts'
import {
  knownPosts,
  distinctPosts,
  type FilePost,
  holdCollected,
  saveFigures,
  savePosts,
  saveSamples,
  saveSightings,
  sightingsOf,
} from '../saving.ts'
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
  /** Whose the file is, where it has no column of accounts: an id, or a name of the ledger. */
  account?: string
}

/**
 * Imports a file that somebody handed over (.csv, .xlsx, .xls, .json): posts and figures of the kinds of handed/kinds.ts.
 * Nothing is written unless every row is valid or `acceptValid` is given; rejected cells come back as values. The file
 * itself is kept, sealed. Refuses `secrecy.file-stopped`, `posts.no-head`, `posts.head-missing`, `posts.personal-head`,
 * `posts.is-annex2`, `posts.no-rows`, `posts.account-needed`, `posts.account-unknown`, `posts.covers-*`, `posts.collected-later`, and what
 * reading tables refuses.
 */
export async function importPosts(deps: Deps, actor: Actor, input: PostImportInput): Promise<PostImport> {
  permit(actor, 'posts.import', { districtId: input.districtId })
  const collectedAt = input.collectedAt ?? (await sameFileToday(deps, input)) ?? deps.clock.now()
  checkDays(deps, input, collectedAt)
  const { found, tables } = await readFileRows(deps, actor, input, collectedAt)
  const moved = await movedPosts(deps.db, input.districtId, found.rows)
  const read = input.correctTimes ? found : withoutMoved(found, moved)
  // Only where somebody says when it was collected does a file speak for days after its newest post.
  const importedAt = input.collectedAt === undefined ? collectedAt : undefined
  const spans = spansShown(read, input.fileName, { covers: input.covers, importedAt })
  const posts = distinctPosts(read.rows)
  const rejected = read.rejected
  const prepared = { read, posts, spans, moved, tables }
  const nothing = read.rows.length + read.figures.length === 0
  if (input.dryRun || (rejected.length > 0 && !input.acceptValid) || nothing) {
    const counts = await foreseen(deps, input, prepared)
    const outcome = input.dryRun ? ('previewed' as const) : ('rejected' as const)
    const shown = { outcome, importId: null, counts, moved: moved.length, rejected, tables: tables.map(tableShown) }
    return input.dryRun ? { ...shown, rows: await previewRows(deps.db, input, read, moved) } : shown
  }
  return inTransaction(deps.db, async (tx) => {
    await holdCollected(tx, input.districtId)
    return write(tx, deps, actor, input, prepared)
  })
}

// The same bytes handed over again on the same day are the same look at the accounts, and nothing was counted anew.
async function sameFileToday(
  deps: Deps,
  { districtId, fileName, bytes }: PostImportInput,
): Promise<Instant | undefined> {
  const sha256 = sha256Of(bytes)
  const { rows } = await sql<{ at: Instant | null }>`
    select max(s.collected_at) as at from post_sample s
    join import_run r on r.district_id = s.district_id and r.id = s.import_id
    join stored_file f on f.district_id = r.district_id and f.id = r.file_id
    where s.district_id = ${districtId} and r.kind = 'posts' and r.state = 'written' and r.file_name = ${fileName}
      and f.sha256 = ${sha256}`.execute(deps.db)
  const at = rows[0]?.at
  return at && dayOf(at) === deps.clock.today() ? at : undefined
}

const tableShown = ({ sheet, headRow, kind, columns, untaken }: FoundTable) => ({
  sheet: sheet.name,
  row: headRow + 1,
  kind: kind.id,
  label: kind.label,
  sees: kind.sees,
  untaken,
  note: noteOn({ kind, columns, untaken }),
})

function checkDays(deps: Deps, { covers }: PostImportInput, collectedAt: Instant): void {
  const [collectedOn, today] = [dayOf(collectedAt), deps.clock.today()]
  if (collectedOn > today)
    throw refuse('posts.collected-later', { collected: formatDayZh(collectedOn), today: formatDayZh(today) })
  if (!covers) return
  const [from, to] = [formatDayZh(covers.from), formatDayZh(covers.to)]
  if (covers.from > covers.to) throw refuse('posts.covers-reversed', { from, to })
  if (covers.to > collectedOn) throw refuse('posts.covers-future', { to, collected: formatDayZh(collectedOn) })
}

async function readFileRows(deps: Deps, actor: Actor, input: PostImportInput, collectedAt: Instant) {
  const { districtId, fileName } = input
  const file = await readTables(input.bytes, { fileName })
  const { sheets } = file
  await refuseMarkedSheets(deps, actor, { districtId, source: '导入采集文件', bytes: input.bytes, sheets })
  if (holdsAnnex2(sheets)) throw refuse('posts.is-annex2')
  const tables = findTables(sheets, fileName)
  if (tables.length === 0) refuseRenamedText(file, fileName)
  if (tables.length === 0) throw refuse('posts.no-head', { file: fileName })
  const never = tables.find(({ kind }) => kind.speaks === 'never')
  if (never && input.covers) throw refuse('posts.covers-unlisted', { kind: never.kind.label })
  const accounts = await knownAccounts(deps.db, districtId, deps.clock.today())
  const accountId = accountNamed(accounts, tables, input.account, fileName)
  const found = readPosts(tables, { match: accountMatcher(accounts), accountId, collectedAt })
  if (found.rowCount === 0) throw refuse('posts.no-rows', { file: fileName })
  return { found, tables }
}

type Prepared = { read: ReadPosts; posts: FilePost[]; spans: NewSpan[]; moved: MovedPost[]; tables: FoundTable[] }

async function write(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  input: PostImportInput,
  prepared: Prepared,
): Promise<PostImport> {
  const { read, posts, spans, moved, tables } = prepared
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
  const said = sightingsOf(
    posts,
    read.rows,
    importId,
    corrections.map(({ row }) => row),
  )
  await saveSightings(tx, { districtId: input.districtId, byImport: true, seenAt: origin.seenAt }, said)
  const figures = await figureStates(tx, input.districtId, read.figures)
  await saveFigures(tx, deps.ids, origin, read.figures)
  const counts = countsOf(prepared, { newPosts, samples, corrected: corrections.length, figures })
  const kinds = [...new Set(tables.map(({ kind }) => kind.id))]
  const summary = { ...counts, rejected: read.rejected.length, kinds, strangers: read.met.size }
  await insertRun(tx, deps, actor, input, { importId, fileId: file.id, summary })
  const place = { districtId: input.districtId, importId, metOn: deps.clock.today() }
  await insertStrangers(tx, place, [...read.met.values()])
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
  return {
    outcome: 'written',
    importId,
    counts,
    moved: moved.length,
    rejected: read.rejected,
    tables: tables.map(tableShown),
  }
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
      undoable: true,
      summary: JSON.stringify(run.summary),
      created_by: actor.id,
      created_at: deps.wall.now(),
    })
    .execute()
}

async function foreseen(deps: Deps, input: PostImportInput, prepared: Prepared) {
  const { read, posts, moved } = prepared
  const figures = await figureStates(deps.db, input.districtId, read.figures)
  const known = await knownPosts(deps.db, input.districtId, posts)
  const samples = read.rows.reduce((sum, { post }) => sum + Object.keys(post?.counts ?? {}).length, 0)
  const corrected = input.correctTimes ? moved.length : 0
  return countsOf(prepared, { newPosts: posts.length - known.size, samples, corrected, figures })
}

function countsOf(
  { read, posts, spans }: Prepared,
  { figures, ...written }: Pick<ImportCounts, 'newPosts' | 'samples' | 'corrected'> & { figures: readonly RowState[] },
): ImportCounts {
  const figuresThat = (are: RowState) => figures.filter((state) => state === are).length
  const withPosts = new Set(posts.map(({ accountId }) => accountId))
  const looked = new Set(read.rows.map(({ accountId }) => accountId))
  const accounts = new Set([...looked, ...read.figures.map(({ accountId }) => accountId)])
  return {
    rows: read.rowCount,
    accounts: accounts.size,
    ...written,
    knownPosts: posts.length - written.newPosts,
    repeated: read.rows.filter(({ post }) => post).length - posts.length,
    withoutTime: posts.filter(({ post }) => post.publishedOn === null).length,
    spans: spans.length,
    nothingFound: [...looked].filter((id) => !withPosts.has(id)).length,
    newFigures: figuresThat('new'),
    knownFigures: figuresThat('known'),
    changedFigures: figuresThat('changed'),
  }
}
