import type { ChildProcess } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'

type Answer = { id?: number; result?: Record<string, unknown>; error?: { message: string } }
type Waiting = { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }
/** Asks the browser for one thing (Chrome DevTools Protocol). Throws where it refuses, or has ended. */
export type Ask = (
  method: string,
  params?: Record<string, unknown>,
  sessionId?: string,
) => Promise<Record<string, unknown>>

/** The largest answer: a picture of the largest height, in Base64, is far below. */
const ANSWER_MOST = 32 * 1024 * 1024

/** Speaks with a browser over the two pipes it was started with (--remote-debugging-pipe): no port is opened for it. */
export function askOver(child: ChildProcess): Ask {
  const [asking, answering] = [child.stdio[3] as Writable, child.stdio[4] as Readable]
  const waiting = new Map<number, Waiting>()
  let [last, ended, parts, length]: [number, Error | undefined, Buffer[], number] = [0, undefined, [], 0]
  const end = (why: string) => {
    ended ??= new Error(why)
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  const hear = (text: string) => {
    const { id, result, error } = JSON.parse(text) as Answer
    const asked = id === undefined ? undefined : waiting.get(id)
    if (id === undefined || !asked) return
    waiting.delete(id)
    if (error) asked.reject(new Error(error.message))
    else asked.resolve(result ?? {})
  }
  answering.on('data', (bytes: Buffer) => {
    let from = 0
    for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, from)) {
      const message = Buffer.concat([...parts, bytes.subarray(from, at)]).toString()
      ;[parts, length, from] = [[], 0, at + 1]
      try {
        hear(message)
      } catch {
        end('it answered what can’t be read')
      }
    }
    parts.push(bytes.subarray(from))
    length += bytes.length - from
    if (length > ANSWER_MOST) {
      parts = []
      answering.destroy()
    }
  })
  answering.on('close', () => end('the browser ended')).on('error', () => undefined)
  asking.on('error', () => undefined)
  child.once('error', (error) => end(error.message))
  return (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended)
      const id = ++last
      waiting.set(id, { resolve, reject })
      asking.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`)
    })
}
