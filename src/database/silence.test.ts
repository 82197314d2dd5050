import { once } from 'node:events'
import { sql } from 'kysely'
import { to as copyTo } from 'pg-copy-streams'
import { expect, it } from 'vitest'
import { overNetwork } from '../../tests/support/database-over-network.ts'
import { isDatabaseAway } from './away.ts'

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'answered',
    (error: unknown) => (isDatabaseAway(error) ? 'away' : String(error)),
  )
const one = sql<{ one: number }>`select 1 as one`

it('what waits when the network is cut is told so, whether page, verb, transaction or snapshot, and all go on when it is back', async () => {
  const { network, database } = await overNetwork()
  const { db, pages, inSnapshot } = database
  // As many connections as will wait when the network goes.
  await Promise.all([db, db, db, pages].map((each) => sql`select pg_sleep(0.2)`.execute(each)))
  const begun = Promise.withResolvers<void>()
  const cut = Promise.withResolvers<void>()
  const inTransaction = db.transaction().execute(async (tx) => {
    await one.execute(tx)
    begun.resolve()
    await cut.promise
    await one.execute(tx)
  })
  const slept = inSnapshot((client) => client.query('select pg_sleep(60)'))
  await begun.promise
  network.cut()
  cut.resolve()
  const asked = [one.execute(db), one.execute(pages), inTransaction, slept]
  expect(await Promise.all(asked.map(refusal))).toEqual(asked.map(() => 'away'))
  network.mend()
  expect(await database.obstacles()).toEqual([])
  expect((await one.execute(db)).rows).toEqual([{ one: 1 }])
})

it('a statement that takes long is asked about and not cut', async () => {
  const { network, database } = await overNetwork()
  const before = network.made()
  // Until it has been asked about three times.
  const asked = sql<{ done: boolean }>`select pg_sleep(4) is not null as done`.execute(database.db)
  expect((await asked).rows).toEqual([{ done: true }])
  expect(network.made()).toBeGreaterThan(before + 3)
})

it('a connection that the network alone has forgotten is given up, though new ones are made', async () => {
  const { network, database } = await overNetwork()
  await one.execute(database.db)
  network.cut('standing')
  expect(await refusal(one.execute(database.db))).toBe('away')
  expect((await one.execute(database.db)).rows).toEqual([{ one: 1 }])
})

it('rows that somebody reads slowly are not taken for silence', async () => {
  const { network, database } = await overNetwork()
  const read = await database.inSnapshot(async (client) => {
    const rows = client.query(
      copyTo('copy (select n, repeat(md5(n::text), 8) from generate_series(1, 8000) n) to stdout'),
    )
    await once(rows, 'readable')
    const asks = network.made()
    // A second and more in which nothing is read, while another statement is asked about.
    await sql`select pg_sleep(1)`.execute(database.db)
    expect(network.made()).toBeGreaterThan(asks + 3)
    let lines = 0
    for await (const piece of rows) lines += (piece as Buffer).toString('utf8').split('\n').length - 1
    return lines
  })
  expect(read).toBe(8000)
})
