import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { folderOf } from '../../src/database/embedded/folder.ts'
import { processesIn } from '../../src/database/embedded/processes.ts'
import { findServer } from '../../src/database/embedded/server.ts'
import { openDatabase } from '../../src/database/index.ts'
import type { Db } from '../../src/database/index.ts'
import { verifyTrail } from '../../src/trail/index.ts'
import { killIfThere, startScript } from './programs.ts'
import { quickFolder } from './quick-folder.ts'

/** What came of one round: how many rows were answered "saved", which of them are gone, and what else is wrong. */
export type KillRound = { acknowledged: number; lost: string[]; withoutTrace: string[]; brokenChains: string[] }

/**
 * Kills the database server in mid-write, `rounds` times on one data directory, and looks after each restart whether
 * every acknowledged row and its trail event are there and all chains verify. `random` (0..1) chooses the moments.
 */
export async function killRounds(rounds: number, random: () => number): Promise<KillRound[]> {
  const base = mkdtempSync(join(quickFolder(), 'kill-rounds-'))
  const results: KillRound[] = []
  try {
    for (let round = 0; round < rounds; round++) results.push(await killRound(join(base, 'data'), `${round}`, random))
    return results
  } finally {
    rmSync(base, { recursive: true, force: true })
  }
}

async function killRound(dataDir: string, seed: string, random: () => number): Promise<KillRound> {
  const acknowledged = await writeAndKill(dataDir, seed, random)
  const database = await openDatabase({ dataDir, role: 'serve' })
  try {
    return { acknowledged: acknowledged.length, ...(await inspect(database.db, seed, acknowledged)) }
  } finally {
    await database.close()
  }
}

const LONGEST_WRITING_MS = 400

async function writeAndKill(dataDir: string, seed: string, random: () => number): Promise<string[]> {
  const writer = startScript('kill-writer.ts', [dataDir, seed])
  const first = await writer.lines.next()
  const acknowledged: string[] = first.done ? [] : [first.value]
  const reading = (async () => {
    for await (const key of writer.lines) acknowledged.push(key)
  })()
  await pause(random() * LONGEST_WRITING_MS)
  killServer(dataDir, random)
  if ((await writer.ended) !== 0) throw new Error('the server took the program down with it')
  await reading
  return acknowledged
}

/** Everything at once, or the first process alone, whose children then find themselves orphaned. */
function killServer(dataDir: string, random: () => number): void {
  const folder = folderOf(dataDir)
  const server = findServer(folder)
  if (!server) throw new Error('there is no server to kill')
  const children = random() < 0.5 ? processesIn(folder.pg).filter((pid) => pid !== server.pid) : []
  for (const pid of [server.pid, ...children]) killIfThere(pid)
}

async function inspect(db: Db, seed: string, acknowledged: string[]): Promise<Omit<KillRound, 'acknowledged'>> {
  const like = `${seed}/%`
  const rows = await db.selectFrom('installation_setting').select('key').where('key', 'like', like).execute()
  const events = await db.selectFrom('trail_event').select('subject_id').where('subject_id', 'like', like).execute()
  const saved = new Set(rows.map((row) => row.key))
  const traced = new Set(events.map((event) => event.subject_id))
  const chains = await verifyTrail(db)
  return {
    lost: acknowledged.filter((key) => !saved.has(key)),
    // Both ways: a row without its event, an event without its row.
    withoutTrace: [...saved.symmetricDifference(traced)],
    brokenChains: chains.filter((chain) => !chain.whole).map((chain) => chain.districtId),
  }
}
