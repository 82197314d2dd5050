import { resolve } from 'node:path'
import { buildDirectory } from '../../filing/index.ts'
import { defineCommand, UsageError } from '../command.ts'

/** Builds the public directory of official accounts: a signed folder that works without any server. */
export const directoryBuild = defineCommand({
  words: 'directory build',
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
