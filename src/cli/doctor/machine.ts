import { existsSync, statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { formatMinute, instant } from '../../calendar/index.ts'
import { servingProgram } from '../../database/index.ts'
import { fontsInUse, stopPress } from '../../documents/index.ts'
import type { Finding } from './finding.ts'

/** What can be told of a data directory without its database. */
export async function machineFindings(dataDir: string, databaseUrl: boolean): Promise<Finding[]> {
  return [
    {
      level: 'ok',
      what: '程序',
      detail: `Node ${process.versions.node}，${process.platform} ${process.arch}，数据目录 ${dataDir}`,
    },
    serviceFinding(dataDir, databaseUrl),
    diskFinding(dataDir),
    await fontFinding(dataDir),
  ]
}

function serviceFinding(dataDir: string, databaseUrl: boolean): Finding {
  const what = '服务'
  const serving = servingProgram(dataDir)
  if (serving)
    return {
      level: 'ok',
      what,
      detail: `正在运行（进程 ${serving.pid}，启动于 ${formatMinute(instant(serving.since))}）`,
    }
  return databaseUrl
    ? { level: 'ok', what, detail: '使用外部数据库，数据目录中不登记服务；是否在运行，请看“例行办理”一项的时间' }
    : { level: 'advice', what, detail: '没有在运行。停着的时候不提醒、不采集、不办理到期事项，用 npm start 启动' }
}

const TIGHT_GB = 1
const LOW_GB = 5

function diskFinding(dataDir: string): Finding {
  const places = [dataDir, process.env['GOVMEDIA_BACKUP_DIR']?.trim() ?? ''].filter((one) => one !== '')
  return roomFinding(
    places.map((path) => {
      const { bavail, bsize } = statfsSync(existing(path))
      return { path, freeGb: (bavail * bsize) / 2 ** 30 }
    }),
  )
}

/** What room is left where data and backups lie; the tightest place counts. */
export function roomFinding(places: readonly { path: string; freeGb: number }[]): Finding {
  const what = '磁盘'
  const left = places.map(({ path, freeGb }) => `${path} 剩余 ${freeGb.toFixed(1)} GB`).join('，')
  const least = Math.min(...places.map(({ freeGb }) => freeGb))
  if (least < TIGHT_GB)
    return { level: 'problem', what, detail: `${left}，随时可能存不下，请立即清理或扩容；不要删除数据目录中的文件` }
  if (least < LOW_GB) return { level: 'advice', what, detail: `${left}，请安排清理或扩容` }
  return { level: 'ok', what, detail: left }
}

/** The folder itself, or the nearest one above it that is there: where it will be made. */
const existing = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : existing(dirname(folder))

async function fontFinding(dataDir: string): Promise<Finding> {
  const what = '公文字体'
  try {
    const uses = await fontsInUse({ fontFolders: [join(dataDir, 'fonts')] })
    const missing = uses.filter(({ standIn }) => standIn)
    if (missing.length === 0) return { level: 'ok', what, detail: uses.map(({ used }) => used).join('、') }
    const told = [...Map.groupBy(missing, ({ used }) => used)]
      .map(([used, faces]) => `${faces.map(({ wanted }) => wanted).join('、')}（以${used}代替）`)
      .join('，')
    return {
      level: 'advice',
      what,
      detail: `缺${told}。PDF 照常生成；正式印发的，请把单位已取得授权的字体文件放进 fonts/ 或数据目录的 fonts/`,
    }
  } catch (error) {
    return { level: 'problem', what, detail: `排版程序没有启动，PDF 生成不了：${(error as Error).message}` }
  } finally {
    stopPress()
  }
}
