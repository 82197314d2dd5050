import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest'
import { cloneDatabase } from '../../tests/support/database.ts'
import { systemClock } from '../calendar/index.ts'
import { systemIds } from '../database/index.ts'
import { startJobQueue } from '../jobs/index.ts'
import { logDefect } from './log.ts'

let write: MockInstance<typeof process.stderr.write>

beforeEach(() => {
  write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
})
afterEach(() => write.mockRestore())

const lines = () => write.mock.calls.map(([text]) => String(text))
function logged(error: unknown): Record<string, unknown> {
  logDefect(error, { part: 'jobs' })
  return JSON.parse(lines().at(-1) ?? '') as Record<string, unknown>
}

describe('the log of a defect', () => {
  it('says what the queue of jobs met: code, message, stack and the queue’s name', async () => {
    const { db, pool } = await cloneDatabase()
    let isBroken = false
    const queue = await startJobQueue({
      db,
      wall: systemClock(),
      ids: systemIds(),
      kinds: [{ name: 'month-check', run: () => Promise.resolve() }],
      // A statement that the server itself refuses: what comes back is the driver's own error.
      executeSql: (text, values) => (isBroken ? pool.query('select from no_such_table') : pool.query(text, values)),
      onDefect: logDefect,
    })
    isBroken = true
    const told = () => lines().find((line) => line.includes('month-check'))
    await expect.poll(told, { timeout: 10_000 }).toBeDefined()
    isBroken = false
    await queue.stop()
    expect(JSON.parse(told() ?? '')).toMatchObject({
      level: 'defect',
      part: 'jobs',
      code: '42P01',
      message: expect.stringContaining('no_such_table'),
      stack: expect.stringContaining('at '),
      queue: 'month-check',
    })
  })

  it('follows causes, and ends where they go round in a circle', () => {
    const circle = new Error('outer')
    circle.cause = new Error('inner', { cause: circle })
    expect(logged(circle)).toMatchObject({ name: 'Error', message: 'outer', cause: { message: 'inner' } })
    const [first, second] = [new Error('first'), new Error('second')]
    expect(logged(new AggregateError([first, second], 'both'))).toMatchObject({
      message: 'both',
      errors: [{ message: 'first' }, { message: 'second' }],
    })
  })

  it('never says “[object Object]”: of what has no message it names the fields and none of their values', () => {
    logDefect({ token: 'geheim-4711' }, { part: 'jobs' })
    expect(lines().at(-1)).toContain('token')
    expect(lines().at(-1)).not.toMatch(/object Object|geheim-4711/)
    expect(logged('a word')).toMatchObject({ message: 'a word' })
    expect(logged(null)).toMatchObject({ message: 'null' })
  })

  it('is one line, whatever stands in it', () => {
    const forged = 'x\n{"level":"forged"}\r\u2028\u0085\u009b2J\u202e'
    expect(logged(Object.assign(new Error(forged), { code: 'A\nB' }))).toMatchObject({ message: forged, code: 'A\nB' })
    expect(lines().at(-1)).toMatch(/^[^\n\r\u2028\u0085\u009b\u202e]+\n$/)
  })

  it('keeps back passwords in addresses, rows the database quotes, and what else an error carries', () => {
    const error = Object.assign(new Error('Invalid URL: postgresql://office:s3cret@db.local/govmedia'), {
      detail: 'Key (phone)=(13800000000) already exists.',
      request: { headers: { cookie: 'govmedia_session=abc' } },
    })
    logDefect(error, { part: 'main' })
    expect(lines().at(-1)).toContain('postgresql://office:***@db.local/govmedia')
    expect(lines().at(-1)).not.toMatch(/s3cret|13800000000|govmedia_session/)
  })
})
