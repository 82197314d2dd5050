import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'
import { refuse } from '../../vocabulary/refusals/index.ts'

// Part of util-linux, so on every Linux but the smallest images.
const SETPRIV = ['/usr/bin/setpriv', '/bin/setpriv']

/** The operating-system account the server runs as. `switched` says that the program itself runs as root. */
export type Account = { name: string; uid: number; gid: number; switched: boolean }

/** How to start a program as the account: the command line, and the ids Node shall set itself. */
export type Launch = { command: string; args: string[]; ids: { uid?: number; gid?: number } }

// PostgreSQL refuses to run as root, and initdb refuses a number without a passwd entry.
const UNPRIVILEGED = ['postgres', '_postgres', 'nobody']

/**
 * The account for the server of the data directory `pgDir` (may not exist yet).
 * Refuses: `database.no-account` (number without a passwd entry), `database.other-user` (directory of somebody else).
 */
export function accountFor(pgDir: string): Account {
  const owner = existsSync(pgDir) ? statSync(pgDir).uid : null
  if (process.getuid?.() !== 0) return ownAccount(owner, pgDir)
  for (const name of UNPRIVILEGED) {
    const account = lookUp(name)
    if (account && (owner === null || account.uid === owner)) return account
  }
  throw owner === null ? refuse('database.no-account') : refuse('database.other-user', { path: dirname(pgDir) })
}

/** The same for a folder that is there; undefined where no account of this machine may serve it. */
export function accountOf(pgDir: string): Account | undefined {
  try {
    return accountFor(pgDir)
  } catch {
    return undefined
  }
}

function ownAccount(owner: number | null, pgDir: string): Account {
  const me = ownEntry()
  if (owner !== null && owner !== me.uid) throw refuse('database.other-user', { path: dirname(pgDir) })
  return me
}

function ownEntry(): Account {
  try {
    const { username, uid, gid } = userInfo()
    return { name: username, uid, gid, switched: false }
  } catch {
    throw refuse('database.no-account')
  }
}

// Each name is asked for once: a program that is started takes longer than anything else here.
const lookedUp = new Map<string, Account | null>()

function lookUp(name: string): Account | null {
  const known = lookedUp.get(name)
  if (known !== undefined) return known
  const account = asked(name)
  lookedUp.set(name, account)
  return account
}

function asked(name: string): Account | null {
  try {
    const said = execFileSync('id', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    const [, uid, gid] = /^uid=(\d+)\D.*? gid=(\d+)/.exec(said) ?? []
    return uid === undefined || gid === undefined ? null : { name, uid: Number(uid), gid: Number(gid), switched: true }
  } catch {
    return null
  }
}

/**
 * The way to start `command` as the account so that it reaches `paths`. Under a parent folder closed to it (/root,
 * mktemp -d) it gets the right to pass closed folders and no other; the folder itself is never opened up.
 * Refuses: `database.folder-closed` when that right can't be given here.
 */
export function launchAs(
  account: Account,
  command: string,
  args: string[],
  paths: string[],
  setprivAt = SETPRIV,
): Launch {
  if (!account.switched) return { command, args, ids: {} }
  const closed = [command, ...paths].find((path) => !canReach(account, path))
  if (closed === undefined) return { command, args, ids: { uid: account.uid, gid: account.gid } }
  const rights = grantableRights()
  const setpriv = setprivAt.find((path) => existsSync(path))
  if (!setpriv || rights.length === 0) throw refuse('database.folder-closed', { path: closed, account: account.name })
  return { command: setpriv, args: [...switching(account, rights), '--', command, ...args], ids: {} }
}

function switching({ uid, gid }: Account, rights: string[]): string[] {
  const listed = rights.map((right) => `+${right}`).join(',')
  const ids = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
  // initdb asks access(2) for its neighbour programs, and that leaves rights out of account without this bit.
  const counted = holds(CAP_SETPCAP) ? ['--securebits=+no_setuid_fixup'] : []
  return [...ids, ...counted, `--inh-caps=${listed}`, `--ambient-caps=${listed}`]
}

/** True when every folder above `path` lets the account through. */
export function canReach(account: Account, path: string): boolean {
  let folder = dirname(realpathSync(path))
  while (canPass(account, folder)) {
    if (folder === dirname(folder)) return true
    folder = dirname(folder)
  }
  return false
}

function canPass(account: Account, folder: string): boolean {
  const { uid, gid, mode } = statSync(folder)
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001
  return (mode & bit) !== 0
}

// Numbers of linux/capability.h.
const CAP_DAC_OVERRIDE = 1n
const CAP_DAC_READ_SEARCH = 2n
const CAP_SETPCAP = 8n

/** Of the two rights, those this process holds: containers usually keep dac_override alone, which is enough. */
function grantableRights(): string[] {
  if (!holds(CAP_DAC_OVERRIDE)) return []
  return holds(CAP_DAC_READ_SEARCH) ? ['dac_override', 'dac_read_search'] : ['dac_override']
}

function holds(capability: bigint): boolean {
  const status = '/proc/self/status'
  const effective = existsSync(status) ? /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync(status, 'utf8'))?.[1] : '0'
  return (BigInt(`0x${effective ?? '0'}`) & (1n << capability)) !== 0n
}
