import { formatMinute } from '../../calendar/index.ts'
import { lastGoodBackup } from '../../backup/index.ts'
import type { Allowed, AtDesk, Task } from './task.ts'

// A day, and what a long night's backup may take beyond it.
const STALE_MS = 36 * 3_600_000

/** Nothing is as easily forgotten: whoever looks after the machine is told when the last whole backup is too old. */
export async function backupTasks(c: AtDesk, allowed: Allowed): Promise<Task[]> {
  if (!allowed('backup.see')) return []
  const { db, wall } = c.var.deps
  const good = await lastGoodBackup(db)
  if (good && Date.parse(wall.now()) - Date.parse(good.at) < STALE_MS) return []
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
