import { resolve } from 'node:path'
import { buildDirectory, verifyDirectory } from '../../filing/index.ts'
import { defineCommand, defineTool, UsageError } from '../command.ts'
import { readInput } from '../input.ts'

/** Builds the public directory of official accounts: a signed folder that works without any server. */
export const directoryBuild = defineCommand({
  operands: '',
  summary: '生成政务新媒体名录（静态网页，可公开）',
  options: { out: { type: 'string' } },
  optionHelp: { out: '输出文件夹，如 名录' },
  async run({ deps, actor, out, json, values, district }) {
    const folder = values['out']
    if (typeof folder !== 'string') throw new UsageError('请用 --out 写明输出文件夹。')
    const built = await buildDirectory(deps, actor, { districtId: await district(), out: resolve(folder) })
    out.result(json ? JSON.stringify(built) : `名录已生成，收录账号 ${built.accounts} 个：${folder}`)
  },
})

/** Verifies a built directory wherever it lies; exit code 1 names every file that is not as it was signed. */
export const directoryVerify = defineTool({
  operands: '文件夹',
  summary: '核验政务新媒体名录是否与签名一致',
  options: { key: { type: 'string' } },
  optionHelp: { key: '另行保存的公钥文件（PEM）；不写则用文件夹中的公钥，请核对指纹' },
  async run({ out, json, values, positionals }) {
    const [folder] = positionals
    if (folder === undefined) throw new UsageError('请写明名录所在的文件夹。')
    const key = values['key']
    const publicKey = typeof key === 'string' ? Buffer.from(await readInput(resolve(key))).toString() : undefined
    const verdict = await verifyDirectory(resolve(folder), publicKey)
    if (json) out.result(JSON.stringify(verdict))
    else {
      out.result(verdict.whole ? '名录完整，与签名一致。' : `名录与签名不一致：${verdict.faults.join('、')}`)
      out.result(`公钥指纹：${verdict.fingerprint ?? '无'}`)
    }
    return verdict.whole ? 0 : 1
  },
})
