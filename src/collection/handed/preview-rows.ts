import { sql } from 'kysely'
import { formatMinute } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import type { FigureRow, PostRow, PreviewedRow, RowState } from '../model.ts'
import type { ReadPosts } from '../read-posts.ts'
import type { MovedPost } from '../same-link.ts'
import { distinctPosts, knownPosts, postKey } from '../saving.ts'
import { seriesLabels } from './kinds.ts'

/** What a file would do row by row, in the order of the file. */
export async function previewRows(
  db: Db,
  { districtId, correctTimes }: { districtId: string; correctTimes?: boolean },
  read: ReadPosts,
  moved: readonly MovedPost[],
): Promise<PreviewedRow[]> {
  const names = await namesOf(db, districtId, [...read.rows, ...read.figures])
  const known = await knownPosts(db, districtId, distinctPosts(read.rows))
  const changes = new Set(correctTimes ? moved.map(({ row }) => row) : [])
  const seen = new Set<string>()
  const figures = await figureStates(db, districtId, read.figures)
  let figure = 0
  const rows: PreviewedRow[] = [
    ...read.rows.map((row) => ({
      ...place(row, names),
      what: row.post ? row.post.title || (row.post.url ?? '') : '未见发布',
      published: row.post ? publishedText(row.post) : '',
      state: changes.has(row) ? ('changed' as const) : postState(row, known, seen),
    })),
    ...read.figures.map((row) => {
      const own = row.samples.map(() => figures[figure++] ?? 'nothing')
      return { ...place(row, names), what: figuresText(row), published: '', state: worst(own) }
    }),
    ...refusedRows(read),
  ]
  const order = new Map([...new Set(rows.map(({ sheet }) => sheet))].map((sheet, at) => [sheet, at]))
  return rows.sort((a, b) => (order.get(a.sheet) ?? 0) - (order.get(b.sheet) ?? 0) || a.row - b.row)
}

type Named = { name: string; platform: Platform }

const publishedText = ({ publishedAt, publishedOn }: NonNullable<PostRow['post']>) =>
  publishedAt ? formatMinute(publishedAt) : (publishedOn ?? '没有发布时间')

const place = ({ sheet, row, accountId }: PostRow | FigureRow, names: ReadonlyMap<string, Named>) => ({
  sheet,
  row,
  account: names.get(accountId)?.name ?? '',
  platform: platforms[names.get(accountId)?.platform ?? 'other'].label,
})

function refusedRows({ rejected }: ReadPosts): PreviewedRow[] {
  const byRow = Map.groupBy(rejected, ({ sheet, row }) => `${sheet}\n${row}`)
  return [...byRow.values()].map((cells) => ({
    sheet: cells[0]?.sheet ?? '',
    row: cells[0]?.row ?? 0,
    account: '',
    platform: '',
    what: cells.map(({ column, found }) => `${column}：${found || '空白'}`).join('；'),
    published: '',
    state: 'refused',
  }))
}

const ranks: readonly RowState[] = ['changed', 'new', 'known', 'nothing']
const worst = (states: readonly RowState[]): RowState => ranks.find((state) => states.includes(state)) ?? 'nothing'

function figuresText({ samples }: FigureRow): string {
  const [first] = samples
  if (!first) return '没有数值'
  const when = ['period', 'day'].map((name) => first.value[name]).find((said) => typeof said === 'string')
  const [, channel] = first.key.split(':')
  const series = [...new Set(samples.map(({ key }) => seriesLabels.get(key.split(':')[0] ?? '') ?? key))].join('、')
  return [when, channel, series].filter(Boolean).join('　')
}

function postState(row: PostRow, known: ReadonlyMap<string, boolean>, seen: Set<string>): RowState {
  const { post } = row
  if (!post) return 'nothing'
  const key = postKey({ ...row, post })
  const again = seen.has(key)
  seen.add(key)
  if (again) return 'repeated'
  const timed = known.get(key)
  if (timed === undefined) return 'new'
  return !timed && post.publishedOn !== null ? 'changed' : 'known'
}

/** Of each figure, in order: not seen before, seen with the same value, or seen with another. */
export async function figureStates(db: Db | Tx, districtId: string, rows: readonly FigureRow[]): Promise<RowState[]> {
  const figures = rows.flatMap(({ accountId, samples }) => samples.map((sample) => ({ accountId, ...sample })))
  if (figures.length === 0) return []
  const found = await sql<{ at: number; same: boolean }>`
    select f.at, bool_or(s.value = f.value::jsonb) as same
    from unnest(
      ${figures.map((_, at) => at)}::int[], ${figures.map(({ accountId }) => accountId)}::uuid[],
      ${figures.map(({ key }) => key)}::text[], ${figures.map(({ observedAt }) => observedAt)}::timestamptz[],
      ${figures.map(({ value }) => JSON.stringify(value))}::text[]
    ) as f (at, account_id, key, observed_at, value)
    join collection_sample s on s.district_id = ${districtId} and s.account_id = f.account_id and s.kind = 'metric'
      and s.key = f.key and s.observed_at = f.observed_at
    group by f.at`.execute(db)
  const same = new Map(found.rows.map(({ at, same: is }) => [at, is]))
  return figures.map((_, at) => (same.get(at) === undefined ? 'new' : same.get(at) ? 'known' : 'changed'))
}

async function namesOf(
  db: Db,
  districtId: string,
  rows: readonly { accountId: string }[],
): Promise<Map<string, Named>> {
  const ids = [...new Set(rows.map(({ accountId }) => accountId))]
  const found = await sql<{ id: string } & Named>`
    select id, name, platform from account where district_id = ${districtId} and id = any(${ids}::uuid[])`.execute(db)
  return new Map(found.rows.map(({ id, name, platform }) => [id, { name, platform }]))
}
