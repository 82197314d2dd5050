import type { Duplex } from 'node:stream'
import { Client, type ClientBase, DatabaseError } from 'pg'
import { isDatabaseAway } from './away.ts'
import { clientConfig, type Target } from './connection.ts'

/** How often it is looked, after how many looks without a byte in or out it is asked, and how long the answer may take. */
export type Patience = { everyMs: number; looks: number; answerWithinMs: number }

/** Together with the ten seconds that a new connection may take: who waits for a database that is cut off hears so within twenty. */
const PATIENCE: Patience = { everyMs: 2_000, looks: 3, answerWithinMs: 10_000 }

/** Ends connections over a network whose other end is gone, however long their statements may take. */
export type SilenceWatch = { add(client: ClientBase): void }

type Watched = { read: number; written: number; quiet: number }

// What the driver holds of a connection, as of pg 8: whether the server has answered the last query, and its socket.
type Insides = {
  host: string
  processID: number | null
  readyForQuery?: boolean
  connection: { stream: Duplex & { bytesRead: number; bytesWritten: number } }
}
const inside = (client: ClientBase) => client as unknown as Insides

/**
 * Watches connections that wait for an answer. A network that takes packets and brings nothing breaks no connection for a
 * quarter of an hour, and a statement of five minutes is as silent: so where no byte comes or goes for a while, the server
 * is asked over a new connection whether it is there and works at what is waited for. If not, the silent one is ended, and
 * its query fails as one whose database is away (docs/decisions/045). On a socket of the same machine nothing is watched.
 */
export function watchSilence(target: Target, patience: Partial<Patience> = {}): SilenceWatch {
  const { everyMs, looks, answerWithinMs } = { ...PATIENCE, ...patience }
  const watched = new Map<ClientBase, Watched>()
  let timer: NodeJS.Timeout | undefined
  let asking = false
  const look = async () => {
    for (const [client, seen] of watched) countLook(client, seen)
    const silent = [...watched.keys()].filter((client) => watched.get(client)!.quiet >= looks)
    if (silent.length === 0 || asking) return
    asking = true
    try {
      const isLost = await askAbout(silent, target, answerWithinMs)
      for (const [client, seen] of watched) {
        // What has been heard of meanwhile is not lost, whatever was answered.
        if (seen.quiet < looks || hasMoved(client, seen)) continue
        if (isLost(client)) end(client)
        // What is worked at is asked about again when it has been as quiet once more.
        else if (silent.includes(client)) seen.quiet = 0
      }
    } finally {
      asking = false
    }
  }
  return {
    add(client) {
      if (inside(client).host.startsWith('/')) return
      watched.set(client, { read: 0, written: 0, quiet: 0 })
      client.once('end', () => {
        watched.delete(client)
        if (watched.size > 0) return
        clearInterval(timer)
        timer = undefined
      })
      timer ??= setInterval(() => void look(), everyMs).unref()
    },
  }
}

/** Counts one more look without a byte; looks, not time: a program that was held up itself has not waited for anybody. */
function countLook(client: ClientBase, seen: Watched): void {
  const { bytesRead: read, bytesWritten: written } = inside(client).connection.stream
  seen.quiet = rests(client) || read !== seen.read || written !== seen.written ? 0 : seen.quiet + 1
  Object.assign(seen, { read, written })
}

const hasMoved = (client: ClientBase, { read }: Watched) =>
  rests(client) || inside(client).connection.stream.bytesRead !== read

/** Nothing is waited for: the last query is answered, or whoever reads its answer has asked for a pause. */
function rests(client: ClientBase): boolean {
  const { readyForQuery, connection } = inside(client)
  return readyForQuery !== false || connection.stream.isPaused()
}

function end(client: ClientBase): void {
  const why = Object.assign(new Error('the database gave no sign of life'), { code: 'ETIMEDOUT', syscall: 'read' })
  inside(client).connection.stream.destroy(why)
}

type IsLost = (client: ClientBase) => boolean
const all: IsLost = () => true
const none: IsLost = () => false

const noAnswer = new Error('no answer')
/** In how many pieces an answer is waited for: a program that was itself held up, however long, has waited one of them. */
const PIECES = 10

/** Asks the server over a new connection which of the silent ones it works for. */
async function askAbout(silent: readonly ClientBase[], target: Target, answerWithinMs: number): Promise<IsLost> {
  // Without the role that is taken on: what other connections of the same login do is told to that login alone.
  const config = clientConfig({ config: target.config }, 'govmedia asks', answerWithinMs)
  const asker = new Client({ ...config, connectionTimeoutMillis: 0 })
  asker.on('error', () => undefined)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, fail) => {
    let waited = 0
    timer = setInterval(() => {
      if (++waited >= PIECES) fail(noAnswer)
    }, answerWithinMs / PIECES)
  })
  try {
    const isLost = await Promise.race([askedBy(asker, silent), late])
    asker.end().catch(() => undefined)
    return isLost
  } catch (error) {
    inside(asker).connection.stream.destroy()
    // A server that refuses is there: too many connections, a password that was changed, a certificate that has expired, a
    // start after a crash. Where the program itself has no handle left to ask with, nothing is known.
    return error === noAnswer || (isDatabaseAway(error) && !(error instanceof DatabaseError)) ? all : none
  } finally {
    clearInterval(timer)
  }
}

// What a connection does for which nobody works (pg_stat_activity).
const RESTING = ['idle', 'idle in transaction', 'idle in transaction (aborted)']

async function askedBy(asker: Client, silent: readonly ClientBase[]): Promise<IsLost> {
  await asker.connect()
  const pids = silent.map((client) => inside(client).processID)
  const { rows } = await asker.query<{ own: number; working: number[] }>(
    `select pg_backend_pid() as own, array(
       select pid from pg_stat_activity where pid = any ($1::int[]) and coalesce(state, '') <> all ($2::text[])) as working`,
    [pids, RESTING],
  )
  const [answer] = rows
  // A pooler between tells numbers of its own: of the server's processes nothing is known then, only that it is there.
  if (!answer || answer.own !== inside(asker).processID) return none
  return (client) => silent.includes(client) && !answer.working.includes(inside(client).processID ?? 0)
}
