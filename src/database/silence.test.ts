import { once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { sql } from 'kysely'
import { Client } from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { expect, it } from 'vitest'
import { overNetwork, patience } from '../../tests/support/database-over-network.ts'
import { isDatabaseAway } from './away.ts'
import { watchSilence } from './silence.ts'

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

it('a program that is held up itself while it asks cuts nothing', async () => {
  const { network, database } = await overNetwork()
  const before = network.made()
  const asked = sql<{ done: boolean }>`select pg_sleep(5) is not null as done`.execute(database.db)
  // The connection of the statement, and the first one that asks about it.
  while (network.made() < before + 2) await nextTurn()
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, patience.answerWithinMs + 500)
  expect((await asked).rows).toEqual([{ done: true }])
})

it('a server that refuses to be asked is there, and what it works at is not cut', async () => {
  const { network, databaseUrl } = await overNetwork()
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  const before = network.made()
  // It speaks no TLS, as one whose certificate has expired speaks none with us.
  watchSilence({ config: { connectionString: databaseUrl, ssl: true } }, patience).add(client)
  const { rows } = await client.query<{ done: boolean }>('select pg_sleep(1) is not null as done')
  expect([rows, network.made() > before]).toEqual([[{ done: true }], true])
  await client.end()
})

it('a snapshot may be read as slowly as its reader likes: the server ends no reader of it who takes nothing for a while', async () => {
  const { database } = await overNetwork()
  const limit = `select source from pg_settings where name = 'tcp_user_timeout'`
  const [own, other] = [
    await database.inSnapshot((client) => client.query<{ source: string }>(limit)),
    await database.pool.query<{ source: string }>(limit),
  ]
  // On a socket of this machine the value is 0 always; who set it last says which it would be over a network.
  expect([own.rows, other.rows]).toEqual([[{ source: 'session' }], [{ source: 'client' }]])
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
