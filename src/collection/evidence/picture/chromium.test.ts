import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { browserProgram, launchBrowser } from '../../../../tests/support/browser.ts'
import { instant } from '../../../calendar/index.ts'
import { documentOf } from '../document.ts'
import type { EvidenceRow } from '../model.ts'
import { chromiumPath, drawPage } from './chromium.ts'
import { drawEvidence, pictureHealth } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'govmedia-picture-test-'))
const temporary = join(folder, 'tmp')
let program = ''
let server: Server
let at = ''
let asked: string[] = []

beforeAll(async () => {
  mkdirSync(temporary)
  program = await browserProgram(folder)
  vi.stubEnv('TMPDIR', temporary)
  server = createServer((request, answer) => {
    asked.push(request.url ?? '')
    answer.end()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  vi.unstubAllEnvs()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

const script = (name: string, lines: string): string => {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\n${lines}\n`, { mode: 0o755 })
  return path
}
const sizeOf = (png: Buffer) => ({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) })
const PNG = '89504e470d0a1a0a'
const hostile = () => `<h1>防汛提示</h1><img src="${at}/image" alt="现场"><iframe src="${at}/frame"></iframe>
  <link rel="stylesheet" href="${at}/style"><style>body { background: url(${at}/background) }</style>
  <script>document.body.style.height = '5000px'; fetch('${at}/fetched')</script>
  <meta http-equiv="refresh" content="0;url=${at}/refresh">`

it('draws what was kept; a script and an outside image in it do nothing and ask nobody', async () => {
  const evidence = {
    accountName: '临湖水务',
    kind: 'listed',
    url: 'https://a.example/',
    finalUrl: 'https://a.example/',
    observedAt: instant('2026-09-25T01:00:00.000Z'),
    sha256: 'a1'.repeat(32),
    isCut: false,
  } as EvidenceRow
  const png = await drawEvidence(program, evidence, documentOf({ text: '正文', part: hostile() }).toString())
  expect(png.subarray(0, 8).toString('hex')).toBe(PNG)
  expect(sizeOf(png).width).toBe(800)
  expect(sizeOf(png).height).toBeLessThan(1_500)
  expect(asked).toEqual([])
})

it('asks nobody and runs nothing even where a page with all of that reached the browser', async () => {
  // One that leaves for elsewhere has nothing to draw: it ends with the limit or as it was, and asks nobody either.
  await drawPage(program, { whole: hostile(), cut: '' }, 3_000).catch(() => undefined)
  const staying = hostile().replace(/<meta.*>/, '')
  const { png } = await drawPage(program, { whole: staying, cut: '' })
  expect(sizeOf(png).height).toBeLessThan(1_500)
  expect(asked).toEqual([])
  // The same page in a browser without these walls does ask.
  const browser = await launchBrowser()
  const page = await browser.newPage()
  await page.setContent(staying)
  await vi.waitFor(() => expect(asked).toContain('/fetched'))
  expect(asked).toContain('/image')
  await browser.close()
  asked = []
})

it('draws no more than 10,000 pixels of height, and then the page that says so', async () => {
  const [tall, low] = ['<div style="height:20000px">', '<div style="height:300px">']
  expect(sizeOf((await drawPage(program, { whole: tall, cut: tall })).png).height).toBe(10_000)
  expect(sizeOf((await drawPage(program, { whole: tall, cut: low })).png).height).toBeLessThan(400)
})

it('ends a browser that hangs, with all that it started, and whoever waits is next', async () => {
  const pids = join(folder, 'pids')
  const hanging = script('hanging', `sleep 600 & echo $! $$ > '${pids}'; wait`)
  const page = { whole: '<p>一</p>', cut: '' }
  const [hung, next] = await Promise.allSettled([drawPage(hanging, page, 700), drawPage(program, page)])
  expect(hung).toMatchObject({ status: 'rejected', reason: { code: 'picture.slow' } })
  expect(next.status).toBe('fulfilled')
  const started = readFileSync(pids, 'utf8').trim().split(' ')
  expect(started).toHaveLength(2)
  await vi.waitFor(() => expect(started.filter(isRunning)).toEqual([]))
  expect(readdirSync(temporary)).toEqual([])
})

it('tells a browser that can’t be started, with what it said', async () => {
  await expect(drawPage('/nowhere/chromium', { whole: '', cut: '' })).rejects.toMatchObject({ code: 'picture.failed' })
  const rooted = script('rooted', 'echo Running as root is not supported >&2; exit 1')
  expect(await pictureHealth(rooted)).toEqual({ failed: 'Running as root is not supported' })
  expect(await pictureHealth(program)).toEqual({ version: expect.stringMatching(/Chrome\/\d+/) })
  expect(readdirSync(temporary)).toEqual([])
})

it('draws with nothing where nothing is set', async () => {
  expect(chromiumPath({})).toBeUndefined()
  expect(chromiumPath({ GOVMEDIA_CHROMIUM: ' ' })).toBeUndefined()
  expect(chromiumPath({ GOVMEDIA_CHROMIUM: '/usr/bin/chromium' })).toBe('/usr/bin/chromium')
  expect(await pictureHealth(undefined)).toBeUndefined()
})

// One that has ended and waits to be fetched runs no more.
function isRunning(pid: string): boolean {
  const stat = `/proc/${pid}/stat`
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'))
}
