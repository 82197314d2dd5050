import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { launchBrowser } from '../../tests/support/browser.ts'
import { type Contradiction, toldBy } from '../vocabulary/contradictions.ts'

const site = 'http://localhost:1'
const folder = mkdtempSync(join(tmpdir(), 'govmedia-islands-'))
let browser: Browser

beforeAll(async () => {
  const bundle = fileURLToPath(new URL('../../scripts/islands.mjs', import.meta.url))
  const { status, stderr } = spawnSync(process.execPath, [bundle, folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`the scripts were not bundled: ${stderr}`)
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A page of ours with its scripts; `answers` is what the server says elsewhere, `ownTime` lets the test turn the clock. */
async function open(
  body: string,
  scripts: readonly string[],
  { answers = {}, ownTime = false }: { answers?: Record<string, () => object | number>; ownTime?: boolean } = {},
) {
  const page = await browser.newPage()
  onTestFinished(() => page.close())
  const tags = scripts.map((name) => `<script src="/static/islands/${name}.js" defer></script>`).join('')
  await page.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url())
    if (pathname.endsWith('.js')) return route.fulfill({ path: join(folder, pathname.split('/').at(-1) ?? '') })
    const answer = answers[pathname]?.()
    if (typeof answer === 'number') return route.fulfill({ status: answer })
    if (answer) return route.fulfill({ json: answer })
    return route.fulfill({ contentType: 'text/html; charset=utf-8', body: `<!doctype html>${tags}<body>${body}` })
  })
  if (ownTime) await page.clock.install()
  await page.goto(`${site}/page`)
  return page
}

const landed = (page: Page) => new URL(page.url()).pathname

describe('keys', () => {
  const bench = `<form action="/accounts"><input id="q" name="q"></form><a href="/next" data-key="J">下一条</a>
    <form action="/sent"><label class="opt"><input type="radio" name="d" data-key="1">确认</label>
    <label class="opt on"><input type="radio" name="d" checked>排除</label>
    <textarea data-key="E"></textarea><button data-key="Ctrl+Enter">保存</button></form>`

  it('a letter does what its button says', async () => {
    const page = await open(bench, ['keys'])
    await page.keyboard.press('j')
    await expect.poll(() => landed(page)).toBe('/next')
  })

  it('a digit chooses, and leads on from there by letters', async () => {
    const page = await open(bench, ['keys'])
    await page.keyboard.press('1')
    expect(await page.locator('[data-key="1"]').isChecked()).toBe(true)
    await page.locator('[data-key="1"]').focus()
    await page.keyboard.press('j')
    await page.waitForURL('**/next')
  })

  it('whoever types a reason types it, and sends it with Ctrl+Enter', async () => {
    const page = await open(bench, ['keys'])
    await page.keyboard.press('e')
    await page.keyboard.type('j1/')
    expect(await page.locator('textarea').inputValue()).toBe('j1/')
    expect(landed(page)).toBe('/page')
    await page.keyboard.press('Control+Enter')
    await page.waitForURL('**/sent*')
  })

  it('a slash goes to the search', async () => {
    const page = await open(bench, ['keys'])
    await page.keyboard.press('/')
    expect(await page.locator('#q').evaluate((field) => field.matches(':focus'))).toBe(true)
    expect(await page.locator('#q').inputValue()).toBe('')
  })

  it('a key held down acts once', async () => {
    const page = await open('<button data-key="K">+</button><output>0</output>', ['keys'])
    await page.evaluate(`document.querySelector('button').addEventListener('click', () => {
      const counter = document.querySelector('output')
      counter.value = Number(counter.value) + 1
    })`)
    for (let times = 0; times < 5; times++) await page.keyboard.down('k')
    expect(await page.locator('output').textContent()).toBe('1')
  })
})

describe('a chosen file', () => {
  const form = '<form action="/sent"><input type="file" name="file" data-most="1"><button>预览</button></form>'
  const choose = async (page: Page, bytes: number) =>
    page.setInputFiles('input', { name: '台账.xlsx', mimeType: 'application/zip', buffer: Buffer.alloc(bytes) })

  it('is named with its size', async () => {
    const page = await open(form, ['keys'])
    await choose(page, 2048)
    expect(await page.getByRole('status').textContent()).toBe('已选：台账.xlsx，2 kB')
  })

  it('that is too large is said so before it is sent, and another can be chosen', async () => {
    const page = await open(form, ['keys'])
    await choose(page, 1_500_000)
    expect(await page.getByRole('status').textContent()).toContain('超过 1 MB，请压缩或拆分后重新选择。')
    await page.getByRole('button', { name: '预览' }).click()
    expect(landed(page)).toBe('/page')
    await choose(page, 2048)
    await page.getByRole('button', { name: '预览' }).click()
    await page.waitForURL('**/sent*')
  })
})

describe('a phone’s screenshot', () => {
  it('is made smaller before it is sent, and the size shown is the one that goes', async () => {
    const page = await open('<input type="file" data-shrink>', ['keys', 'shrink-image'])
    const large = await page.evaluate<string>(`(() => {
      const canvas = document.createElement('canvas')
      canvas.width = 1200
      canvas.height = 2400
      const pen = canvas.getContext('2d')
      const noise = pen.createImageData(1200, 2400)
      noise.data.forEach((_, at) => (noise.data[at] = (at * 2654435761) >>> 24))
      pen.putImageData(noise, 0, 0)
      return canvas.toDataURL('image/png').split(',')[1]
    })()`)
    const picture = join(folder, '截图.png')
    writeFileSync(picture, large, 'base64')
    await page.setInputFiles('input', picture)
    const status = page.getByRole('status')
    await expect.poll(() => status.textContent(), { timeout: 20_000 }).toContain('截图.jpg')
    const sent = await page.evaluate<{ type: string; size: number; width: number; height: number }>(`(async () => {
      const [{ type, size }] = document.querySelector('input').files
      const { width, height } = await createImageBitmap(document.querySelector('input').files[0])
      return { type, size, width, height }
    })()`)
    expect(sent).toMatchObject({ type: 'image/jpeg', width: 800, height: 1600 })
    expect(sent.size).toBeLessThan(Buffer.from(large, 'base64').length)
  })

  it('that is no picture is sent as it is', async () => {
    const page = await open('<input type="file" data-shrink>', ['keys', 'shrink-image'])
    await page.setInputFiles('input', { name: '坏图.png', mimeType: 'image/png', buffer: Buffer.from('名单') })
    await page.waitForTimeout(200)
    const name = await page.evaluate(`document.querySelector('input').files[0].name`)
    expect(name).toBe('坏图.png')
  })
})

describe('a form that was not sent', () => {
  const form = (more = '') =>
    `<form data-unsaved action="/sent"><input name="note" ${more}><button>保存</button></form>`
  const asksBeforeLeaving = async (page: Page) => {
    let asked = false
    page.on('dialog', (dialog) => {
      asked = true
      return dialog.accept()
    })
    await page.goto(`${site}/elsewhere`)
    return asked
  }

  it('is asked about before it is lost', async () => {
    const page = await open(form(), ['unsaved'])
    await page.locator('input').pressSequentially('已核对')
    expect(await asksBeforeLeaving(page)).toBe(true)
  })

  it('is asked about by Chromium before 119 too, which wants a value', async () => {
    const page = await open(form(), ['unsaved'])
    await page.locator('input').pressSequentially('已核对')
    const wanted = await page.evaluate(`(() => {
      const leaving = new Event('beforeunload', { cancelable: true })
      let value
      Object.defineProperty(leaving, 'returnValue', { set: (given) => (value = given) })
      dispatchEvent(leaving)
      return value
    })()`)
    expect(wanted).toBe('')
    expect(await asksBeforeLeaving(page)).toBe(true)
  })

  it('that came back with something to correct is asked about', async () => {
    const page = await open(form('aria-invalid="true"'), ['unsaved'])
    await page.locator('input').focus()
    await page.keyboard.press('End')
    expect(await asksBeforeLeaving(page)).toBe(true)
  })

  it('untouched or sent is not asked about', async () => {
    const untouched = await open(form(), ['unsaved'])
    await untouched.locator('input').click()
    expect(await asksBeforeLeaving(untouched)).toBe(false)
    const sent = await open(form(), ['unsaved'])
    let asked = false
    sent.on('dialog', (dialog) => {
      asked = true
      return dialog.accept()
    })
    await sent.locator('input').pressSequentially('已核对')
    await sent.getByRole('button').click()
    await sent.waitForURL('**/sent*')
    expect(asked).toBe(false)
  })
})

describe('two forms of a page', () => {
  const forms = (
    more = '',
  ) => `<form id="checks" data-unsaved action="/sent"><input name="note"><input type="hidden" name="matches"></form>
    <button form="checks" formaction="/sent">受理</button>
    <form data-unsaved ${more} action="/back"><button>退回</button></form>`
  const sends = async (page: Page, button: string) => {
    let asked = false
    page.on('dialog', (dialog) => {
      asked = true
      return dialog.accept()
    })
    await page.locator('[name=note]').pressSequentially('已盖章')
    await page.getByRole('button', { name: button }).click()
    await page.waitForURL((url) => url.pathname !== '/page')
    return asked
  }

  it('are kept apart: sending one is asked about while the other is not sent', async () => {
    expect(await sends(await open(forms(), ['unsaved']), '退回')).toBe(true)
  })

  it('are sent from anywhere, and settled by the one that makes the other pointless', async () => {
    expect(await sends(await open(forms(), ['unsaved']), '受理')).toBe(false)
    expect(await sends(await open(forms('data-settles'), ['unsaved']), '退回')).toBe(false)
  })
})

describe('a page that is turned beside a form', () => {
  const page = (
    at: number,
  ) => `<section id="scan" data-turns>第${at}页<a href="/page?at=${at + 1}" data-turn>下一页</a></section>
    <div id="transcribe" data-turns><input name="written${at}"></div><form><select><option>请选择<option>已盖章</select></form>`

  it('comes in place: what was ticked stays, and so does a part in which somebody typed', async () => {
    const here = await open(page(1), ['turns'])
    await here.route('**/page?at=*', (route) =>
      route.fulfill({
        contentType: 'text/html; charset=utf-8',
        body: page(Number(new URL(route.request().url()).searchParams.get('at'))),
      }),
    )
    await here.locator('select').selectOption('已盖章')
    await here.getByText('下一页').click()
    await expect.poll(() => here.locator('#scan').textContent()).toContain('第2页')
    expect(await here.locator('select').inputValue()).toBe('已盖章')
    expect(await here.locator('[name=written2]').count()).toBe(1)
    expect(here.url()).toBe(`${site}/page?at=2`)
    await here.locator('[name=written2]').pressSequentially('8421')
    await here.getByText('下一页').click()
    await expect.poll(() => here.locator('#scan').textContent()).toContain('第3页')
    expect(await here.locator('[name=written2]').inputValue()).toBe('8421')
  })

  it('that the server does not give is gone to, so that the server says why', async () => {
    const here = await open(page(1), ['turns'], { answers: {} })
    let times = 0
    await here.route('**/page?at=2', (route) =>
      times++ === 0 ? route.fulfill({ status: 403 }) : route.fulfill({ contentType: 'text/html', body: 'why' }),
    )
    await here.getByText('下一页').click()
    await here.waitForURL('**/page?at=2')
    await expect.poll(() => here.textContent('body')).toContain('why')
  })
})

describe('answers that contradict each other', () => {
  const rules: Contradiction[] = [
    {
      when: [
        { key: 'mode', is: 'outsourced' },
        { key: 'sum', is: '0', as: 'sum' },
      ],
      says: '购买服务，经费为0',
    },
    { when: [{ key: 'people', isNot: '0', as: 'count' }], says: '人数不是0' },
  ]
  const form = `<form data-contradictions='${JSON.stringify(rules)}'><input name="mode"><input name="sum"><input name="people">
    <div data-warnings hidden><ul></ul></div></form>`

  it.each([
    ['outsourced', '0', '0'],
    ['outsourced', '无', '０人'],
    ['outsourced', ' 0.00 ', '1'],
    ['outsourced', '0.01', '两名'],
    ['outsourced', '', ''],
    ['self', '0', '1人'],
  ])('are told while a person types as the server tells them: %s, “%s”, “%s”', async (mode, sum, people) => {
    const page = await open(form, ['contradictions'])
    const answers: Record<string, string> = { mode, sum, people }
    for (const [name, text] of Object.entries(answers)) await page.locator(`[name=${name}]`).fill(text)
    const told = toldBy(rules, (key) => answers[key] ?? '')
    expect(await page.locator('[data-warnings] li').allTextContents()).toEqual(told)
    expect(await page.locator('[data-warnings]').isVisible()).toBe(told.length > 0)
  })
})

describe('a card that stands open', () => {
  const card = '<div data-live="/live/card"><a href="/live">3 个</a></div>'

  it('is replaced when something changed, left alone when nothing did, and keeps the keyboard where it was', async () => {
    const page = await open(card, ['live'], { ownTime: true })
    const tags: (string | undefined)[] = []
    await page.route('**/live/card', (route) => {
      tags.push(route.request().headers()['if-none-match'])
      if (tags.length > 1) return route.fulfill({ status: 304 })
      const body = '<a href="/live">2 个</a>'
      return route.fulfill({ contentType: 'text/html; charset=utf-8', headers: { etag: '"a"' }, body })
    })
    await page.locator('[data-live] a').focus()
    await page.clock.runFor(3000)
    await expect.poll(() => page.locator('[data-live]').textContent()).toBe('2 个')
    expect(await page.locator(':focus').textContent()).toBe('2 个')
    await page.clock.runFor(3000)
    await expect.poll(() => tags.length).toBe(2)
    expect(tags).toEqual([undefined, '"a"'])
    expect(await page.locator('[data-live]').textContent()).toBe('2 个')
  })

  it('whoever is signed out keeps the page, and it asks no more', async () => {
    let asked = 0
    const page = await open(card, ['live'], { answers: { '/live/card': () => (asked++, 401) }, ownTime: true })
    await page.clock.runFor(3000)
    await expect.poll(() => asked).toBe(1)
    await page.clock.runFor(20_000)
    expect(asked).toBe(1)
    expect(await page.locator('[data-live]').textContent()).toBe('3 个')
  })
})

describe('a background run', () => {
  const box = `<div data-poll="/jobs/1.json"><span data-words>排队中</span><progress value="0" max="100"></progress></div>`
  const running = { state: 'running', done: 3, total: 10, message: '已判定 3 个' }

  it('moves on the page, and the page comes anew at its end', async () => {
    let asked = 0
    const page = await open(box, ['progress'], {
      answers: { '/jobs/1.json': () => (++asked < 2 ? running : { ...running, state: 'done' }) },
    })
    await expect.poll(() => page.locator('[data-words]').textContent()).toBe('已判定 3 个')
    expect(
      await page.locator('progress').evaluate((bar) => [bar.getAttribute('value'), bar.getAttribute('max')]),
    ).toEqual(['3', '10'])
    await page.waitForEvent('load')
  })

  it('a server that stumbles twice is asked again, not reloaded over and over', async () => {
    let asked = 0
    const page = await open(box, ['progress'], {
      answers: { '/jobs/1.json': () => (++asked < 3 ? 500 : running) },
      ownTime: true,
    })
    let loads = 0
    page.on('load', () => loads++)
    const wordsLater = async () => {
      await page.clock.runFor(1000)
      return page.locator('[data-words]').textContent()
    }
    await expect.poll(wordsLater, { timeout: 15_000 }).toBe('已判定 3 个')
    expect(loads).toBe(0)
  })

  it('whoever was signed out meanwhile sees the page that says so', async () => {
    const page = await open(box, ['progress'], { answers: { '/jobs/1.json': () => 401 } })
    const reloaded = await page.waitForEvent('load')
    expect(landed(reloaded)).toBe('/page')
  })
})

describe('what is sent to a browser', () => {
  it('is small, and free of what Chromium 86 cannot read', () => {
    const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'))
    expect(scripts.length).toBeGreaterThanOrEqual(4)
    for (const name of scripts) {
      const script = readFileSync(join(folder, name), 'utf8')
      expect([name, script.length < 4000]).toEqual([name, true])
      // Class static blocks (94), Array.at (92), Object.hasOwn (93), structuredClone (98), replaceAll is 85.
      expect(script).not.toMatch(/static\s*\{|\.at\(|hasOwn|structuredClone|\.findLast\(|\.toSorted\(/)
    }
  })
})

describe('the editor of a report', () => {
  const form = `<form data-editor><div data-paragraph><textarea>合格率{合格率}%。</textarea><p data-said></p></div>
    <code data-token="{合格率}" data-says="96.2">{合格率}</code><code data-token="{不合格数}" data-says="1">{不合格数}</code></form>`

  it('puts what is chosen where the cursor stood, and shows at once what it prints', async () => {
    const page = await open(form, ['editor'])
    const area = page.locator('textarea')
    await area.focus()
    await page.keyboard.press('End')
    await page.keyboard.type('不合格')
    await page.getByRole('button', { name: '插入{不合格数}' }).click()
    await page.keyboard.type('个，培训{手工:36|签到表}人次')
    expect(await area.inputValue()).toBe('合格率{合格率}%。不合格{不合格数}个，培训{手工:36|签到表}人次')
    expect(await page.locator('[data-said]').textContent()).toBe('印出：合格率96.2%。不合格1个，培训36人次')
    expect(await page.locator('.bn.hand').textContent()).toBe('36')
  })
})
