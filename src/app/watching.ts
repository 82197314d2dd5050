import { performance } from 'node:perf_hooks'
import type { Deps } from '../access/index.ts'
import { lastGoodBackup } from '../backup/index.ts'
import { isDatabaseAway, type OpenDatabase } from '../database/index.ts'
import { countRuns } from '../jobs/index.ts'
import type { Family, Watch } from '../web/index.ts'
import { readinessOf } from './readiness.ts'

type Watched = Pick<OpenDatabase, 'obstacles' | 'pools' | 'writeObstacle'>

/** What a watchdog and Prometheus are told of this installation. `GOVMEDIA_METRICS_TOKEN` lets figures be read from elsewhere. */
export function watchOf(deps: Deps, database: Watched, env = process.env): Watch {
  return {
    obstacles: readinessOf(deps, database),
    families: async () => [...ofProcess(), ...ofPools(database), ...(await ofDatabase(deps))],
    token: env['GOVMEDIA_METRICS_TOKEN']?.trim() || undefined,
  }
}

const gauge = (name: string, help: string, ...samples: Family['samples'][number][]): Family => ({
  name,
  help,
  type: 'gauge',
  samples,
})

// Named as every client library of Prometheus names them, so that ready-made boards find them.
function ofProcess(): Family[] {
  const { rss, heapUsed } = process.memoryUsage()
  const { user, system } = process.cpuUsage()
  return [
    gauge('process_resident_memory_bytes', 'Memory of the program, without its database.', { value: rss }),
    gauge('nodejs_heap_size_used_bytes', 'Memory that its objects take.', { value: heapUsed }),
    gauge('process_start_time_seconds', 'When the program was started.', { value: performance.timeOrigin / 1_000 }),
    {
      name: 'process_cpu_seconds_total',
      help: 'Time that the program has used of all cores.',
      type: 'counter',
      samples: [{ value: (user + system) / 1_000_000 }],
    },
  ]
}

function ofPools(database: Pick<Watched, 'pools'>): Family[] {
  const states = database.pools().flatMap(({ pool, total, idle, waiting }) => [
    { labels: { pool, state: 'busy' }, value: total - idle },
    { labels: { pool, state: 'idle' }, value: idle },
    { labels: { pool, state: 'waiting' }, value: waiting },
  ])
  return [
    gauge(
      'govmedia_database_connections',
      'Connections to the database that work and rest, and requests that wait for one.',
      ...states,
    ),
  ]
}

// Figures are asked for above all while something is wrong: a database that is away is itself a figure.
async function ofDatabase({ db, wall }: Deps): Promise<Family[]> {
  const up = (value: 0 | 1) => gauge('govmedia_database_up', 'Whether the database answers.', { value })
  try {
    const runs = await countRuns(db)
    const backup = await lastGoodBackup(db)
    const age = backup && (Date.parse(wall.now()) - Date.parse(backup.at)) / 1_000
    return [
      up(1),
      gauge(
        'govmedia_job_runs',
        'Runs of background work by kind and state.',
        ...runs.map(({ kind, state, count }) => ({ labels: { kind, state }, value: count })),
      ),
      gauge(
        'govmedia_backup_age_seconds',
        'Time since the last backup that was read back whole; absent while there is none.',
        ...(age === undefined ? [] : [{ value: age }]),
      ),
    ]
  } catch (error) {
    if (isDatabaseAway(error)) return [up(0)]
    throw error
  }
}
