import { existsSync, readFileSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Actor, Deps } from '../access/index.ts'
import { addHours, dayOf, formatMinute, type Instant } from '../calendar/index.ts'
import type { InSnapshot } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { Sealing } from './container.ts'
import type { BackupSummary } from './model.ts'
import { passphraseLeast, unfinished } from './verbs/back-up.ts'
import { backUpWhole } from './verbs/back-up-whole.ts'

/** 自动备份: where to, sealed with what, how many are kept. */
export type BackupPlan = Sealing & { folder: string; passphrase: string; keep: number }

const KEEP = 14

/**
 * What the installation was told by GOVMEDIA_BACKUP_DIR, GOVMEDIA_BACKUP_PASSPHRASE (or GOVMEDIA_BACKUP_PASSPHRASE_FILE)
 * and GOVMEDIA_BACKUP_KEEP; undefined: backups are made by hand alone. Refuses `backup.settings`.
 */
export function backupPlan(env: Readonly<Record<string, string | undefined>> = process.env): BackupPlan | undefined {
  const folder = env['GOVMEDIA_BACKUP_DIR']?.trim()
  if (!folder) return undefined
  if (!existsSync(folder)) throw refuse('backup.settings', { what: 'GOVMEDIA_BACKUP_DIR', why: `没有文件夹 ${folder}` })
  const keep = Number(env['GOVMEDIA_BACKUP_KEEP'] ?? KEEP)
  if (!Number.isInteger(keep) || keep < 1)
    throw refuse('backup.settings', { what: 'GOVMEDIA_BACKUP_KEEP', why: '应为 1 以上的整数' })
  const passphrase = givenPassphrase(env)
  if ([...(passphrase ?? '')].length < passphraseLeast)
    throw refuse('backup.settings', {
      what: 'GOVMEDIA_BACKUP_PASSPHRASE',
      why: `备份口令至少 ${passphraseLeast} 个字符`,
    })
  return { folder, passphrase: passphrase!, keep }
}

/** The passphrase that the environment names, itself or by a file; undefined: none. Refuses `backup.settings`. */
export const givenPassphrase = (env: Readonly<Record<string, string | undefined>>): string | undefined =>
  env['GOVMEDIA_BACKUP_PASSPHRASE'] ?? firstLine(env['GOVMEDIA_BACKUP_PASSPHRASE_FILE'])

function firstLine(path: string | undefined): string | undefined {
  if (path === undefined) return undefined
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/, 1)[0]
  } catch {
    throw refuse('backup.settings', { what: 'GOVMEDIA_BACKUP_PASSPHRASE_FILE', why: `文件 ${path} 读不出来` })
  }
}

// Two in the morning in Shanghai: nobody works, and what the day collected is in.
const HOUR = 2
/** The civil day whose backup is to be there at a moment. */
const dayDue = (now: Instant) => dayOf(addHours(now, -HOUR))

const stamp = /^govmedia-(\d{8})-\d{4}\.backup$/
const nameAt = (now: Instant) => `govmedia-${formatMinute(now).replaceAll(/[-:]/g, '').replace(' ', '-')}.backup`

/** The backups that the plan made, oldest first; those of a day to come are of a clock that was ahead, and go before all others. */
async function ownFiles({ folder }: BackupPlan, now: Instant): Promise<string[]> {
  const own = (await readdir(folder)).filter((name) => stamp.test(name)).toSorted()
  const isAhead = (name: string) => name > nameAt(addHours(now, 24))
  return [...own.filter(isAhead), ...own.filter((name) => !isAhead(name))]
}

/** What backups left that were killed on their way: begun by the plan a day ago or more, so that none is taken from who still writes it. */
async function abandoned({ folder }: BackupPlan, now: Instant): Promise<string[]> {
  const [dayBefore, dayAfter] = [nameAt(addHours(now, -24)), nameAt(addHours(now, 24))]
  return (await readdir(folder)).filter((name) => {
    const own = name.endsWith(unfinished) ? name.slice(0, -unfinished.length) : ''
    return stamp.test(own) && (own < dayBefore || own > dayAfter)
  })
}

/** Whether the day's backup is still to be made. */
export async function isBackupDue(plan: BackupPlan, now: Instant): Promise<boolean> {
  const newest = (await ownFiles(plan, now)).at(-1)
  if (newest === undefined || newest > nameAt(addHours(now, 24))) return true
  return stamp.exec(newest)![1]! < dayDue(now).replaceAll('-', '')
}

/**
 * Makes the day's backup, reads it back to its last byte, and only then lets go of those beyond `keep`. What fails stands in
 * the trail too, and no older backup is lost for it. What a backup left that was killed a day ago goes first.
 */
export async function makeScheduled(
  deps: Deps,
  actor: Actor,
  inSnapshot: InSnapshot,
  plan: BackupPlan,
): Promise<BackupSummary> {
  const { folder, passphrase, workFactor } = plan
  const now = deps.wall.now()
  const path = join(folder, nameAt(now))
  // Before the new one, which needs the room. A folder that can't be read is told by the backup itself.
  for (const left of await abandoned(plan, now).catch(() => [])) await rm(join(folder, left), { force: true })
  const made = await backUpWhole(deps, actor, inSnapshot, { path, passphrase, workFactor })
  const beyond = (await ownFiles(plan, now)).slice(0, -plan.keep)
  for (const old of beyond) await rm(join(folder, old))
  return made
}
