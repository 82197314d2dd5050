import { Client } from 'pg'
import { clientConfig, type Target } from './connection.ts'

/**
 * What one program of an installation does and the others leave to it. Whoever asks first holds a name until it ends or
 * is killed, whatever host it runs on: the lock belongs to its connection. `has` never waits.
 */
export type Lead = { has(name: string): Promise<boolean>; close(): Promise<void> }

/** For tests of one program, and wherever nobody else works on the same database. */
export const alone: Lead = { has: async () => true, close: async () => undefined }

/** Needs a connection of its own to the server itself: a pooler that hands connections round would lose the locks. */
export function openLead(target: Target, answerWithinMs = ANSWER_WITHIN_MS): Lead {
  let client: Promise<Client> | undefined
  let mine = new Set<string>()
  let asking: Promise<unknown> = Promise.resolve()
  let isClosed = false
  // One that is given up is ended, too: while it stands, its locks are nobody's. Its own end is told late, and no other's.
  const lose = (lost = client) => {
    void lost?.then((connection) => connection.end()).catch(() => undefined)
    if (client !== lost) return
    client = undefined
    mine = new Set()
  }
  const open = () => {
    const opened: Promise<Client> = connect(target, answerWithinMs, () => lose(opened))
    return opened
  }
  const ask = async (name: string): Promise<boolean> => {
    if (isClosed) return false
    try {
      const connection = await (client ??= open())
      // One that is held is asked for as well: the answer shows that the connection still stands.
      const { rows } = await connection.query<{ held: boolean }>(
        mine.has(name) ? 'select true as held' : 'select pg_try_advisory_lock(hashtextextended($1, 0)) as held',
        mine.has(name) ? [] : [`govmedia.lead/${name}`],
      )
      if (rows[0]?.held) mine.add(name)
      return rows[0]?.held === true
    } catch {
      // A database that is away is told by the work itself, at the next turn.
      lose()
      return false
    }
  }
  return {
    has(name) {
      const answer = asking.then(() => ask(name))
      asking = answer
      return answer
    },
    async close() {
      isClosed = true
      const last = client
      client = undefined
      await last?.then((connection) => connection.end()).catch(() => undefined)
    },
  }
}

const ANSWER_WITHIN_MS = 10_000

/** What the connection of a program that works jobs and rounds calls itself. */
export const LEADING = 'govmedia lead'

async function connect(target: Target, answerWithinMs: number, lose: () => void): Promise<Client> {
  const connection = new Client({
    ...clientConfig(target, LEADING, answerWithinMs),
    // A server that answers nothing, as one whose machine was cut off, holds up nobody who asks.
    query_timeout: answerWithinMs,
  })
  connection.on('error', lose)
  connection.on('end', lose)
  await connection.connect()
  return connection
}
