import type { Deps } from '../../access/index.ts'
import { backupsTold } from '../../backup/index.ts'
import { addHours, formatMinute } from '../../calendar/index.ts'
import type { Finding } from './finding.ts'

// As the 工作台 reminds: a day's backup and half a day to notice that it failed.
const OLD_HOURS = 36

/** How old the last whole backup is, and why there is none newer. Told by what was done: the plan stands in the server's environment. */
export async function backupFinding({ db, wall }: Pick<Deps, 'db' | 'wall'>): Promise<Finding> {
  const what = '备份'
  const { made, failed } = await backupsTold(db)
  const good = made.find(({ whole }) => whole)
  const broke = failed.find(({ at }) => good === undefined || at > good.at)
  const why = broke ? `；最近一次失败：${broke.why}` : ''
  if (!good)
    return {
      level: 'advice',
      what,
      detail: `还没有核验完整的备份${why}。请设置每日自动备份（GOVMEDIA_BACKUP_DIR），或运行 ./govmedia backup 文件 后再运行 ./govmedia backup verify 文件`,
    }
  const last = `最近一份完整的备份是 ${formatMinute(good.at)} 的 ${good.name}`
  return good.at < addHours(wall.now(), -OLD_HOURS)
    ? {
        level: 'advice',
        what,
        detail: `${last}，已超过 ${OLD_HOURS} 小时${why}。请查看“系统—备份”中的原因，处理后备份一次`,
      }
    : { level: 'ok', what, detail: last }
}
