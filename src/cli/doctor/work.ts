import type { Deps } from '../../access/index.ts'
import { formatMinute, type Instant, minutesLate } from '../../calendar/index.ts'
import { heldUntil, lastRound, leapOf, troubledRuns } from '../../jobs/index.ts'
import type { Finding } from './finding.ts'

// Rounds are made every ten minutes; two may be missed for a long one.
const ROUND_LATE_MINUTES = 30

const kinds: Readonly<Record<string, string>> = { 'month-check': '月度监测', 'quarter-report': '季度报告' }

/** Jobs and rounds: what failed, what does not move. Without a service nothing moves, and that is said elsewhere. */
export async function workFindings({ db, wall }: Deps, isServing: boolean): Promise<Finding[]> {
  const now = wall.now()
  return [await jobFinding(db, now, isServing), await roundFinding(db, now, isServing)]
}

async function jobFinding(db: Deps['db'], now: Instant, isServing: boolean): Promise<Finding> {
  const what = '后台任务'
  const runs = await troubledRuns(db, now)
  if (runs.length === 0) return { level: 'ok', what, detail: '没有办理失败或停滞的' }
  const told = runs.map(({ kind, subject, districtId, state, message }) => {
    const name = `${kinds[kind] ?? kind} ${subject}（${districtId}）`
    if (state === 'failed') return `${name}没有办成：${message ?? '原因见运行日志'}`
    return isServing
      ? `${name}停滞超过 15 分钟，请重新启动服务后再提交`
      : `${name}没有办完，启动服务后继续或提示重新提交`
  })
  const isStuck = isServing && runs.some(({ state }) => state !== 'failed')
  return { level: isStuck ? 'problem' : 'advice', what, detail: told.join('；') }
}

async function roundFinding(db: Deps['db'], now: Instant, isServing: boolean): Promise<Finding> {
  const what = '例行办理'
  const round = await lastRound(db)
  if (!round) return { level: 'ok', what, detail: '还没有办理过，服务启动后每十分钟一次' }
  const last = `最近一次 ${formatMinute(round.at)}`
  if (round.failed.length > 0)
    return {
      level: 'problem',
      what,
      detail: `${last}，没有办成的：${round.failed.join('、')}。原因见运行日志，下一次自动再试`,
    }
  if (isServing && minutesLate(round.at, now) > ROUND_LATE_MINUTES)
    return { level: 'problem', what, detail: `${last}，此后停住了，请重新启动服务并查看运行日志` }
  const leaptAt = leapOf(round, now)
  if (leaptAt !== undefined)
    return {
      level: 'advice',
      what,
      detail: `${last}。时钟向前跳过了 30 天以上，到期删除（证据、个人信息、留言和帖文文字）暂停到 ${formatMinute(heldUntil(leaptAt))}。确实停用这么久的，不用处理；否则请立即停止服务、对时后再启动`,
    }
  return { level: 'ok', what, detail: `${last}，各项均已办理` }
}
