import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { operatorActor } from '../../access/index.ts'
import { backUpWhole, type BackupSummary, isSealed, restoreBackup, verifyBackup } from '../../backup/index.ts'
import { formatMinute, type Instant } from '../../calendar/index.ts'
import { chainName } from '../../checkpoints/index.ts'
import { breakLabels } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { severalNames } from '../../vocabulary/several-names.ts'
import { defaultDataDir, defineCommand, defineTool, type ToolContext, UsageError } from '../command.ts'
import { backupPassphrase, passphraseHelp, passphraseOption } from '../passphrase.ts'

/** Takes a backup while people work and reads it back; the file appears only when it is whole. */
export const backup = defineCommand({
  operands: '文件',
  summary: '备份全部数据、文件和密钥（加密）',
  options: { ...passphraseOption, unencrypted: { type: 'boolean' }, 'without-keys': { type: 'boolean' } },
  optionHelp: {
    ...passphraseHelp,
    unencrypted: '不加密，也不含密钥；请另行保存数据目录中的 keys 文件夹',
    'without-keys': '加密但不含密钥；请另行保存数据目录中的 keys 文件夹',
  },
  async run({ deps, actor, out, json, values, positionals, workplace, words }) {
    const path = resolve(positionals[0] ?? '')
    const plain = values['unencrypted'] === true
    const given: ToolContext = { words, out, json, values, positionals }
    const passphrase = plain ? undefined : await backupPassphrase(given, '请输入备份口令（不显示）：')
    if (!plain && passphrase === undefined) throw refuse('backup.passphrase-needed')
    if (!workplace.inSnapshot) throw new Error('this workplace has no database of its own to back up')
    const keys = !plain && values['without-keys'] !== true
    const made = await backUpWhole(deps, actor, workplace.inSnapshot, {
      path,
      passphrase,
      keys,
      onProgress: (step) => out.progress(step),
    })
    if (json) return out.result(JSON.stringify({ path, ...made }))
    out.result(`备份完成并已从头到尾核验：${path}\n${sentenceOf(made)}`)
    sayLost(given, made)
    if (!keys) out.say('本备份不含密钥。没有数据目录中的 keys 文件夹，姓名、电话和文件无法打开，请另行妥善保存。')
  },
})

/** Reads a backup to its end without writing anything. */
export const backupVerify = defineTool({
  operands: '文件',
  summary: '核验备份文件是否完整、能否打开',
  options: passphraseOption,
  optionHelp: passphraseHelp,
  async run(given) {
    const { path, passphrase } = await named(given)
    const found = await verifyBackup(path, passphrase)
    if (given.json) return given.out.result(JSON.stringify({ whole: true, ...found }))
    given.out.result(`备份完整。\n${sentenceOf(found)}`)
    sayLost(given, found)
  },
})

/** Restores a backup into an empty folder, and an empty database where `DATABASE_URL` names one. */
export const restore = defineTool({
  operands: '文件',
  summary: '由备份恢复到空的数据目录（--data）',
  options: passphraseOption,
  optionHelp: passphraseHelp,
  async run(given) {
    const { values, out, json } = given
    const { path, passphrase } = await named(given)
    const data = values['data']
    const dataDir = resolve(typeof data === 'string' ? data : defaultDataDir(false))
    const actor = operatorActor(userInfo().username, 'restore')
    const restored = await restoreBackup(actor, {
      path,
      passphrase,
      dataDir,
      databaseUrl: process.env['DATABASE_URL'],
      onProgress: (step) => out.progress(step),
    })
    const whole = restored.chains.every((chain) => chain.whole)
    if (json) {
      out.result(JSON.stringify({ dataDir, ...restored }))
      return whole ? 0 : 1
    }
    out.result(`已恢复到 ${dataDir}\n${sentenceOf(restored)}`)
    for (const chain of restored.chains)
      out.result(
        chain.whole
          ? `${chainName(chain.districtId)}留痕完整，共 ${chain.size} 条`
          : `${chainName(chain.districtId)}留痕从第 ${chain.brokenAt} 条起断裂，${breakLabels[chain.why]}；备份当时即如此，请报告审计人员。`,
      )
    sayLost(given, restored)
    if (restored.keysWanted)
      out.say(`备份不含密钥：请把当时保存的 keys 文件夹放入 ${dataDir}，否则姓名、电话和文件无法打开。`)
    return whole ? 0 : 1
  },
})

async function named(given: ToolContext): Promise<{ path: string; passphrase: string | undefined }> {
  const [file] = given.positionals
  if (file === undefined) throw new UsageError('请写明备份文件。')
  const path = resolve(file)
  const passphrase = (await isSealed(path)) ? await backupPassphrase(given, '请输入备份口令（不显示）：') : undefined
  return { path, passphrase }
}

const sentenceOf = ({ takenAt, districts, tables, rows, files, keys, encrypted, bytes }: BackupSummary): string =>
  [
    `数据截至 ${formatMinute(takenAt as Instant)}，${
      severalNames(
        districts.map(({ name }) => name),
        '个地区',
      ) || '尚无地区'
    }`,
    `数据表 ${tables} 张 ${rows} 行，文件和证据 ${files} 个，${keys ? '含' : '不含'}密钥`,
    `${sizeOf(bytes)}，${encrypted ? '已加密' : '未加密'}`,
  ].join('\n')

const sizeOf = (bytes: number) =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`

function sayLost({ out }: ToolContext, { lost }: BackupSummary): void {
  if (lost.length > 0)
    out.say(`有 ${lost.length} 个文件在备份当时已从磁盘上缺失，未能备份。请运行 ./govmedia doctor 查看。`)
}
