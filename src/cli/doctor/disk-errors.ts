import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { addMs, formatMinute, type Instant, instantFromLocal } from '../../calendar/index.ts'
import type { Finding } from './finding.ts'

const DAYS = 30
const LAST_BYTES = 8_000_000
const NAMED = 200

// What PostgreSQL writes of a disk (fd.c, md.c, bufmgr.c); the server's own messages are English (LC_ALL=C).
const failing = /: (?:Input\/output error|Read-only file system)$/
const damaged = /: {2}(?:invalid page in block|could not read blocks? .*: read only)/

/** What the embedded database's log of the last 30 days says of a disk that failed or gave back something else than was written. */
export function diskErrorsFinding(dataDir: string, now: Instant): Finding {
  const what = '磁盘读写'
  const path = join(dataDir, 'log', 'postgresql.log')
  if (!existsSync(path)) return { level: 'ok', what, detail: '没有本机数据库的日志可查' }
  const lines = [...lastLines(`${path}.1`), ...lastLines(path)].filter((line) => isRecent(line, now))
  const [broken, failed] = [lines.filter((line) => damaged.test(line)), lines.filter((line) => failing.test(line))]
  if (broken.length > 0)
    return {
      level: 'problem',
      what,
      detail: `近 ${DAYS} 天数据库读到 ${broken.length} 次损坏的数据，${told(broken)}。请先停止录入、备份磁盘，更换有问题的磁盘，再从损坏之前最近一份完整的备份恢复（手册第 32 章）`,
    }
  if (failed.length > 0)
    return {
      level: 'problem',
      what,
      detail: `近 ${DAYS} 天磁盘读写出错 ${failed.length} 次，${told(failed)}。出错时没有答复“已保存”的都没有存下。请马上做一次备份并校验，检查磁盘、线缆和存储，必要时换盘后恢复（手册第 32 章）`,
    }
  return { level: 'ok', what, detail: `近 ${DAYS} 天数据库没有遇到磁盘读写错误` }
}

function told(lines: readonly string[]): string {
  const last = lines.at(-1)!
  return `最近一次 ${formatMinute(momentOf(last)!)}：${last.replace(/^.*?\] /, '').slice(0, NAMED)}`
}

/** The log writes Shanghai's time (log_timezone). */
const momentOf = (line: string): Instant | undefined => instantFromLocal(/^[\d-]{10} [\d:.]{12} /.exec(line)?.[0] ?? '')

function isRecent(line: string, now: Instant): boolean {
  const moment = momentOf(line)
  return moment !== undefined && moment > addMs(now, -DAYS * 86_400_000)
}

function lastLines(path: string): string[] {
  if (!existsSync(path)) return []
  const descriptor = openSync(path, 'r')
  try {
    const { size } = fstatSync(descriptor)
    const bytes = Buffer.alloc(Math.min(size, LAST_BYTES))
    readSync(descriptor, bytes, 0, bytes.length, size - bytes.length)
    return bytes.toString('utf8').split('\n')
  } finally {
    closeSync(descriptor)
  }
}
