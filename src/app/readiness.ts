import { randomBytes } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Deps } from '../access/index.ts'
import type { Clock } from '../calendar/index.ts'
import { diskTrouble, type OpenDatabase } from '../database/index.ts'

/** Words for why no work can be done, as `/readyz` answers them: none of them tells a path or an address. */
type Look = () => Promise<string[]>

const WITHIN_MS = 2_000
/** Writing is tried no more often than this, whoever asks how often. */
const WRITES_EVERY_MS = 10_000
const PIECE_BYTES = 64 * 1024

/**
 * What stands in the way of work now: the database doesn't answer, isn't ours or isn't kept, or it or the data directory
 * can't be written. Answers within two seconds also where a disk or a database gives no answer at all.
 */
export function readinessOf(
  { dataDir, wall }: Pick<Deps, 'dataDir' | 'wall'>,
  database: Pick<OpenDatabase, 'obstacles' | 'writeObstacle'>,
  withinMs = WITHIN_MS,
): Look {
  const looks = [
    shared(() => database.obstacles(), { wall, everyMs: 0, withinMs, late: 'database' }),
    shared(() => writeObstacles(database), {
      wall,
      everyMs: WRITES_EVERY_MS,
      withinMs,
      late: 'database',
    }),
    shared(() => filesObstacles(dataDir), { wall, everyMs: WRITES_EVERY_MS, withinMs, late: 'files-no-answer' }),
  ]
  return async () => [...new Set((await Promise.all(looks.map((look) => look()))).flat())]
}

// One that is away is told by whether it answers, as soon as it is back; what writing says is kept longer.
async function writeObstacles(database: Pick<OpenDatabase, 'writeObstacle'>): Promise<string[]> {
  const found = await database.writeObstacle()
  return found === undefined || found === 'database' ? [] : [found]
}

type Sharing = { wall: Clock; everyMs: number; withinMs: number; late: string }

/**
 * One look at a time, whose result all share who ask meanwhile and for `everyMs` after it began. Who has waited `withinMs`
 * hears `late`; the look goes on, and no second one is sent after it into the same silence.
 */
export function shared(look: Look, { wall, everyMs, withinMs, late }: Sharing): Look {
  let last: { at: number; found: string[] } | undefined
  let running: Promise<string[]> | undefined
  const begin = async () => {
    const at = Date.parse(wall.now())
    try {
      const found = await look()
      last = { at, found }
      return found
    } finally {
      running = undefined
    }
  }
  return () => {
    const age = last && Date.parse(wall.now()) - last.at
    // A clock that was set back must not keep an old answer until it has caught up.
    if (last && age !== undefined && age >= 0 && age < everyMs) return Promise.resolve(last.found)
    return within((running ??= begin()), withinMs, [late])
  }
}

async function within<T>(work: Promise<T>, ms: number, late: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<T>((done) => (timer = setTimeout(() => done(late), ms)))
  try {
    return await Promise.race([work, patience])
  } finally {
    clearTimeout(timer)
  }
}

/** Whether a file can be brought to the disk where evidence and keys lie. One name for all programs: nothing is left behind that adds up. */
export async function filesObstacles(dataDir: string): Promise<string[]> {
  const path = join(dataDir, '.ready')
  try {
    const handle = await open(path, 'w', 0o600)
    try {
      // Bytes that no file system makes smaller.
      await handle.writeFile(randomBytes(PIECE_BYTES))
      await handle.sync()
    } finally {
      await handle.close()
    }
    return []
  } catch (error) {
    const trouble = diskTrouble(error)?.code
    return [trouble === undefined ? 'files-not-writable' : trouble.replace('database.', 'files-')]
  } finally {
    await rm(path, { force: true }).catch(() => undefined)
  }
}
