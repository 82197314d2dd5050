import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { WebContext } from './context.ts'

type Asset = { path: string; type: string; plain: Buffer; packed(coding: Coding): Buffer }
type Coding = 'br' | 'gzip'

const folder = fileURLToPath(new URL('./static/', import.meta.url))
/** In the order they are joined: what comes later overrules. */
export const styleSheets = [
  'tokens.css',
  'base.css',
  'frame.css',
  'forms.css',
  'states.css',
  'tables.css',
  'bars.css',
  'lists.css',
  'evidence.css',
  'papers.css',
  'gate.css',
  'phone.css',
  'phone-lists.css',
  'print.css',
  'emergency.css',
  'single-pages.css',
  'rooms.css',
  'overview.css',
  'overview-small.css',
  'writing.css',
  'manuscripts.css',
  'rollup.css',
]

/** Styles as one file and each island as one, named by their content, compressed once, when first asked for: commands load pages too and serve none. */
function loadAssets(): Map<string, Asset> {
  const style = styleSheets.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n')
  const islandFolder = join(folder, 'islands')
  const islands = existsSync(islandFolder) ? readdirSync(islandFolder).filter((name) => name.endsWith('.js')) : []
  const assets = [
    makeAsset('style', 'css', 'text/css; charset=utf-8', Buffer.from(lean(style))),
    ...islands.map((name) =>
      makeAsset(basename(name, '.js'), 'js', 'text/javascript; charset=utf-8', readFileSync(join(islandFolder, name))),
    ),
  ]
  return new Map(assets.map((asset) => [asset.name, asset]))
}

function makeAsset(name: string, ending: string, type: string, plain: Buffer): Asset & { name: string } {
  const hash = createHash('sha256').update(plain).digest('hex').slice(0, 12)
  const packed: Partial<Record<Coding, Buffer>> = {}
  return {
    name,
    path: `/static/${name}.${hash}.${ending}`,
    type,
    plain,
    packed: (coding) =>
      (packed[coding] ??= coding === 'br' ? brotliCompressSync(plain) : gzipSync(plain, { level: 9 })),
  }
}

const lean = (css: string) =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\n\s*/g, '\n')
    .replace(/([{};,])\n/g, '$1')

const assets = loadAssets()
const byPath = new Map([...assets.values()].map((asset) => [asset.path, asset]))

/** The address of the style sheet or of an island; undefined where an island isn't built, and pages work without it. */
export const assetPath = (name: string): string | undefined => assets.get(name)?.path

/** Serves a file under /static/; its name changes with its content, so browsers keep it for a year. */
export function serveAsset(c: WebContext): Response {
  const asset = byPath.get(c.req.path)
  if (!asset) return c.text('', 404)
  const accepts = c.req.header('accept-encoding') ?? ''
  const encoding = (['br', 'gzip'] as const).find((coding) => accepts.includes(coding))
  return new Response(new Uint8Array(encoding ? asset.packed(encoding) : asset.plain), {
    headers: {
      'Content-Type': asset.type,
      'Cache-Control': 'public, max-age=31536000, immutable',
      Vary: 'Accept-Encoding',
      ...(encoding && { 'Content-Encoding': encoding }),
    },
  })
}
