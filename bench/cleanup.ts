import type { Actor } from '../src/access/index.ts'
import { addDays, civilDate, fixedClock, startOfDay } from '../src/calendar/index.ts'
import { keepDays, matchDocument, proposalsOn } from '../src/cleanup/index.ts'
import { median, ms, type Row } from './measure.ts'
import { districtId, makeAccounts, makePosts, makeScene } from './scene.ts'

const accounts = 5_000
const found = 10_000
const asOf = civilDate('2026-09-30')

/** Proposals for 5,000 accounts beside the bare reading of their rows; 10,000 found accounts held against them. */
export async function cleanupRows(): Promise<Row[]> {
  const scene = await makeScene()
  try {
    await makeAccounts(scene, accounts)
    await makePosts(scene, accounts, 500_000)
    const { deps } = scene
    const { db } = deps
    const bare = await median(5, () =>
      scene.database.pool.query('select * from account where district_id = $1', [districtId]),
    )
    const proposed = await median(5, () => proposalsOn(db, { districtId, asOf, today: asOf }))
    const kept = await keptBytes(scene)
    const bytes = new TextEncoder().encode(listOf(found))
    const matched = await median(3, () =>
      matchDocument(deps, program, { districtId, bytes, fileName: '发现账号.csv', asOf }),
    )
    return [
      {
        what: `clean-up proposals, ${accounts} accounts, 500000 posts`,
        figure: ms(proposed),
        beside: `bare reading ${ms(bare)}: ${(proposed / bare).toFixed(1)} x; limit: ${(proposed / 1_000).toFixed(2)} x`,
        target: '< 1 s',
        holds: proposed < 1_000,
      },
      {
        what: `clean-up proposals of one more day kept, ${accounts} accounts`,
        figure: `${Math.round(kept.one / 1024)} kB`,
        beside: `alone ${Math.round(kept.alone / 1024)} kB, as JSON ${Math.round(kept.json / 1024)} kB`,
        target: '< 1 MB',
        holds: kept.one < 1024 * 1024,
      },
      {
        what: `concealment, ${found} found x ${accounts} registered, file read`,
        figure: ms(matched),
        beside: `limit: ${(matched / 5_000).toFixed(2)} x`,
        target: '< 5 s',
        holds: matched < 5_000,
      },
    ]
  } finally {
    await scene.close()
  }
}

/** Half of them registered as they are, a quarter with another name, a quarter never filed. */
function listOf(count: number): string {
  const platforms = ['微信公众号', '新浪微博', '抖音', '视频号', '今日头条']
  const line = (n: number) => {
    const at = (n % accounts) + 1
    const unit = `临湖区第${Math.floor((at - 1) / 5) + 1}局`
    const name = n % 4 === 1 ? `临湖政务${at}` : n % 4 === 3 ? `未备案账号${n}` : `临湖账号${at}`
    return `${platforms[(at - 1) % 5]},${name},${unit},https://demo.example.cn/${n % 4 === 3 ? `x${n}` : at}`
  }
  return ['平台,账号名称,认证主体,主页链接', ...Array.from({ length: count }, (_, n) => line(n))].join('\n')
}

const program: Actor = {
  kind: 'system',
  id: 'system',
  districtId: null,
  unitId: null,
  roles: ['operator'],
  requestId: '',
}

/** What a day costs when it is kept beside the day before. */
async function keptBytes({ deps }: Awaited<ReturnType<typeof makeScene>>) {
  for (const day of [0, 1, 2])
    await keepDays({ ...deps, clock: fixedClock(startOfDay(addDays(asOf, day))) }, program, districtId)
  const rows = await deps.db
    .selectFrom('cleanup_day_kept')
    .select(['packed', 'byte_count as json'])
    .where('as_of', '<', addDays(asOf, 2))
    .orderBy('as_of')
    .execute()
  return { alone: rows[0]?.packed.byteLength ?? 0, one: rows[1]?.packed.byteLength ?? 0, json: rows[1]?.json ?? 0 }
}
