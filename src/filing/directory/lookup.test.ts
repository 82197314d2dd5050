import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../../../tests/support/browser.ts'
import { instant, civilDate } from '../../calendar/index.ts'
import { type Platform, platforms } from '../../vocabulary/platforms.ts'
import { type DirectoryEntry, stateLabels } from './entries.ts'
import { filesOf } from './files.ts'
import { swapIn } from './folder.ts'

const folder = await mkdtemp(join(tmpdir(), 'govmedia-lookup-'))
const page = pathToFileURL(join(folder, 'index.html')).href
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
let browser: Browser

let serial = 0
function entry(name: string, platform: Platform, more: Partial<DirectoryEntry> = {}): DirectoryEntry {
  const state = more.state ?? 'running'
  return {
    id: `01990000-0000-7000-8000-${String(++serial).padStart(12, '0')}`,
    name,
    formerNames: [],
    platform,
    platformLabel: platforms[platform].label,
    identifier: null,
    url: null,
    unit: '临湖区水务局',
    unitKind: 'department',
    stateLabel: stateLabels[state],
    filingNumber: `990100-2026-${String(serial).padStart(4, '0')}`,
    filedOn: civilDate('2026-09-01'),
    changedAt: instant('2026-09-01T01:00:00Z'),
    ...more,
    state,
  }
}

const entries = [
  entry('临湖水务', 'wechat_official', { identifier: 'gh_11aa、lhsw', url: 'https://mp.example.cn/profile?biz=AA' }),
  entry('临湖水务', 'weibo', { identifier: '1234567890', url: 'https://weibo.com/u/1234567890' }),
  entry('临湖发布（官方）', 'douyin', { formerNames: ['临湖之声', '临湖早知道'] }),
  entry('水务抢修', 'kuaishou', { state: 'closed' }),
  entry('石埠镇', 'wechat_official', { unit: '石埠镇人民政府', unitKind: 'township', state: 'closing' }),
]
const about = {
  districtId: '990100',
  district: '临湖区',
  office: '临湖区行政审批服务局',
  day: civilDate('2026-10-12'),
  fingerprint: '0123 4567',
}

beforeAll(async () => {
  // The folder is there already, and empty.
  await swapIn(folder, await filesOf(about, entries))
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true, force: true })
})

async function opened(options: Parameters<Browser['newPage']>[0] = {}): Promise<{ tab: Page; asked: string[] }> {
  const tab = await browser.newPage(options)
  const asked: string[] = []
  tab.on('request', (request) => asked.push(request.url()))
  await tab.goto(page)
  return { tab, asked }
}

async function answerTo(tab: Page, words: string) {
  await tab.fill('#asked', words)
  await tab.press('#asked', 'Enter')
  const verdict = (await tab.textContent('#answer .verdict')) ?? ''
  return [verdict, await tab.locator('#answer li b').allTextContents()] as const
}

describe('这个账号是官方的吗', () => {
  it('is answered from a file, without asking anybody', async () => {
    const { tab, asked } = await opened()
    const cases: [string, string, string[]][] = [
      ['gh_11aa', '是官方账号', ['临湖水务']],
      ['微信号：LHSW', '是官方账号', ['临湖水务']],
      ['@1234567890', '是官方账号', ['临湖水务']],
      ['https://weibo.com/u/1234567890/', '是官方账号', ['临湖水务']],
      ['m.weibo.cn/u/1234567890?from=share#top', '是官方账号', ['临湖水务']],
      ['http://www.mp.example.cn/profile?biz=AA', '是官方账号', ['临湖水务']],
      ['mp.example.cn/profile?biz=BB', '名录中没有这个账号', []],
      ['https://weibo.com/u/1234567891', '名录中没有这个账号', []],
      ['临湖水务', '名录中有这个名称', ['临湖水务', '临湖水务']],
      [' 临湖　水务 ', '名录中有这个名称', ['临湖水务', '临湖水务']],
      ['临湖发布(官方)', '名录中有这个名称', ['临湖发布（官方）']],
      ['临湖之声', '这是曾用名', ['临湖发布（官方）']],
      ['临湖早知道', '这是曾用名', ['临湖发布（官方）']],
      ['水务抢修', '该账号已关停', ['水务抢修']],
      ['临湖发布', '名录中没有这个账号', ['临湖发布（官方）']],
      ['临湖水务官方客服', '名录中没有这个账号', ['临湖水务', '临湖水务']],
      ['远山发布', '名录中没有这个账号', []],
      ['<img src=x onerror=alert(1)>', '名录中没有这个账号', []],
    ]
    for (const [words, verdict, names] of cases)
      expect([words, ...(await answerTo(tab, words))]).toEqual([words, verdict, names])
    await tab.fill('#asked', '')
    expect(await tab.textContent('#answer')).toBe('')
    expect(asked.filter((url) => !url.startsWith('file:') && !url.startsWith('data:'))).toEqual([])
    await tab.close()
  })

  it('shows every account to who has no script, and no field that would do nothing', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const tab = await context.newPage()
    await tab.goto(page)
    expect(await tab.locator('[data-account]').count()).toBe(entries.length)
    expect(await tab.locator('#asked').isVisible()).toBe(false)
    await context.close()
  })

  it.each([
    ['light', 1366, 768],
    ['dark', 1366, 768],
    ['light', 390, 844],
    ['dark', 390, 844],
  ] as const)(
    'can be read by everybody: %s, %d × %d',
    async (colorScheme, width, height) => {
      const { tab } = await opened({ colorScheme, viewport: { width, height } })
      for (const words of ['gh_11aa', '临湖水务', '水务抢修', '远山发布']) {
        await answerTo(tab, words)
        await tab.evaluate(axe)
        const found = await tab.evaluate<string[]>(
          `axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
          violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html)))`,
        )
        expect([words, found]).toEqual([words, []])
        expect(await tab.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
      }
      await tab.close()
    },
    30_000,
  )
})
