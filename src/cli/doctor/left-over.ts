import { formatMinute, instant } from '../../calendar/index.ts'
import { leftOver } from '../../database/index.ts'
import type { Finding } from './finding.ts'

const roles = { serve: '服务', worker: '后台工作进程', cli: '命令' } as const

/** Whether whoever kept the directory last ended in order. Looked at before it is opened, which mends what was left over. */
export function leftOverFinding(dataDir: string): Finding {
  const what = '上次停止'
  const found = leftOver(dataDir)
  if (!found) return { level: 'ok', what, detail: '没有非正常停止留下的 run.json' }
  const { pid, role, started, isOtherProcess } = found
  const number = isOtherProcess ? `现在编号 ${pid} 的是另一个程序，与本系统无关` : '该进程已经不在'
  return {
    level: 'advice',
    what,
    detail: `run.json 是进程 ${pid}（${roles[role]}，启动于 ${formatMinute(instant(started))}）留下的，${number}：上次没有正常停止（断电、死机或被强行结束）。数据库在打开时自动恢复，run.json 随之更新，不必删除任何文件；请看“留痕链”一项是否完整`,
  }
}
