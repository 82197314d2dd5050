import { readdirSync, readFileSync } from 'node:fs'
import { Hono } from 'hono'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { assetPath, serveAsset, styleSheets } from './assets.ts'
import type { WebContext } from './context.ts'
import { islands } from './layout.tsx'

const app = new Hono().get('/static/*', (c) => serveAsset(c as unknown as WebContext))
const style = assetPath('style') ?? ''
const ask = (path: string, accepts = '') => app.request(path, { headers: { 'accept-encoding': accepts } })
const bytes = async (answer: Response) => Buffer.from(await answer.arrayBuffer())

const here = (path: string) => new URL(path, import.meta.url)
const sheets = styleSheets.map((name) => readFileSync(here(`static/${name}`), 'utf8'))
// What stands in a data: address is a picture, not a rule.
const css = sheets
  .join('\n')
  .replace(/\/\*[\s\S]*?\*\//g, '')
  .replace(/url\("[^"]*"\)/g, '')

describe('the style sheet', () => {
  it('is named by its content and kept for a year', async () => {
    expect(style).toMatch(/^\/static\/style\.[0-9a-f]{12}\.css$/)
    const { status, headers } = await ask(style)
    expect([status, headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8'])
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(headers.get('vary')).toBe('Accept-Encoding')
  })

  it('is made of every sheet there is, each of a size to be read', () => {
    const files = readdirSync(here('static')).filter((name) => name.endsWith('.css'))
    expect(styleSheets.toSorted()).toEqual(files.toSorted())
    for (const [at, name] of styleSheets.entries())
      expect([name, (sheets[at] ?? '').split('\n').length < 350]).toEqual([name, true])
  })

  it('is the same file plain, by gzip and by brotli', async () => {
    const plain = await bytes(await ask(style))
    const [gzip, brotli] = [await ask(style, 'gzip'), await ask(style, 'gzip, deflate, br')]
    expect([gzip, brotli].map(({ headers }) => headers.get('content-encoding'))).toEqual(['gzip', 'br'])
    expect(gunzipSync(await bytes(gzip)).equals(plain)).toBe(true)
    expect(brotliDecompressSync(await bytes(brotli)).equals(plain)).toBe(true)
  })

  it('takes at most a fifth of the 60 kB that a page may weigh', async () => {
    expect((await bytes(await ask(style, 'gzip'))).length).toBeLessThan(12_000)
  })

  it.each(['/static/style.css', '/static/style.000000000000.css', '/static/../assets.ts', '/static/%2e%2e/assets.ts'])(
    '%s is no file of ours',
    async (path) => {
      expect((await ask(path)).status).toBe(404)
    },
  )
})

describe('nothing newer than Chromium 86', () => {
  const tooNew = [
    /:has\(/,
    /:is\(/,
    /:where\(/,
    /@layer/,
    /@container/,
    /@property/,
    /color-mix/,
    /oklch/,
    /subgrid/,
    /\binset:/,
    /aspect-ratio/,
    /accent-color/,
    /(margin|padding)-inline:/,
    /\d[dsl]vh\b/,
    /text-wrap/,
    /:user-(in)?valid/,
    /text-underline-offset/,
    /backdrop-filter/,
    /^\s*&/m,
  ]
  it.each(tooNew)('the style sheets have no %s', (pattern) => {
    expect(css).not.toMatch(pattern)
  })

  it('and nothing of another site', () => {
    expect(css).not.toMatch(/@import|https?:|\/\//)
  })
})

describe('contrast', () => {
  // Colours as the tokens name them; 长者模式 changes some of them.
  const tokens = (selector: string) => {
    const block = sheets[0]?.split(selector)[1]?.split('}')[0] ?? ''
    return Object.fromEntries(
      [...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6})\b/gi)].map(([, name, value]) => [name, value]),
    ) as Record<string, string>
  }
  const standard = tokens(':root')
  const modes = { standard, elder: { ...standard, ...tokens("[data-mode='elder']") } }
  const light = (hex: string) => {
    const full = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, '$&$&') : hex
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
      .map((start) => Number.parseInt(full.slice(start, start + 2), 16) / 255)
      .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const ratio = (one: string, other: string) => {
    const [dark = 0, bright = 0] = [light(one), light(other)].sort((a, b) => a - b)
    return (bright + 0.05) / (dark + 0.05)
  }
  const inks = ['ink', 'ink-2', 'ink-3', 'blue', 'blue-deep', 'red', 'pass', 'warn', 'fail', 'pend', 'unkn']
  const grounds = ['paper', 'ground', 'sunk', 'hover']
  const washes = ['pass', 'warn', 'fail', 'pend', 'unkn', 'blue', 'red']

  it.each(['standard', 'elder'] as const)(
    '%s: every ink can be read on every ground (WCAG 1.4.3, 4.5 to 1)',
    (mode) => {
      const colour = modes[mode]
      const pairs = [
        ...inks.flatMap((ink) => grounds.map((ground) => [ink, ground] as const)),
        ...washes.map((name) => [name, `${name}-wash`] as const),
        ['paper', 'blue'] as const,
      ]
      const low = pairs.filter(([ink, ground]) => !(ratio(colour[ink] ?? '', colour[ground] ?? '') >= 4.5))
      expect(low).toEqual([])
    },
  )

  it.each(['standard', 'elder'] as const)('%s: the frame of a field can be seen (WCAG 1.4.11, 3 to 1)', (mode) => {
    expect(ratio(modes[mode]['field'] ?? '', modes[mode]['paper'] ?? '')).toBeGreaterThanOrEqual(3)
  })
})

describe('small scripts', () => {
  it('every script there is can be asked for by a page, and no other', () => {
    const files = readdirSync(here('islands'))
      .filter((name) => name.endsWith('.ts') && !name.startsWith('_'))
      .map((name) => name.replace('.ts', ''))
    expect(files.sort()).toEqual([...islands, 'keys'].sort())
  })
})
