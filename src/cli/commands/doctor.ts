import { resolve } from 'node:path'
import { listDistricts } from '../../access/index.ts'
import { systemClock, warnsAboutNextYear } from '../../calendar/index.ts'
import { pictureHealth, SILENT_HOURS, stampHealth, stoppedSources } from '../../collection/index.ts'
import { isGenerated, oneRow, scaleUnfinished, servingProgram } from '../../database/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { countEnabled, troubledChannels } from '../../notify/index.ts'
import { ssoFinding } from '../doctor/sso.ts'
import { verifyTrail } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type CommandContext, defaultDataDir, defineCommand, type ToolContext } from '../command.ts'
import { type Finding, report } from '../doctor/finding.ts'
import { clockFinding } from '../doctor/clock.ts'
import { diskErrorsFinding } from '../doctor/disk-errors.ts'
import { evidenceFinding } from '../doctor/evidence.ts'
import { expiryFinding } from '../doctor/expiry.ts'
import { folderFinding } from '../doctor/folder.ts'
import { leftOverFinding } from '../doctor/left-over.ts'
import { programsFinding } from '../doctor/programs.ts'
import { keyFileFinding, keyFinding } from '../doctor/keys.ts'
import { officesFinding, powersFinding } from '../doctor/powers.ts'
import { machineFindings } from '../doctor/machine.ts'
import { backupFinding } from '../doctor/backups.ts'
import { workFindings } from '../doctor/work.ts'

/** Explains an installation, what is advised and what is wrong; exit code 1 only when something is wrong. */
export const doctor = defineCommand({
  operands: '',
  summary: '检查安装情况，说明哪里不对、怎么办',
  options: { files: { type: 'boolean' } },
  optionHelp: { files: '逐字节核对全部证据文件，文件多的需要较长时间' },
  ahead: (given) => Promise.resolve(leftOverFinding(dataDirOf(given))),
  async run(context, leftOver) {
    const { deps, workplace, values } = context
    const { mode, clockApartMs: apartMs = 0 } = await workplace.describe()
    const isServing = mode === 'server' || servingProgram(deps.dataDir) !== undefined
    return report(context, [
      ...(await databaseFindings(context)),
      ...(await machineFindings(deps.dataDir, mode === 'server')),
      await leftOver,
      folderFinding(deps.dataDir),
      ...(mode === 'server' ? [] : [diskErrorsFinding(deps.dataDir, deps.wall.now())]),
      await keyFinding(deps),
      await evidenceFinding(deps, values['files'] === true),
      await clockFinding(deps, { apartMs, demo: workplace.demo }),
      await programsFinding(deps),
      await expiryFinding(deps),
      await powersFinding(context),
      await officesFinding(context),
      ...(await contentFindings(context)),
      ...(await workFindings(deps, isServing)),
      await backupFinding(deps),
      await collectingFinding(context),
      await timestampFinding(context),
      await pictureFinding(),
      await notifyFinding(context),
      await ssoFinding(context.deps),
    ])
  },
  async refused(given, { code, message }) {
    const dataDir = dataDirOf(given)
    return report(given, [
      { level: 'problem', what: code.startsWith('database.') ? '数据库' : '数据目录', detail: message },
      ...(await machineFindings(dataDir, Boolean(process.env['DATABASE_URL']))),
      leftOverFinding(dataDir),
      folderFinding(dataDir),
      diskErrorsFinding(dataDir, systemClock().now()),
      keyFileFinding(dataDir),
      {
        level: 'advice',
        what: '未检查',
        detail: '留痕链、证据文件、时钟、地区、节假日、后台任务、例行办理、可信时间戳，须待数据库可用',
      },
    ])
  },
})

function dataDirOf({ values: { data } }: ToolContext): string {
  return resolve(typeof data === 'string' ? data : defaultDataDir(false))
}

async function databaseFindings({ workplace }: CommandContext): Promise<Finding[]> {
  const { mode, version, schemaVersion, place, roles } = await workplace.describe()
  return [
    {
      level: 'ok',
      what: '数据库',
      detail: `${mode === 'embedded' ? '内置' : '外部'} PostgreSQL ${version}，结构第 ${schemaVersion} 版，位置 ${place}`,
    },
    {
      level: roles.lost === null ? 'ok' : 'advice',
      what: '留痕保护',
      detail: roles.lost ?? '程序账号无权修改、删除留痕',
    },
  ]
}

async function collectingFinding({ deps }: CommandContext): Promise<Finding> {
  const districts = await listDistricts(deps.db)
  const stopped = await Promise.all(districts.map(({ id }) => oneRow(deps.db, stoppedSources(id, deps.clock.now()))))
  const held = stopped.reduce((sum, one) => sum + one.held, 0)
  const silent = stopped.reduce((sum, one) => sum + one.silent, 0)
  const told = [
    held > 0 && `${held} 个来源已暂停`,
    silent > 0 && `${silent} 个来源超过 ${SILENT_HOURS} 小时没有采集成功`,
  ]
  const detail = told.filter(Boolean).join('，')
  return {
    level: detail === '' ? 'ok' : 'advice',
    what: '采集',
    detail: detail === '' ? '没有暂停或失效的来源' : `${detail}，请监管员在“系统采集”查看处理`,
  }
}

// Set in the environment of the server, not of this terminal: told by what it did.
async function timestampFinding({ deps }: CommandContext): Promise<Finding> {
  const { stamped, failed, lastWhy } = await stampHealth(deps)
  const what = '可信时间戳'
  if (stamped + failed === 0)
    return {
      level: 'ok',
      what,
      detail: '没有加盖过；需要的，设置 GOVMEDIA_TSA_URL（和 GOVMEDIA_TSA_CA）后重新启动',
    }
  const why = lastWhy === null ? '' : `（最近一次：${lastWhy}）`
  return {
    level: failed === 0 ? 'ok' : 'advice',
    what,
    detail: `已加盖 ${stamped} 份${failed > 0 ? `，${failed} 份未能加盖，自动再试${why}` : ''}`,
  }
}

async function notifyFinding({ deps }: CommandContext): Promise<Finding> {
  const what = '通知'
  const enabled = await countEnabled(deps.db)
  const troubled = await troubledChannels(deps.db)
  if (troubled.length === 0)
    return { level: 'ok', what, detail: enabled === 0 ? '没有启用通知渠道' : `已启用 ${enabled} 个渠道` }
  const told = troubled.map(({ districtId, name, why }) => `${name}（${districtId}）：${why}`).join('；')
  return { level: 'advice', what, detail: `${told}。请系统管理员在“通知设置”核对，自动再试` }
}

async function pictureFinding(): Promise<Finding> {
  const what = '证据重现图'
  const found = await pictureHealth()
  if (found === undefined)
    return { level: 'ok', what, detail: '本终端没有设置；需要的，设置 GOVMEDIA_CHROMIUM 后重新启动' }
  return 'failed' in found
    ? { level: 'problem', what, detail: `GOVMEDIA_CHROMIUM 所指的浏览器画不出图：${found.failed}` }
    : { level: 'ok', what, detail: `浏览器能够启动（${found.version}）` }
}

// A city's stand on one line; of a province nobody reads them all.
const DISTRICTS_NAMED = 20

async function contentFindings({ deps }: CommandContext): Promise<Finding[]> {
  const districts = await listDistricts(deps.db)
  const chains = await verifyTrail(deps.db)
  const isWhole = chains.every(({ whole }) => whole)
  const missing = warnsAboutNextYear(deps.clock.today(), await loadCalendar(deps.db))
  const named = districts.slice(0, DISTRICTS_NAMED).map(({ id, name }) => `${name}（${id}）`)
  const others = districts.length > named.length ? `等 ${districts.length} 个` : ''
  return [
    {
      level: districts.length > 0 ? 'ok' : 'advice',
      what: '地区',
      detail: districts.length > 0 ? `${named.join('、')}${others}` : '尚未登记，请先登录网页完成首次设置',
    },
    ...((await scaleUnfinished(deps.db))
      ? [{ level: 'problem' as const, what: '分布', detail: refuse('scale.unfinished').message }]
      : []),
    ...((await isGenerated(deps.db))
      ? [
          {
            level: 'advice' as const,
            what: '虚构数据',
            detail: '本库由 scale generate 生成，只用来测算机器配置，不能用于办公；用完请删除',
          },
        ]
      : []),
    {
      level: isWhole ? 'ok' : 'problem',
      what: '留痕链',
      detail: isWhole ? `${chains.length} 条链完整` : '有断裂，请运行 ./govmedia trail verify 查看',
    },
    {
      level: missing ? 'advice' : 'ok',
      what: '节假日',
      detail: missing ? '明年放假安排尚未录入，跨年时限按暂定日历计算' : '已录入',
    },
  ]
}
