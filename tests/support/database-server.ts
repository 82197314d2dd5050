import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import type { TestProject } from 'vitest/node'
import { folderOf, prepareFolder } from '../../src/database/embedded/folder.ts'
import { lifeOf } from '../../src/database/embedded/processes.ts'
import { findServer, startServer, stopServer } from '../../src/database/embedded/server.ts'
import { OWNER_ROLE } from '../../src/database/embedded/settings.ts'
import { migrate } from '../../src/database/migrate.ts'
import { ensureAppRole, grantRights } from '../../src/database/roles.ts'
import { quickFolder } from './quick-folder.ts'

/** The migrated database every test gets a copy of. */
export const TEMPLATE = 'govmedia_template'

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- vitest is extended by merging interfaces
  export interface ProvidedContext {
    databaseSocket: string
  }
}

// One folder a run, named after the process, so that what a killed run left is found and cleared by the next one.
const runsFolder = join(quickFolder(), `govmedia-tests-${userInfo().uid}`)

/** Vitest's globalSetup: one server a run, without fsync, and one migrated template. Returns the teardown. */
export default async function setUpDatabaseServer(project: TestProject): Promise<() => Promise<void>> {
  mkdirSync(runsFolder, { recursive: true, mode: 0o711 })
  await clearKilledRuns()
  const folder = folderOf(join(runsFolder, String(process.pid)))
  prepareFolder(folder)
  const server = await startServer(folder, { durability: 'none' })
  await createTemplate(server.socketDir)
  project.provide('databaseSocket', server.socketDir)
  return async () => {
    await stopServer(folder, server)
    rmSync(folder.root, { recursive: true, force: true })
  }
}

async function clearKilledRuns(): Promise<void> {
  for (const pid of readdirSync(runsFolder).filter((name) => lifeOf(Number(name)) === null)) {
    const folder = folderOf(join(runsFolder, pid))
    const left = findServer(folder)
    if (left) await stopServer(folder, left)
    rmSync(folder.root, { recursive: true, force: true })
  }
}

async function createTemplate(host: string): Promise<void> {
  await asOwner(host, 'postgres', async (owner) => {
    await ensureAppRole(owner, true)
    await owner.query(`create database ${TEMPLATE}`)
  })
  await asOwner(host, TEMPLATE, async (owner) => {
    await migrate(owner)
    await grantRights(owner)
  })
}

/** Runs `work` as the owner of the test server on one of its databases. */
export async function asOwner<T>(host: string, database: string, work: (owner: Client) => Promise<T>): Promise<T> {
  const owner = new Client({ host, user: OWNER_ROLE, database, options: '-c search_path=public' })
  await owner.connect()
  try {
    return await work(owner)
  } finally {
    await owner.end()
  }
}
