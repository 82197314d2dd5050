import { expect, it, onTestFinished, vi } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { LEADING, openLead } from './lead.ts'

const place = async () => {
  const database = await cloneDatabase()
  const open = (answerWithinMs?: number) => {
    const lead = openLead({ config: database.connection }, answerWithinMs)
    onTestFinished(() => lead.close())
    return lead
  }
  const backends = async () =>
    (
      await database.owner((owner) =>
        owner.query<{ pid: number }>(
          'select pid from pg_stat_activity where datname = current_database() and application_name = $1 order by pid',
          [LEADING],
        ),
      )
    ).rows.map(({ pid }) => pid)
  return { database, open, backends }
}

it('a server that falls silent holds up nobody who asks, and what was held is not lost with the connection that was given up', async () => {
  const { open, backends } = await place()
  const lead = open(200)
  expect(await lead.has('rounds')).toBe(true)
  const [silent] = await backends()
  process.kill(silent!, 'SIGSTOP')
  try {
    expect(await lead.has('rounds')).toBe(false)
  } finally {
    process.kill(silent!, 'SIGCONT')
  }
  await vi.waitFor(async () => expect(await lead.has('rounds')).toBe(true), 10_000)
  expect(await backends()).not.toContain(silent)
})

it('the end of an earlier connection takes nothing from the one that followed it', async () => {
  const { database, open, backends } = await place()
  const [lead, other] = [open(), open()]
  expect(await lead.has('rounds')).toBe(true)
  for (let n = 0; n < 5; n++) {
    for (const pid of await backends())
      await database.owner((owner) => owner.query('select pg_terminate_backend($1)', [pid]))
    await vi.waitFor(async () => expect(await lead.has('rounds')).toBe(true), 10_000)
  }
  expect(await other.has('rounds')).toBe(false)
  expect(await lead.has('rounds')).toBe(true)
  await lead.close()
  await vi.waitFor(async () => expect(await other.has('rounds')).toBe(true), 10_000)
})
