import { findDistrict } from '../access/index.ts'
import { toldPapers } from '../circulars/index.ts'
import { openFeeds } from '../collection/index.ts'
import type { Db } from '../database/index.ts'
import { platforms } from '../vocabulary/platforms.ts'
import { circularsAtom } from './atom.ts'
import { openDirectory } from './told.ts'

const PAPERS = 50

/** 主动公开 papers of a district as Atom; undefined: nothing of the district is open. */
export async function publicAtom(db: Db, districtId: string, demo: boolean): Promise<string | undefined> {
  const open = await openDirectory(db, districtId)
  if (!open) return undefined
  const { name: district, officeName: office } = await findDistrict(db, districtId)
  const papers = await toldPapers(db, districtId, { openOnly: true, newestFirst: true, limit: PAPERS })
  return circularsAtom({ districtId, district, office, asOf: open.asOf, demo }, papers)
}

/** The feeds of accounts that stand in the open directory, as OPML; undefined: nothing of the district is open. */
export async function publicOpml(db: Db, districtId: string): Promise<string | undefined> {
  const open = await openDirectory(db, districtId)
  if (!open) return undefined
  const known = new Set(open.accounts.map(({ name, platform }) => JSON.stringify([name, platform])))
  const { name: district } = await findDistrict(db, districtId)
  const isOpen = ({ name, platform }: { name: string; platform: keyof typeof platforms }) =>
    known.has(JSON.stringify([name, platforms[platform].label]))
  return (await openFeeds(db, districtId, `${district}政务新媒体订阅源`, isOpen)).opml
}
