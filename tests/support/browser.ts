import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { accessSync, constants, existsSync, lstatSync, mkdirSync, readFileSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium } from 'playwright-core'

const packages = fileURLToPath(new URL('../../node_modules', import.meta.url))
const unpackScript = fileURLToPath(new URL('../../scripts/unpack-browser.mjs', import.meta.url))
const run = promisify(execFile)

// Nothing but loopback is ever opened, and root can't have Chromium's own sandbox.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--font-render-hinting=none',
]

/**
 * Starts the Chromium that comes with the dependencies (Linux x64): nothing is downloaded, nothing of the system is used but its C
 * library. Elsewhere `GOVMEDIA_BROWSER` names an installed Chromium. Refuses a browser of another version than the package's.
 */
export async function launchBrowser(): Promise<Browser> {
  const installed = process.env['GOVMEDIA_BROWSER']
  if (installed) return chromium.launch({ executablePath: installed, args: flags })
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      `no browser comes with the dependencies on ${process.platform} ${process.arch}: set GOVMEDIA_BROWSER`,
    )
  const version = packageVersion()
  const folder = await unpacked(version)
  const browser = await chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: flags,
    env: { ...process.env, ...(await surroundings(folder)) },
  })
  await requireVersion(browser, version)
  return browser
}

/**
 * A program that is that Chromium for whoever starts it with a bare surrounding, as GOVMEDIA_CHROMIUM names one: an installed
 * one brings its libraries and its sandbox along, which this one lacks.
 */
export async function browserProgram(into: string): Promise<string> {
  const installed = process.env['GOVMEDIA_BROWSER']
  const folder = installed ? '' : await unpacked(packageVersion())
  const program = join(into, 'chromium')
  const libraries = installed ? '' : `LD_LIBRARY_PATH='${join(folder, 'al2023/lib')}' `
  const command = `${libraries}exec '${installed ?? join(folder, 'chromium')}' --no-sandbox "$@"`
  await writeFile(program, `#!/bin/sh\n${command}\n`, { mode: 0o755 })
  return program
}

const packageVersion = (): string =>
  (JSON.parse(readFileSync(join(packages, '@sparticuz/chromium/package.json'), 'utf8')) as { version: string }).version

async function requireVersion(browser: Browser, version: string): Promise<void> {
  const major = version.split('.')[0]
  if (browser.version().startsWith(`${major}.`)) return
  const found = browser.version()
  await browser.close()
  throw new Error(`the unpacked browser says ${found}, the package is ${version}`)
}

/**
 * The unpacked browser's folder, one a user and version: the package itself takes any /tmp/chromium, whoever put it there.
 * A folder appears whole, by renaming; of two processes at once the slower one takes the faster one's.
 */
async function unpacked(version: string): Promise<string> {
  const folder = join(cacheFolder(), `${version}-${userInfo().uid}`)
  if (existsSync(folder)) return own(folder)
  const partial = `${folder}.${process.pid}.${randomBytes(4).toString('hex')}`
  mkdirSync(partial, { recursive: true, mode: 0o700 })
  try {
    // Said to run where Amazon's libraries are missing, the package brings nss, nspr and expat as well.
    const env = { ...process.env, TMPDIR: partial, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' }
    await run(process.execPath, [unpackScript], { env })
    await rename(partial, folder)
  } catch (error) {
    if (!existsSync(folder)) throw error
  } finally {
    await rm(partial, { recursive: true, force: true })
  }
  return own(folder)
}

/** Beside the packages; in the temporary folder for a user who may not write there. */
function cacheFolder(): string {
  const beside = join(packages, '.cache/chromium')
  try {
    mkdirSync(beside, { recursive: true })
    accessSync(beside, constants.W_OK)
    return beside
  } catch {
    return join(tmpdir(), `govmedia-chromium-${userInfo().uid}`)
  }
}

/** A program is run only from a folder that is this user's own. */
function own(folder: string): string {
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== userInfo().uid) throw new Error(`${folder} belongs to somebody else`)
  return folder
}

/** What the browser needs around it: its libraries, Chinese fonts, and a home of its own so that nobody's is written to. */
async function surroundings(folder: string): Promise<Record<string, string>> {
  const home = join(folder, 'home')
  mkdirSync(home, { recursive: true })
  return {
    HOME: home,
    XDG_CONFIG_HOME: home,
    XDG_CACHE_HOME: home,
    LD_LIBRARY_PATH: join(folder, 'al2023/lib'),
    FONTCONFIG_FILE: await fontsFile(folder),
  }
}

// A bare machine has no Chinese font. Only two weights of each family: reading all eighteen files takes seconds.
async function fontsFile(folder: string): Promise<string> {
  const dirs = ['noto-sans-sc', 'noto-serif-sc'].flatMap((family) =>
    ['400Regular', '700Bold'].map((weight) => join(packages, '@expo-google-fonts', family, weight)),
  )
  const file = join(folder, 'fonts.conf')
  const partial = `${file}.${process.pid}`
  await writeFile(partial, fontsConfig(dirs, join(folder, 'font-cache')))
  await rename(partial, file)
  return file
}

const fontsConfig = (dirs: readonly string[], cache: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
${dirs.map((dir) => `  <dir>${xml(dir)}</dir>`).join('\n')}
  <cachedir>${xml(cache)}</cachedir>
${prefer('sans-serif', 'Noto Sans SC')}
${prefer('serif', 'Noto Serif SC')}
${prefer('monospace', 'Noto Sans SC')}
</fontconfig>
`

const prefer = (family: string, font: string) =>
  `  <alias binding="same"><family>${family}</family><prefer><family>${font}</family></prefer></alias>`

const xml = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')
