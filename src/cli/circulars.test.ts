import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { circularDesk, issued, mark } from '../../tests/support/circular-desk.ts'
import { districtId } from '../../tests/support/monitored-district.ts'
import { type Environment, runCli } from './index.ts'

it('circulars list and show: what was issued with its receipts, the files it went out with', async () => {
  const { deps, draft } = await circularDesk()
  await issued(deps, await draft(), 3)
  const said: string[] = []
  const say = (text: string) => void said.push(text)
  const nothing = () => Promise.reject(new Error('not asked for'))
  const terminal: Environment = {
    osUser: 'test',
    out: { result: say, say, progress: () => undefined },
    open: () => Promise.resolve({ deps, demo: false, describe: nothing, close: () => Promise.resolve() }),
    serve: nothing,
    makeDemo: nothing,
  }
  const run = (...words: string[]) => runCli(['circulars', ...words, '--district', districtId], terminal)
  const answer = () => JSON.parse(said.at(-1) ?? '')
  const number = `${mark}〔2026〕3号`
  expect(await run('list', '--state', 'issued', '--json')).toBe(0)
  expect(answer().circulars).toMatchObject([{ number, state: 'issued', units: 2, received: 0, asked: 1, late: 0 }])
  expect(await run('list', '--state', 'closed')).toBe(0)
  expect(said.at(-1)).toBe('通报 0 件。')
  expect(await run('list', '--state', 'sent')).toBe(2)
  const folder = mkdtempSync(join(tmpdir(), 'govmedia-circulars-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  expect(await run('show', number, '--out', folder)).toBe(0)
  expect(said.at(-1)).toContain('临湖区水务局　未签收　2026年10月26日前反馈')
  expect(readdirSync(folder).map((name) => name.split('.').at(-1))).toEqual(
    expect.arrayContaining(['docx', 'pdf', 'xlsx']),
  )
  expect(await run('show', `${mark}〔2026〕4号`)).toBe(1)
  expect(said.at(-1)).toContain('没有找到该通报')
  expect(await run('show')).toBe(2)
})
