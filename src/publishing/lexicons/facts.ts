import type { CivilDate } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { compileLexicon, type Lexicon } from '../../textcheck/index.ts'
import { entryOf } from './district-check.ts'
import { lexiconKind } from './model.ts'
import { approvedSourcesOn, listRows } from './queries.ts'

/** What F-08 and F-09 ask: where one may repost from, and what is 商业广告. */
export type RepostRules = {
  /** True of a 稿源 by its name or its link; undefined where the district keeps no list, and then nobody is judged. */
  isApproved(source: { name?: string | null; link?: string | null }): boolean | undefined
  /** Words of a text that are 商业广告 by the district's list. */
  advertisementsIn(text: string): string[]
}

/** The rules of a district on a day, read once for many posts. */
export async function repostRulesOn(db: Db | Tx, districtId: string, on: CivilDate): Promise<RepostRules> {
  const sources = await approvedSourcesOn(db, districtId, on)
  const names = new Set(sources.map(({ name }) => name))
  const hosts = sources.flatMap(({ host }) => host?.toLowerCase() ?? [])
  const advertisements = await advertisementLexicon(db, districtId)
  return {
    isApproved({ name, link }) {
      if (sources.length === 0) return undefined
      const host = link && URL.canParse(link) ? new URL(link).hostname : undefined
      return (
        (name !== undefined && name !== null && names.has(name.trim())) ||
        (host !== undefined && hosts.some((one) => host === one || host.endsWith(`.${one.replace(/^www\./, '')}`)))
      )
    },
    advertisementsIn: (text) => [...new Set(advertisements.find(text, on).map(({ observed }) => observed))],
  }
}

async function advertisementLexicon(db: Db | Tx, districtId: string): Promise<Lexicon> {
  const { rows } = await listRows(db, lexiconKind, { districtId })
  return compileLexicon(
    rows.filter(({ row }) => row['list'] === 'advertisement').map(({ id, row }) => entryOf(id, row)),
  )
}
