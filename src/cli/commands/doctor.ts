import { statfsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Deps, listDistricts, readVaultKey, requireOwnVault, vaultWith } from '../../access/index.ts'
import { warnsAboutNextYear } from '../../calendar/index.ts'
import { stampHealth } from '../../collection/index.ts'
import { loadCalendar } from '../../holidays/index.ts'
import { verifyTrail } from '../../trail/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { type CommandContext, defineCommand, type ExitCode } from '../command.ts'

type Finding = { ok: boolean; what: string; detail: string }

/** Explains an installation and what is wrong with it; exit code 1 when something is. */
export const doctor = defineCommand({
  operands: '',
  summary: '检查安装情况，说明哪里不对、怎么办',
  options: {},
  async run(context): Promise<ExitCode> {
    const findings = [
      ...(await databaseFindings(context)),
      ...machineFindings(context),
      ...(await keyFindings(context.deps)),
      ...(await contentFindings(context)),
      await timestampFinding(context),
    ]
    const whole = findings.every(({ ok }) => ok)
    if (context.json) context.out.result(JSON.stringify({ whole, findings }))
    else for (const { ok, what, detail } of findings) context.out.result(`${ok ? '正常' : '注意'}  ${what}：${detail}`)
    return whole ? 0 : 1
  },
})

async function databaseFindings({ workplace }: CommandContext): Promise<Finding[]> {
  const { mode, version, schemaVersion, place, roles } = await workplace.describe()
  return [
    {
      ok: true,
      what: '数据库',
      detail: `${mode === 'embedded' ? '内置' : '外部'} PostgreSQL ${version}，结构第 ${schemaVersion} 版，位置 ${place}`,
    },
    { ok: roles.lost === null, what: '留痕保护', detail: roles.lost ?? '程序账号无权修改、删除留痕' },
  ]
}

function machineFindings({ deps }: CommandContext): Finding[] {
  const { bavail, bsize } = statfsSync(deps.dataDir)
  const freeGb = (bavail * bsize) / 2 ** 30
  return [
    {
      ok: true,
      what: '程序',
      detail: `Node ${process.versions.node}，${process.platform} ${process.arch}，数据目录 ${deps.dataDir}`,
    },
    { ok: freeGb > 1, what: '磁盘', detail: `剩余 ${freeGb.toFixed(1)} GB${freeGb > 1 ? '' : '，请尽快清理或扩容'}` },
  ]
}

// The key is read anew and tried on the database: a program that runs still has the one it started with.
async function keyFindings({ dataDir, db }: Deps): Promise<Finding[]> {
  const path = join(dataDir, 'keys', 'vault.key')
  const problem = await keyProblem(dataDir, db, path)
  return [
    {
      ok: problem === undefined,
      what: '密钥',
      detail: problem ?? '能打开个人信息和文件，仅本机运行账号可读，请随备份另存',
    },
  ]
}

async function keyProblem(dataDir: string, db: Deps['db'], path: string): Promise<string | undefined> {
  const key = readVaultKey(dataDir)
  if (!key) return refuse('vault.key-lost', { path }).message
  if (key.byteLength !== 32) return refuse('vault.key-wrong', { path }).message
  try {
    await requireOwnVault(dataDir, db, vaultWith(key))
  } catch (error) {
    if (error instanceof Refusal) return error.message
    throw error
  }
  return (statSync(path).mode & 0o077) === 0 ? undefined : 'keys/vault.key 其他账号可读，请改为仅运行账号可读'
}

// Set in the environment of the server, not of this terminal: told by what it did.
async function timestampFinding({ deps }: CommandContext): Promise<Finding> {
  const { stamped, failed, lastWhy } = await stampHealth(deps)
  const what = '可信时间戳'
  if (stamped + failed === 0)
    return { ok: true, what, detail: '没有加盖过；需要的，设置 GOVMEDIA_TSA_URL（和 GOVMEDIA_TSA_CA）后重新启动' }
  const why = lastWhy === null ? '' : `（最近一次：${lastWhy}）`
  return {
    ok: failed === 0,
    what,
    detail: `已加盖 ${stamped} 份${failed > 0 ? `，${failed} 份未能加盖，自动再试${why}` : ''}`,
  }
}

async function contentFindings({ deps }: CommandContext): Promise<Finding[]> {
  const districts = await listDistricts(deps.db)
  const chains = await verifyTrail(deps.db)
  const broken = chains.filter(({ whole }) => !whole)
  const missing = warnsAboutNextYear(deps.clock.today(), await loadCalendar(deps.db))
  return [
    {
      ok: districts.length > 0,
      what: '地区',
      detail: districts.map(({ id, name }) => `${name}（${id}）`).join('、') || '尚未登记，请先登录网页完成首次设置',
    },
    {
      ok: broken.length === 0,
      what: '留痕链',
      detail: broken.length === 0 ? `${chains.length} 条链完整` : '有断裂，请运行 ./govmedia trail verify 查看',
    },
    { ok: !missing, what: '节假日', detail: missing ? '明年放假安排尚未录入，跨年时限按暂定日历计算' : '已录入' },
  ]
}
