import { createWriteStream, mkdirSync, readdirSync, rmSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import { addDays, type CivilDate, dayOf, isCivilDate, civilDate } from '../calendar/index.ts'
import type { AccessLine, AccessLog } from '../web/index.ts'
import { oneLine } from './log.ts'

// 网络安全法 第二十一条（三）: 不少于六个月. A few days more, so that six months are whole on any day.
const KEPT_DAYS = 190
const nameOf = (day: CivilDate) => `access-${day}.jsonl`
const dayIn = (name: string) => /^access-(\d{4}-\d\d-\d\d)\.jsonl$/.exec(name)?.[1]

/**
 * The access log of one data directory, `logs/access-日期.jsonl`: a file a day, one line of JSON a request, older ones than
 * 190 days removed. Whoever asks never waits for it, and what can't be written is told once a day.
 */
export function openAccessLog(
  dataDir: string,
  onDefect: (error: unknown, context: Record<string, string>) => void,
): AccessLog & { close(): Promise<void> } {
  const folder = join(dataDir, 'logs')
  let open: { day: CivilDate; stream: WriteStream } | undefined
  const turn = (day: CivilDate): WriteStream => {
    open?.stream.end()
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    forgetOld(folder, addDays(day, -KEPT_DAYS))
    const stream = createWriteStream(join(folder, nameOf(day)), { flags: 'a', mode: 0o600 })
    stream.once('error', (error) => onDefect(error, { part: 'access-log', level: 'access-log' }))
    open = { day, stream }
    return stream
  }
  return {
    write(line) {
      const day = dayOf(line.at)
      try {
        const stream = open?.day === day ? open.stream : turn(day)
        if (!stream.errored) stream.write(`${textOf(line)}\n`)
      } catch (error) {
        onDefect(error, { part: 'access-log', level: 'access-log' })
      }
    },
    close: () => new Promise((done) => (open ? open.stream.end(() => done()) : done())),
  }
}

const textOf = (line: AccessLine) => oneLine(JSON.stringify(line))

function forgetOld(folder: string, before: CivilDate): void {
  for (const name of readdirSync(folder)) {
    const day = dayIn(name)
    if (day !== undefined && isCivilDate(day) && civilDate(day) < before) rmSync(join(folder, name), { force: true })
  }
}
