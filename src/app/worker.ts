import { stopPress } from '../documents/index.ts'
import { missingNewest } from '../files/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import { startBackground } from './background.ts'
import { toldToStop } from './stopping.ts'
import { openWorkplace } from './workplace.ts'

/**
 * Works jobs and rounds beside the servers of an installation until it is told to stop; serves no page. On the host of an
 * embedded database it joins that; with DATABASE_URL it runs on any host that sees the same data directory. Never upgrades:
 * an older database is for the service. Refuses what opening refuses, and `worker.other-files`.
 */
export async function work(options: { dataDir: string | undefined; say: (sentence: string) => void }): Promise<void> {
  const stopped = toldToStop()
  const workplace = await openWorkplace({ dataDir: options.dataDir, role: 'worker' })
  try {
    const { deps } = workplace
    // A worker that saw other files would file evidence where no server finds it.
    if (await missingNewest(deps.db, deps.dataDir)) throw refuse('worker.other-files', { path: deps.dataDir })
    const background = await startBackground(workplace, 'worker')
    try {
      const { place } = await workplace.describe()
      options.say(`后台工作进程已启动（进程 ${process.pid}，数据库 ${place}）`)
      await stopped
      options.say('正在停止……')
    } finally {
      await background.stop()
    }
  } finally {
    stopPress()
    await workplace.close()
  }
}
