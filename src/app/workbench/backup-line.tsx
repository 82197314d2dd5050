import type { BackupStanding } from '../../backup/index.ts'
import { shownMinute, type WebContext } from '../../web/index.ts'
import { isBackupFresh } from './backup-tasks.ts'

/** The last whole backup, quietly, below what is due; one that is missing or too old stands among the tasks instead. */
export function BackupLine({ c, standing }: { c: WebContext; standing: BackupStanding }) {
  const { good, failing } = standing
  if (!good || !isBackupFresh(standing, c.var.deps)) return null
  const result = good.lost > 0 ? `已核验，当时磁盘上缺 ${good.lost} 个文件` : '已核验完整'
  const since = failing ? '，此后有一次未完成' : ''
  return (
    <footer>
      <span>{`最近一份备份：${shownMinute(c, good.at)}，${result}${since}`}</span>
      <a href="/backups">备份记录</a>
    </footer>
  )
}
