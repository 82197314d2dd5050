import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Deps, readVaultKey, requireOwnVault, vaultWith } from '../../access/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import type { Finding } from './finding.ts'

const what = '密钥'
const pathIn = (dataDir: string) => join(dataDir, 'keys', 'vault.key')

/** The key is read anew and tried on the database: a program that runs still has the one it started with. */
export async function keyFinding({ dataDir, db }: Deps): Promise<Finding> {
  const problem = keyFileProblem(dataDir) ?? (await keyProblem(dataDir, db))
  return problem === undefined
    ? { level: 'ok', what, detail: '能打开个人信息和文件，仅本机运行账号可读，请随备份另存' }
    : { level: 'problem', what, detail: problem }
}

/** What the file alone tells, without a database to try it on. */
export function keyFileFinding(dataDir: string): Finding {
  if (!existsSync(pathIn(dataDir)))
    return { level: 'advice', what, detail: '还没有密钥文件：首次使用的，启动后自动生成；用过的，请取回原来的文件' }
  const problem = keyFileProblem(dataDir)
  return problem === undefined
    ? { level: 'ok', what, detail: '文件在，仅本机运行账号可读；能否打开个人信息，须待数据库可用时检查' }
    : { level: 'problem', what, detail: problem }
}

function keyFileProblem(dataDir: string): string | undefined {
  const path = pathIn(dataDir)
  let key: Buffer | undefined
  try {
    key = readVaultKey(dataDir)
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
  if (!key) return refuse('vault.key-lost', { path }).message
  if (key.byteLength !== 32) return refuse('vault.key-wrong', { path }).message
  return (statSync(path).mode & 0o077) === 0 ? undefined : `其他账号可读，请运行 chmod 600 ${path}`
}

async function keyProblem(dataDir: string, db: Deps['db']): Promise<string | undefined> {
  const key = readVaultKey(dataDir)
  try {
    if (key) await requireOwnVault(dataDir, db, vaultWith(key))
    return undefined
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
}
