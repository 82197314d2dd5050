// The dependencies that package-lock.json names, in node_modules/.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, lstatSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { NotReady } from './not-ready.mjs'

const stampOf = (root) => join(root, 'node_modules', '.installed')

/** What an installation depends on: the lock file and the kind of machine. */
export const lockDigest = (root) =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(`${process.platform} ${process.arch}`)
    .digest('hex')

/** Whether everything the last installation of this lock file brought is still there. A few milliseconds. */
export function isInstalled(root) {
  try {
    const { digest, places } = JSON.parse(readFileSync(stampOf(root), 'utf8'))
    return digest === lockDigest(root) && places.every((place) => existsSync(join(root, place, 'package.json')))
  } catch {
    return false
  }
}

/** Runs `npm ci`. The stamp goes first and comes back last, so that an interrupted run is done again. */
export function install(root) {
  refuseForeignFolder(root)
  rmSync(stampOf(root), { force: true })
  const [command, ...words] = npm()
  const args = ['ci', '--include=dev', '--include=optional', '--engine-strict=false', '--ignore-scripts']
  const ran = spawnSync(command, [...words, ...args, '--loglevel=error', '--no-audit', '--no-fund'], {
    cwd: root,
    // stdout belongs to the program that is started afterwards: its JSON stands there alone.
    stdio: ['ignore', 'ignore', 'inherit'],
    env: environment(root),
  })
  if (ran.error || ran.status !== 0) throw new NotReady(failure(ran))
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const places = Object.keys(packages).filter((place) => place && existsSync(join(root, place, 'package.json')))
  writeFileSync(stampOf(root), JSON.stringify({ digest: lockDigest(root), places }))
}

// npm empties node_modules before it fills it: through a link it would empty somebody else's.
function refuseForeignFolder(root) {
  const place = join(root, 'node_modules')
  if (!lstatSync(place, { throwIfNoEntry: false })?.isSymbolicLink()) return
  throw new NotReady(
    `${place} 是一个链接，安装依赖会清空它指向的文件夹。请删除这个链接后重新运行同一命令。${place} is a link, and installing would empty the folder behind it: remove the link, then run the same command again.`,
  )
}

const npm = () => {
  const running = process.env['npm_execpath']
  return running?.endsWith('npm-cli.js') && existsSync(running) ? [process.execPath, running] : ['npm']
}

function failure({ error, status, signal }) {
  if (error?.code === 'ENOENT')
    return '没有找到 npm，请安装随 Node.js 附带的 npm 后重试。npm was not found: install the npm that comes with Node.js.'
  const how = error?.message ?? (signal ? `npm ci: ${signal}` : `npm ci: ${status}`)
  return `依赖没有装好（${how}）。请按上面的提示检查能否访问 npm 仓库、磁盘是否已满，然后重新运行同一命令。The dependencies could not be installed; see above, then run the same command again.`
}

// The npm that started us hands its own settings down; those that change what gets installed where are not for this one.
const FOREIGN =
  /^npm_config_(argv|dry_run|global|location|omit|only|package_lock|package_lock_only|prefix|production|workspaces?)$/i

function environment(root) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !FOREIGN.test(name)))
  const cache = env['npm_config_cache'] ?? join(homedir(), '.npm')
  return {
    ...env,
    PATH: `${env['PATH'] ?? ''}${delimiter}${dirname(process.execPath)}`,
    npm_config_cache: isWritable(cache) ? cache : join(root, '.cache', 'npm'),
  }
}

// HOME may be missing, another user's, or read-only: npm then needs another place for its cache.
function isWritable(folder) {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
