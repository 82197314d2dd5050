import type { Deps } from '../../access/index.ts'
import { formatMinute } from '../../calendar/index.ts'
import { newestMoment } from '../../trail/index.ts'
import type { Finding } from './finding.ts'

const what = '时钟'
// Programs on several hosts tell by their clocks what came since they last looked (monitoring/live.ts allows five seconds).
const APART_MOST_MS = 2_000
const BEHIND_MOST_MS = 5 * 60_000
// An office rests for nine days at the most; nobody signs in for two months only where nobody works.
const QUIET_DAYS = 60
const DAY_MS = 24 * 3_600_000

/** The clock beside the database's and beside the newest link of the trail: a jump shows in one of them. */
export async function clockFinding(
  { db, wall }: Deps,
  { apartMs, demo }: { apartMs: number; demo: boolean },
): Promise<Finding> {
  if (apartMs > APART_MOST_MS)
    return {
      level: 'problem',
      what,
      detail: `与数据库主机相差 ${(apartMs / 1000).toFixed(1)} 秒，实时判定和期限会出错，请让各主机与同一时间服务器对时`,
    }
  const newest = demo ? undefined : await newestMoment(db)
  if (!newest) return { level: 'ok', what, detail: '与数据库主机一致' }
  const [now, last] = [wall.now(), formatMinute(newest)]
  const since = Date.parse(now) - Date.parse(newest)
  if (since < -BEHIND_MOST_MS)
    return {
      level: 'problem',
      what,
      detail: `本机时间 ${formatMinute(now)} 早于最近一条留痕（${last}）${spanZh(-since)}：时钟被调慢了，或者以前调快过。请先对时；现在时间正确的，留痕中那一段时间偏快，请另行记录，不要改动数据，${last} 以后本项自动恢复正常`,
    }
  if (since > QUIET_DAYS * DAY_MS)
    return {
      level: 'advice',
      what,
      detail: `本机时间 ${formatMinute(now)} 晚于最近一条留痕（${last}）${spanZh(since)}。确实停用这么久的，不用处理；否则是时钟调快了，请立即停止服务、对时后再启动，以免时限误判`,
    }
  return { level: 'ok', what, detail: `与数据库主机一致，最近一条留痕在 ${last}` }
}

const spanZh = (ms: number) =>
  ms >= DAY_MS
    ? ` ${Math.floor(ms / DAY_MS)} 天`
    : ms >= 3_600_000
      ? ` ${Math.floor(ms / 3_600_000)} 小时`
      : ` ${Math.floor(ms / 60_000)} 分钟`
