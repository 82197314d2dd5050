import { createWriteStream, mkdirSync, readdirSync, rmSync, type WriteStream } from 'node:fs'
import { join } from 'node:path'
import { addDays, addHours, type CivilDate, dayOf, type Instant, isCivilDate } from '../calendar/index.ts'
import type { AccessLine, AccessLog } from '../web/index.ts'
import { oneLine } from './log.ts'

// 网络安全法 第二十一条（三）: 不少于六个月. A few days more, so that six months are whole on any day.
const KEPT_DAYS = 190
/** A disk that was full is not full for the day. */
const AGAIN_AFTER_HOURS = 1 / 6
const nameOf = (day: CivilDate) => `access-${day}.jsonl`
const dayIn = (name: string) => /^access-(\d{4}-\d\d-\d\d)\.jsonl$/.exec(name)?.[1]

/**
 * The access log of one data directory, `logs/access-日期.jsonl`: a file a day, one line of JSON a request, older ones than
 * 190 days removed. Whoever asks never waits for it. What can't be written is told, and tried again ten minutes later.
 */
export function openAccessLog(
  dataDir: string,
  onDefect: (error: unknown, context: Record<string, string>) => void,
): AccessLog & { close(): Promise<void> } {
  const folder = join(dataDir, 'logs')
  let open: { day: CivilDate; stream: WriteStream; triedAt?: Instant } | undefined
  const turn = (day: CivilDate, at: Instant): WriteStream => {
    open?.stream.end()
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    forgetOld(folder, addDays(day, -KEPT_DAYS))
    const stream = createWriteStream(join(folder, nameOf(day)), { flags: 'a', mode: 0o600 })
    const opened: NonNullable<typeof open> = { day, stream }
    stream.once('error', (error) => {
      opened.triedAt = at
      onDefect(error, { part: 'access-log', level: 'access-log' })
    })
    open = opened
    return stream
  }
  return {
    write(line) {
      const day = dayOf(line.at)
      try {
        const isOver = open?.triedAt !== undefined && line.at >= addHours(open.triedAt, AGAIN_AFTER_HOURS)
        const stream = open?.day === day && !isOver ? open.stream : turn(day, line.at)
        if (!stream.errored) stream.write(`${textOf(line)}\n`)
      } catch (error) {
        onDefect(error, { part: 'access-log', level: 'access-log' })
      }
    },
    close: () => new Promise((done) => (open ? open.stream.end(() => done()) : done())),
  }
}

const textOf = (line: AccessLine) => oneLine(JSON.stringify(line))

// Never one of the newest: a clock that is months ahead for an hour must not cost the months.
function forgetOld(folder: string, before: CivilDate): void {
  const days = readdirSync(folder).flatMap((name) => dayIn(name) ?? [])
  for (const day of days.filter(isCivilDate).toSorted().slice(0, -KEPT_DAYS))
    if (day < before) rmSync(join(folder, nameOf(day)), { force: true })
}
