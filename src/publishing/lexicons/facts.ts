import type { CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { standardTextChecker } from '../../textcheck/index.ts'
import { keptWords } from './kept-lists.ts'
import { approvedSourcesOn } from './queries.ts'
import { withoutChannel } from './source-names.ts'

/** Where one may repost from (F-08). True of a 稿源 by its name, in whatever channel of its own, or its link; undefined where the district keeps no list, and then nobody is judged. */
export type ApprovedSources = (source: { name?: string | null; link?: string | null }) => boolean | undefined

/** The 稿源名单 of a district on a day, read once for many posts. */
export async function approvedSources(db: Db | Tx, districtId: string, on: CivilDate): Promise<ApprovedSources> {
  const sources = await approvedSourcesOn(db, districtId, on)
  const names = new Set(sources.map(({ name }) => name))
  const hosts = sources.flatMap(({ host }) => host?.toLowerCase() ?? [])
  return ({ name, link }) => {
    if (sources.length === 0) return undefined
    const host = link && URL.canParse(link) ? new URL(link).hostname : undefined
    return (
      (name && (names.has(name.trim()) || names.has(withoutChannel(name.trim())))) ||
      (host !== undefined && hosts.some((one) => host === one || host.endsWith(`.${one.replace(/^www\./, '')}`)))
    )
  }
}

/** Whether the district keeps words of 商业广告 at all. */
export async function hasAdvertisements(db: Db | Tx, districtId: string): Promise<boolean> {
  const found = await db
    .selectFrom('lexicon_entry')
    .select('id')
    .where('district_id', '=', districtId)
    .where('list', '=', 'advertisement')
    .where('removed_at', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/**
 * Words of each text that are 商业广告 by the district's list on a day (F-09); nothing where it keeps none. The texts are read
 * as one, in the thread that checks texts.
 */
export async function advertisementsIn(
  db: Db | Tx,
  districtId: string,
  on: CivilDate,
  texts: readonly string[],
): Promise<string[][]> {
  const words = await keptWords(db, districtId, 'advertisement')
  const found = texts.map(() => new Set<string>())
  const lines = texts.map((text) => text.replaceAll('\n', '。'))
  for (const { from, to } of stretches(lines)) {
    const { findings } = await standardTextChecker().check({
      text: lines.slice(from, to).join('\n'),
      on,
      links: [],
      rules: false,
      typo: false,
      seed: false,
      words,
      silenced: { names: [], ignored: [] },
    })
    for (const { paragraph, observed } of findings) found[from + paragraph! - 1]?.add(observed)
  }
  return found.map((one) => [...one])
}

// A check lists the gravest 5,000 findings: no stretch of so many characters has more.
const STRETCH = 10_000

/** Lines one after another, as many as make a stretch. */
function* stretches(lines: readonly string[]): Iterable<{ from: number; to: number }> {
  let [from, length] = [0, 0]
  for (const [at, line] of lines.entries()) {
    length += line.length
    if (length < STRETCH && at < lines.length - 1) continue
    yield { from, to: at + 1 }
    ;[from, length] = [at + 1, 0]
  }
}
