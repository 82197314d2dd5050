import { hostname } from 'node:os'
import type { Deps } from '../../access/index.ts'
import { formatMinute, minutesLate } from '../../calendar/index.ts'
import { lifeOf } from '../../database/index.ts'
import { BEAT_MS, type RunningProgram, runningPrograms } from '../../jobs/index.ts'
import type { Finding } from './finding.ts'

const roles = { serve: '服务', worker: '后台工作进程' } as const
// Three words missed: one may be lost to a restart of the database.
const SILENT_MINUTES = (3 * BEAT_MS) / 60_000

/** Services and workers by what they said last: who hangs, and who went without a word. */
export async function programsFinding({ db, wall }: Pick<Deps, 'db' | 'wall'>): Promise<Finding> {
  const what = '运行中的程序'
  const programs = await runningPrograms(db)
  // Of this host it is seen at once: right after a kill is when somebody asks.
  const isGone = ({ host, pid }: RunningProgram) => host === hostname() && lifeOf(pid) === null
  const silent = programs.filter((one) => isGone(one) || minutesLate(one.at, wall.now()) > SILENT_MINUTES)
  if (silent.length === 0)
    return {
      level: 'ok',
      what,
      detail: programs.length === 0 ? '没有' : programs.map(nameOf).join('、'),
    }
  const told = silent.map((one) => {
    const last = `${nameOf(one)}最后一次报到是 ${formatMinute(one.at)}`
    if (one.host !== hostname()) return `${last}，请到 ${one.host} 上查看，已经停用的七天后不再列出`
    return isGone(one)
      ? `${last}，进程已经不在（被强行结束或主机断电），需要的请重新启动`
      : `${last}，进程还在但没有响应，请结束进程 ${one.pid} 后重新启动`
  })
  const isHung = silent.some((one) => one.host === hostname() && !isGone(one))
  return { level: isHung ? 'problem' : 'advice', what, detail: told.join('；') }
}

const nameOf = ({ role, host, pid }: RunningProgram) => `${host} 上的${roles[role]}（进程 ${pid}）`
