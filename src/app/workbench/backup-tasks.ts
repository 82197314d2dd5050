import { formatMinute } from '../../calendar/index.ts'
import { type BackupStanding, backupStanding } from '../../backup/index.ts'
import type { Allowed, AtDesk, Task } from './task.ts'

// A day, and what a long night's backup may take beyond it.
const STALE_MS = 36 * 3_600_000

/** Whether there is a whole backup that is young enough to go on from. */
export const isBackupFresh = ({ good }: BackupStanding, { wall }: AtDesk['var']['deps']): boolean =>
  good !== undefined && Date.parse(wall.now()) - Date.parse(good.at) < STALE_MS

/** Nothing is as easily forgotten: whoever looks after the machine is told when the last whole backup is too old. */
export async function backupTasks(c: AtDesk, allowed: Allowed, known?: BackupStanding): Promise<Task[]> {
  if (!allowed('backup.see')) return []
  const { deps } = c.var
  const standing = known ?? (await backupStanding(deps.db))
  if (isBackupFresh(standing, deps)) return []
  const { good } = standing
  return [
    {
      of: '系统',
      title: good ? '检查自动备份' : '设置自动备份',
      note: good ? `最近一份完整的备份是 ${formatMinute(good.at)} 的` : '还没有核验完整的备份，磁盘损坏时数据无法找回',
      href: '/backups',
      mark: good ? 'warn' : 'fail',
      word: good ? '过期' : '没有',
    },
  ]
}
