import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { upgradeServer } from '../backup/index.ts'
import { systemClock } from '../calendar/index.ts'
import { defaultDataDir, type UpgradeOptions, type UpgradeSummary } from '../cli/index.ts'
import { clusterMajors } from '../database/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { openWorkplace } from './workplace.ts'

/**
 * Brings an installation to this program's schema, and an embedded database to its PostgreSQL, after a backup; changes
 * nothing where nothing is behind. Refuses `database.nothing-there` and what opening and backing up refuse.
 */
export async function upgrade(options: UpgradeOptions): Promise<UpgradeSummary> {
  const dataDir = resolve(options.dataDir ?? defaultDataDir(false))
  const isShared = Boolean(process.env['DATABASE_URL'])
  if (!isShared && !existsSync(join(dataDir, 'pg')) && !existsSync(join(dataDir, 'pg-upgrade')))
    throw refuse('database.nothing-there', { path: dataDir })
  const majors = isShared ? undefined : clusterMajors(dataDir)
  const { oldProgram, ...how } = options
  const moved =
    majors && majors.found !== majors.known
      ? await upgradeServer({ ...how, dataDir, wall: systemClock(), majors, oldProgram })
      : undefined
  const workplace = await openWorkplace({ dataDir, role: 'cli', upgrade: moved ? { ...how, moved } : how })
  try {
    const { version, schemaVersion: at } = await workplace.describe()
    return { ...(workplace.upgraded ?? { from: at, to: at, files: [] }), version }
  } finally {
    await workplace.close()
  }
}
