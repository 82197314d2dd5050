import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../tests/support/monitored-district.ts'
import { previewPosts } from '../collection/verbs/preview-posts.ts'
import { lastRound } from '../jobs/index.ts'
import { makeRounds, startRounds } from './rounds.ts'

it('a part that fails is told, and what may be kept no longer is erased all the same', async () => {
  const { database, deps, at } = await monitoredDistrict()
  const { fileId } = await previewPosts(deps, actorOf('supervisor'), {
    districtId,
    fileName: '发布.csv',
    bytes: new TextEncoder().encode(
      '账号,平台,标题,链接,发布时间\n临湖水务,新浪微博,防汛提示,https://example.cn/p/1,2026-10-02',
    ),
  })
  const kept = join(deps.dataDir, 'files', fileId.slice(-2), fileId)
  expect(existsSync(kept)).toBe(true)
  const told: Record<string, string>[] = []
  await database.owner((owner) => owner.query('alter table filing_campaign rename to filing_campaign_away'))
  try {
    const later = { ...at('2026-10-20T01:00:00.000Z'), ids: deps.ids }
    await makeRounds(later, (_error, context) => told.push(context))
  } finally {
    await database.owner((owner) => owner.query('alter table filing_campaign_away rename to filing_campaign'))
  }
  expect(told).toContainEqual({ part: 'rounds.campaigns', districtId })
  expect(existsSync(kept)).toBe(false)
})

it('a round is on record with what failed in it, for whoever looks after the installation', async () => {
  const { database, deps } = await monitoredDistrict()
  await startRounds(deps, () => undefined)()
  expect(await lastRound(deps.db)).toEqual({ at: deps.wall.now(), failed: [] })
  await database.owner((owner) => owner.query('alter table filing_campaign rename to filing_campaign_away'))
  await startRounds(deps, () => undefined)()
  expect((await lastRound(deps.db))?.failed).toContain(`专项排查提醒和期限（${districtId}）`)
})

it('a clock that leaps over months erases nothing until it has gone on for a week, and is forgotten when set right', async () => {
  const { database, deps, at } = await monitoredDistrict()
  await database.owner((owner) => owner.query('alter table published_text rename to published_text_away'))
  /** Whether texts whose years are over were looked for: with their table away that fails, and is told. */
  const erasesAt = async (moment: string) => {
    const told: (string | undefined)[] = []
    await startRounds({ ...at(moment), ids: deps.ids }, (_error, { part }) => told.push(part))()
    return told.includes('rounds.post-texts')
  }
  try {
    expect(await erasesAt('2026-10-12T01:00:00.000Z')).toBe(true)
    expect(await erasesAt('2026-11-11T01:00:00.000Z')).toBe(true)
    expect(await erasesAt('2031-01-01T01:00:00.000Z')).toBe(false)
    expect((await lastRound(deps.db))?.leaptAt).toBe('2031-01-01T01:00:00.000Z')
    expect(await erasesAt('2031-01-08T00:59:00.000Z')).toBe(false)
    expect(await erasesAt('2026-11-11T01:10:00.000Z')).toBe(true)
    expect(await erasesAt('2031-01-01T02:00:00.000Z')).toBe(false)
    expect(await erasesAt('2031-01-08T02:00:00.000Z')).toBe(true)
  } finally {
    await database.owner((owner) => owner.query('alter table published_text_away rename to published_text'))
  }
})
