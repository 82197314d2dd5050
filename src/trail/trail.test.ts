import { beforeEach, describe, expect, it } from 'vitest'
import { cloneDatabase, type TestDatabase } from '../../tests/support/database.ts'
import { fixedClock, instant } from '../calendar/index.ts'
import { seededIds } from '../database/index.ts'
import { linkHash } from './chain.ts'
import { append, eventsOf, latestEvents, verifyTrail } from './index.ts'
import { eventsAfter } from './queries.ts'

const clock = fixedClock(instant('2026-10-12T01:00:00Z'))
const actor = { kind: 'user', id: 'u1', requestId: 'r1' }
let database: TestDatabase

beforeEach(async () => {
  database = await cloneDatabase()
})

const ids = seededIds('trail-test', clock)

async function write(count: number, districtId = '990100') {
  for (let n = 1; n <= count; n++) {
    const entry = {
      districtId,
      actor,
      action: 'account.changed',
      subject: { kind: 'account', id: `a${n % 3}` },
      before: { n: n - 1 },
      after: { n, 中文: '值', list: [1, null] },
      at: clock.now(),
    }
    await database.db.transaction().execute((tx) => append(tx, ids, entry))
  }
}

describe('the trail', () => {
  it('is whole after many changes, a chain a district', async () => {
    await write(7)
    await write(2, '990200')
    expect(await verifyTrail(database.db)).toMatchObject([
      { districtId: '990100', whole: true, size: 7 },
      { districtId: '990200', whole: true, size: 2 },
    ])
    expect((await eventsOf(database.db, '990100', { kind: 'account', id: 'a1' })).map(({ seq }) => seq)).toEqual([
      7, 4, 1,
    ])
    expect((await latestEvents(database.db, '990100', { limit: 2, beforeSeq: 5 })).map(({ seq }) => seq)).toEqual([
      4, 3,
    ])
  })

  it('queues writers of one district and loses none of them', async () => {
    await Promise.all(Array.from({ length: 12 }, () => write(1)))
    expect(await verifyTrail(database.db)).toMatchObject([{ whole: true, size: 12 }])
  })

  it.each([
    ['altered', 3, `update trail_event set after = '{"n":99}' where seq = 3`],
    ['altered', 3, `update trail_event set actor_id = 'somebody else' where seq = 3`],
    ['missing', 3, `delete from trail_event where seq = 3`],
    ['cut', 5, `delete from trail_event where seq = 5`],
    ['relinked', 4, `update trail_event set previous_hash = repeat('a', 64) where seq = 4`],
    ['altered', 2, `update trail_event set algorithm = 'md5' where seq = 2`],
    ['cut', 6, `update trail_head set seq = 6`],
  ])('names the first broken link: %s at %i', async (why, brokenAt, tampering) => {
    await write(5)
    await database.owner((owner) => owner.query(tampering))
    expect(await verifyTrail(database.db)).toMatchObject([{ whole: false, brokenAt, why }])
  })

  it('is broken at its last link when that was rewritten with a hash that fits it', async () => {
    await write(5)
    const [last] = await eventsAfter(database.db, '990100', 4, 1)
    const { hash: _, onBehalfOf: __, algorithm, ...row } = last!
    const forged = linkHash({ ...row, algorithm: algorithm as 'sm3', after: { n: 99 } })
    await database.owner((owner) =>
      owner.query(`update trail_event set after = '{"n":99}', hash = $1 where seq = 5`, [forged]),
    )
    expect(await verifyTrail(database.db)).toMatchObject([{ whole: false, brokenAt: 5, why: 'altered' }])
  })

  it('is broken when the row that names its last link is gone, with all its links or without', async () => {
    await write(5)
    await database.owner((owner) => owner.query(`delete from trail_head`))
    const headless = { districtId: '990100', whole: false, brokenAt: 6, why: 'headless' }
    expect(await verifyTrail(database.db)).toMatchObject([headless])
    expect(await verifyTrail(database.db, '990100')).toMatchObject([headless])
  })

  it('of a district is broken when nothing at all is left of it', async () => {
    await database.owner((owner) =>
      owner.query(
        `insert into district values ('990300', '临湖区', '临湖', '临湖区行政审批服务局', '某办公室', now())`,
      ),
    )
    await write(2, '990300')
    await database.owner((owner) => owner.query(`delete from trail_event; delete from trail_head`))
    expect(await verifyTrail(database.db)).toMatchObject([
      { districtId: '000000', whole: false, why: 'headless' },
      { districtId: '990300', whole: false, why: 'headless' },
    ])
  })

  it('of a district that is not here is not called whole', async () => {
    await write(1)
    await expect(verifyTrail(database.db, '990999')).rejects.toMatchObject({ code: 'district.unknown' })
  })

  it('is whole at every moment while the office works', async () => {
    await write(200)
    const office = { open: true }
    const work = (async () => {
      while (office.open) await write(1)
    })()
    try {
      for (let look = 0; look < 25; look++) expect(await verifyTrail(database.db)).toMatchObject([{ whole: true }])
    } finally {
      office.open = false
      await work
    }
  })

  it('can be neither changed nor deleted by the program itself', async () => {
    await write(1)
    for (const statement of [
      'update trail_event set action = action',
      'delete from trail_event',
      'truncate trail_event',
      'delete from trail_head',
      'truncate trail_head',
    ]) {
      await expect(database.pool.query(statement)).rejects.toMatchObject({ code: '42501' })
    }
  })
})
