import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { addDays, civilDate, instant } from '../calendar/index.ts'
import type { AccessLine } from '../web/index.ts'
import { openAccessLog } from './access-log.ts'

const folder = () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'access-log-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  return dataDir
}
const line = (at: string, over: Partial<AccessLine> = {}): AccessLine => ({
  at: instant(at),
  request: 'r1',
  user: 'u1',
  from: '10.1.1.1',
  method: 'GET',
  path: '/accounts',
  status: 200,
  ms: 3,
  ...over,
})
const fail = (error: unknown) => {
  throw error
}
const linesOf = (dataDir: string, day: string) =>
  readFileSync(join(dataDir, 'logs', `access-${day}.jsonl`), 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((one) => JSON.parse(one) as AccessLine)

it('the access log has a file a day, by the office’s calendar, and goes on behind what was there', async () => {
  const dataDir = folder()
  const log = openAccessLog(dataDir, fail)
  log.write(line('2026-10-12T15:59:59Z'))
  log.write(line('2026-10-12T16:00:00Z', { path: '/orders' }))
  await log.close()
  const again = openAccessLog(dataDir, fail)
  again.write(line('2026-10-12T16:00:01Z', { user: null, status: 403 }))
  await again.close()
  expect(linesOf(dataDir, '2026-10-12')).toEqual([line('2026-10-12T15:59:59Z')])
  expect(linesOf(dataDir, '2026-10-13').map(({ path, status, user }) => [path, status, user])).toEqual([
    ['/orders', 200, 'u1'],
    ['/accounts', 403, null],
  ])
  expect(statSync(join(dataDir, 'logs', 'access-2026-10-13.jsonl')).mode & 0o077).toBe(0)
})

const emptyFiles = (dataDir: string, first: string, count: number) => {
  mkdirSync(join(dataDir, 'logs'))
  const names = Array.from({ length: count }, (_, at) => `access-${addDays(civilDate(first), at)}.jsonl`)
  for (const name of [...names, 'access-notes.txt']) writeFileSync(join(dataDir, 'logs', name), '')
}
const namesIn = (dataDir: string) => readdirSync(join(dataDir, 'logs')).sort()

it('keeps six months whole, and takes away what is older and nothing else', async () => {
  const dataDir = folder()
  emptyFiles(dataDir, '2026-03-01', 225)
  const log = openAccessLog(dataDir, fail)
  log.write(line('2026-10-12T01:00:00Z'))
  await log.close()
  const names = namesIn(dataDir)
  expect(names).toHaveLength(192)
  expect([names[0], names.at(-2), names.at(-1)]).toEqual([
    'access-2026-04-05.jsonl',
    'access-2026-10-12.jsonl',
    'access-notes.txt',
  ])
})

it('a clock that is years ahead for a while costs none of the months', async () => {
  const dataDir = folder()
  emptyFiles(dataDir, '2026-04-10', 186)
  const before = namesIn(dataDir)
  const log = openAccessLog(dataDir, fail)
  log.write(line('2031-01-01T01:00:00Z'))
  log.write(line('2026-10-12T16:00:00Z'))
  await log.close()
  expect(namesIn(dataDir)).toEqual(expect.arrayContaining(before))
})

it('a file that could not be written is tried again within the day', async () => {
  const dataDir = folder()
  mkdirSync(join(dataDir, 'logs', 'access-2026-10-12.jsonl'), { recursive: true })
  const told: unknown[] = []
  const log = openAccessLog(dataDir, (error) => told.push(error))
  log.write(line('2026-10-12T01:00:00Z'))
  await vi.waitFor(() => expect(told).toHaveLength(1))
  rmSync(join(dataDir, 'logs', 'access-2026-10-12.jsonl'), { recursive: true })
  log.write(line('2026-10-12T01:05:00Z'))
  log.write(line('2026-10-12T01:11:00Z'))
  await log.close()
  expect(linesOf(dataDir, '2026-10-12')).toEqual([line('2026-10-12T01:11:00Z')])
  expect(told).toHaveLength(1)
})

it('no sign in an address makes a second line or turns one around', async () => {
  const dataDir = folder()
  const log = openAccessLog(dataDir, fail)
  const path = '/a\n{"user":"somebody"}\r\u2028\u202e\u0085\u001b[31m'
  log.write(line('2026-10-12T01:00:00Z', { path }))
  await log.close()
  const text = readFileSync(join(dataDir, 'logs', 'access-2026-10-12.jsonl'), 'utf8')
  expect(text.trimEnd().split(/[\n\r\u0085\u2028\u2029]/)).toHaveLength(1)
  expect(text.trimEnd()).toMatch(/^[\x20-\x7e]*$/)
  expect(linesOf(dataDir, '2026-10-12')[0]?.path).toBe(path)
})

it('a folder that can’t be written holds up nobody and is told', async () => {
  const dataDir = folder()
  writeFileSync(join(dataDir, 'logs'), 'a file where the folder should be')
  const told: unknown[] = []
  const log = openAccessLog(dataDir, (error) => told.push(error))
  log.write(line('2026-10-12T01:00:00Z'))
  await log.close()
  expect(told).toHaveLength(1)
})
