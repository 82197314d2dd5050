import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isSameLife, lifeOf } from './embedded/processes.ts'

/** What a program does with the database: `serve` at most once a directory, workers and commands beside it. */
export type ClientRole = 'serve' | 'worker' | 'cli'

/** A program that uses the database of a directory, as it signed in. `since` is an Instant. */
export type Client = { pid: number; life: string; role: ClientRole; since: string }

let serial = 0

/** Signs this program in; the returned path signs it out again. */
export function signIn(clientsDir: string, role: ClientRole): string {
  const path = join(clientsDir, `${process.pid}-${serial++}.json`)
  const client: Client = { pid: process.pid, life: lifeOf(process.pid) ?? '', role, since: new Date().toISOString() }
  writeFileSync(path, JSON.stringify(client), { mode: 0o600 })
  return path
}

export function signOut(path: string): void {
  rmSync(path, { force: true })
}

/** The programs that live, oldest first. Whoever was killed never signed out: those entries are cleared away here. */
export function liveClients(clientsDir: string): Client[] {
  const living = []
  for (const name of readdirSync(clientsDir)) {
    const path = join(clientsDir, name)
    const client = readClient(path)
    if (client && isSameLife(client.pid, client.life)) living.push(client)
    else rmSync(path, { force: true })
  }
  return living.sort((a, b) => a.since.localeCompare(b.since))
}

function readClient(path: string): Client | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Client
  } catch {
    return null // cut off while it was being written
  }
}
