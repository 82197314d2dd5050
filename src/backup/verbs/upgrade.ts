import { existsSync, mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Actor, Deps } from '../../access/index.ts'
import type { Clock } from '../../calendar/index.ts'
import { type BeforeUpgrade, inTransaction, moveToOwnMajor, type OpenOptions } from '../../database/index.ts'
import { append, systemChain } from '../../trail/index.ts'
import { fillFrom } from '../filling.ts'
import type { BackupSummary } from '../model.ts'
import { openBackup } from '../read-backup.ts'
import { backupPlan, givenPassphrase } from '../schedule.ts'
import { makeFile, passphraseLeast, recordMade } from './back-up.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { verifyBackup } from './verify-backup.ts'

/** What an upgrade did. `server`: the embedded PostgreSQL before and after, where it changed, and where the older cluster lies. */
export type Upgraded = {
  from: number
  to: number
  files: string[]
  backup: { path: string; summary: BackupSummary }
  server?: { from: number; to: number; kept: string }
}

export type UpgradeInput = {
  dataDir: string
  wall: Clock
  /** Seals the backup; by itself the one that the environment names. */
  passphrase?: string | undefined
  env?: Readonly<Record<string, string | undefined>>
  onProgress?: (step: { done: number; total: number; message: string }) => void
  /** Told before the first byte is written, for whoever waits. */
  say?: (sentence: string) => void
}

/**
 * 升级前备份: what `openDatabase` does before it changes an older schema. The backup is read back to its last byte, and
 * stays when the upgrade is through; one that fails has changed nothing. Where it goes: docs/decisions on upgrades.
 */
export function backUpBefore(input: UpgradeInput): { before: BeforeUpgrade; done: () => Upgraded | undefined } {
  let upgraded: Upgraded | undefined
  const before: BeforeUpgrade = async ({ from, to, files, inSnapshot }) => {
    const { folder, passphrase } = placeOf(input)
    const path = join(folder, `govmedia-before-upgrade-${threeDigits(from)}-${threeDigits(to)}.backup`)
    input.say?.(`数据为第 ${from} 版，正在备份到 ${path}，随后升级到第 ${to} 版……`)
    await makeFile(input, inSnapshot, { path, passphrase, onProgress: input.onProgress ?? (() => undefined) })
    upgraded = { from, to, files, backup: { path, summary: await verifyBackup(path, passphrase) } }
  }
  return { before, done: () => upgraded }
}

const threeDigits = (version: number) => String(version).padStart(3, '0')

/**
 * GOVMEDIA_BACKUP_DIR where it is set, else `backups` in the data directory. Without a passphrase the backup is not
 * sealed and bears no keys: it then holds no more than the database beside it, and `keys` stays where it is.
 */
function placeOf({ dataDir, passphrase, env = process.env }: UpgradeInput): {
  folder: string
  passphrase: string | undefined
} {
  const plan = backupPlan(env)
  if (plan) return { folder: plan.folder, passphrase: passphrase ?? plan.passphrase }
  const given = passphrase ?? givenPassphrase(env)
  if (given !== undefined && [...given].length < passphraseLeast)
    throw refuse('backup.passphrase-short', { least: passphraseLeast })
  const folder = join(dataDir, 'backups')
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 })
  return { folder, passphrase: given }
}

/** Moves an embedded database that another PostgreSQL wrote to this program's, by way of a backup. Refuses `database.*`. */
export async function upgradeServer(
  input: UpgradeInput & {
    majors: { found: number; known: number }
    oldProgram: string | undefined
    embedded?: OpenOptions['embedded']
  },
): Promise<Upgraded> {
  const { dataDir, majors, oldProgram, embedded, onProgress = () => undefined } = input
  const { before, done } = backUpBefore(input)
  const { passphrase } = placeOf(input)
  const { kept } = await moveToOwnMajor({
    dataDir,
    oldProgram,
    embedded,
    dump: before,
    load: async (owner) => {
      const { path } = done()!.backup
      const unused = async (_id: string, content: AsyncIterable<Buffer>) => {
        for await (const _chunk of content);
      }
      // Files and keys lie where they are.
      await fillFrom(await openBackup(path, passphrase), owner, {
        path,
        onProgress,
        file: unused,
        key: async () => undefined,
      })
    },
  })
  return { ...done()!, server: { from: majors.found, to: majors.known, kept } }
}

/** What was done, in the chain of the installation, once the newer schema stands. */
export async function recordUpgrade(
  deps: Pick<Deps, 'db' | 'ids' | 'wall'>,
  actor: Actor,
  { from, to, files, backup: { path, summary }, server }: Upgraded,
): Promise<void> {
  const about = (action: string, subject: { kind: string; id: string }, after: Record<string, unknown>) =>
    ({ districtId: systemChain, actor, action, subject, after, at: deps.wall.now() }) as const
  await inTransaction(deps.db, async (tx) => {
    await recordMade(tx, deps, actor, path, summary)
    const { rows, files: kept, bytes } = summary
    const backup = { kind: 'backup', id: basename(path) }
    await append(tx, deps.ids, about('backup.verified', backup, { rows, files: kept, bytes }))
    const change = { fromVersion: from, toVersion: to, steps: files.length, backup: basename(path) }
    const moved = server ? { serverFrom: server.from, serverTo: server.to } : {}
    const installation = { kind: 'installation', id: systemChain }
    await append(tx, deps.ids, about('installation.upgraded', installation, { ...change, ...moved }))
  })
}
