import { type Dirent, existsSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { accountOf } from '../../database/index.ts'
import type { Finding } from './finding.ts'

const what = '目录权限'
// What holds personal records and keys: its folder lets nobody else in.
const closed = ['keys', 'files', 'clients', 'log']
const NAMED = 3

/** Whose the files of a data directory are, and who else can read them. */
export function folderFinding(dataDir: string): Finding {
  const own = process.getuid?.()
  if (own === undefined || !existsSync(dataDir)) return { level: 'ok', what, detail: '还没有数据目录' }
  const [strangers, open]: [string[], string[]] = [[], []]
  for (const name of closed.filter((one) => existsSync(join(dataDir, one)))) {
    const folder = join(dataDir, name)
    if ((statSync(folder).mode & 0o077) !== 0) open.push(folder)
    for (const path of [folder, ...below(folder)]) if (lstatSync(path).uid !== own) strangers.push(path)
  }
  const told = [
    strangers.length > 0 &&
      `${named(strangers)}不归运行账号 ${userInfo().username} 所有，读写会失败，请运行 chown -R ${userInfo().username} ${dataDir} 下的 ${closed.join('、')}`,
    open.length > 0 && `${named(open)}其他账号可以进入，请运行 chmod -R go= ${open.join(' ')}`,
    clusterFault(dataDir),
  ].filter((one) => typeof one === 'string')
  return told.length === 0
    ? { level: 'ok', what, detail: '密钥、文件和数据库目录的属主、权限正确' }
    : { level: 'problem', what, detail: told.join('；') }
}

/** PostgreSQL starts only on a folder of its account that lets nobody else in. */
function clusterFault(dataDir: string): string | undefined {
  const path = join(dataDir, 'pg')
  if (!existsSync(path)) return undefined
  const { uid, mode } = statSync(path)
  const account = accountOf(path)
  if (!account || account.uid !== uid) {
    // Whom a new one would be given to: as root that is an account without rights.
    const wanted = accountOf(join(dataDir, 'pg-of-nobody-yet'))
    const how = wanted ? `请以 root 运行 chown -R ${wanted.name} ${path}` : '请改回原来的属主'
    return `数据库目录 ${path} 的属主（uid ${uid}）不是能够运行数据库的账号，数据库起不来，${how}`
  }
  return (mode & 0o027) === 0
    ? undefined
    : `数据库目录 ${path} 的权限为 ${(mode & 0o777).toString(8)}，数据库拒绝在其他账号可以进入的目录上启动，请运行 chmod 700 ${path}`
}

const below = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).map(({ parentPath, name }: Dirent) =>
    join(parentPath, name),
  )

const named = (paths: readonly string[]) =>
  paths.length > NAMED ? `${paths.slice(0, NAMED).join('、')} 等 ${paths.length} 项` : `${paths.join('、')} `
