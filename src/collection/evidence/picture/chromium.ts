import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { standIn } from '../../../documents/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { type Ask, askOver } from './pipe.ts'

/** The browser that this installation draws with: GOVMEDIA_CHROMIUM, the path of a Chromium. Undefined: none. */
export const chromiumPath = (env: Readonly<Record<string, string | undefined>> = process.env): string | undefined =>
  env['GOVMEDIA_CHROMIUM']?.trim() || undefined

/** Pixels. */
const WIDTH = 800
const HEIGHT_MOST = 10_000
/** From asking to the picture, waiting for others included; a cold start takes about a second. */
const LIMIT_MS = 20_000
/** Of the processor, counted by the kernel for each process: also when the program that started it is gone. */
const CPU_SECONDS = 20

// Nothing is reached by name or by address: what the page's own policy should let through ends here. The sandbox stays on.
const FLAGS = [
  '--headless',
  '--remote-debugging-pipe',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--proxy-server=127.0.0.1:9',
  '--proxy-bypass-list=<-loopback>',
  '--blink-settings=scriptEnabled=false',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-sync',
  '--disable-breakpad',
  '--metrics-recording-only',
  '--no-first-run',
  '--renderer-process-limit=1',
  '--hide-scrollbars',
]

/** What is drawn: the page, and the page that says that it is longer than what is drawn. */
type Pages = { whole: string; cut: string }
type Drawn = { png: Buffer; version: string }

let last: Promise<unknown> = Promise.resolve()

/**
 * Draws a page of our own as PNG with the Chromium at this path: one at a time, without network and scripts, in a folder of
 * its own that goes with it. Refuses `picture.failed` (its cause says why) and `picture.slow`; either way nothing of it runs on.
 */
export function drawPage(program: string, pages: Pages, limitMs = LIMIT_MS): Promise<Drawn> {
  const limit = AbortSignal.timeout(limitMs)
  const drawn = last.then(() => drawNow(program, pages, limit))
  last = drawn.catch(() => undefined)
  return drawn
}

async function drawNow(program: string, pages: Pages, limit: AbortSignal): Promise<Drawn> {
  if (limit.aborted) throw refuse('picture.slow')
  const home = await mkdtemp(join(tmpdir(), 'govmedia-picture-'))
  try {
    await writeFile(join(home, 'fonts.conf'), fontsConfig(home))
    const child = start(program, home)
    const said = lastWords(child)
    const kill = () => endGroup(child)
    limit.addEventListener('abort', kill)
    if (limit.aborted) kill()
    try {
      return await draw(askOver(child), pages)
    } catch (cause) {
      if (limit.aborted) throw refuse('picture.slow')
      throw Object.assign(refuse('picture.failed'), { cause: new Error(said() || String(cause)) })
    } finally {
      limit.removeEventListener('abort', kill)
      kill()
      if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    }
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

const start = (program: string, home: string): ChildProcess =>
  spawn(
    '/bin/sh',
    [
      '-c',
      `ulimit -c 0; ulimit -t ${CPU_SECONDS}; exec "$@"`,
      'sh',
      program,
      ...FLAGS,
      `--user-data-dir=${join(home, 'profile')}`,
    ],
    {
      // A group of its own, so that all that it starts ends with it; of our surroundings it hears nothing.
      detached: true,
      cwd: home,
      env: {
        PATH: process.env['PATH'],
        LANG: 'C.UTF-8',
        HOME: home,
        TMPDIR: home,
        XDG_CONFIG_HOME: home,
        XDG_CACHE_HOME: home,
        FONTCONFIG_FILE: join(home, 'fonts.conf'),
      },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    },
  )

function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

function lastWords(child: ChildProcess): () => string {
  let words = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (words = (words + text).slice(-300)))
  return () => words.trim()
}

async function draw(ask: Ask, { whole, cut }: Pages): Promise<Drawn> {
  const { product } = await ask('Browser.getVersion')
  const { targetId } = await ask('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = (await ask('Target.attachToTarget', { targetId, flatten: true })) as { sessionId: string }
  const page = (method: string, params: Record<string, unknown> = {}) => ask(method, params, sessionId)
  await page('Emulation.setScriptExecutionDisabled', { value: true })
  await page('Network.enable')
  await page('Network.emulateNetworkConditions', {
    offline: true,
    latency: 0,
    downloadThroughput: 0,
    uploadThroughput: 0,
  })
  const { frameTree } = (await page('Page.getFrameTree')) as { frameTree: { frame: { id: string } } }
  const sized = (height: number) =>
    page('Emulation.setDeviceMetricsOverride', { width: WIDTH, height, deviceScaleFactor: 1, mobile: false })
  const show = async (html: string) => {
    await page('Page.setDocumentContent', { frameId: frameTree.frame.id, html })
    const { cssContentSize } = (await page('Page.getLayoutMetrics')) as { cssContentSize: { height: number } }
    return Math.ceil(cssContentSize.height)
  }
  await sized(100)
  let height = await show(whole)
  if (height > HEIGHT_MOST) height = Math.min(await show(cut), HEIGHT_MOST)
  await sized(height)
  const { data } = (await page('Page.captureScreenshot', { format: 'png' })) as { data: string }
  return { png: Buffer.from(data, 'base64'), version: String(product) }
}

// A bare server has no Chinese font: the one that papers are printed with, and behind it those of the system.
const fontsConfig = (home: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${xml(dirname(standIn('hei')))}</dir>
  <cachedir>${xml(join(home, 'font-cache'))}</cachedir>
  <match target="pattern">
    <edit name="family" mode="prepend" binding="strong"><string>Noto Sans SC</string></edit>
  </match>
</fontconfig>
`

const xml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
