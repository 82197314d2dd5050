import { writeFile } from 'node:fs/promises'
import { printDossier } from '../../dossier/index.ts'
import { accountNamed } from '../account.ts'
import { defineCommand, UsageError } from '../command.ts'

/** Writes the file of one account as PDF. */
export const dossier = defineCommand({
  operands: '账号',
  summary: '生成账号档案卷（PDF）',
  options: { out: { type: 'string' }, purpose: { type: 'string' } },
  optionHelp: {
    out: '存放的文件',
    purpose: '写明用途的，收入姓名、完整联系方式和签字盖章件；不写的隐去',
  },
  async run({ deps, actor, out, json, values, positionals, workplace, district }) {
    const [wanted] = positionals
    if (wanted === undefined) throw new UsageError('须写明账号的名称或编号。')
    if (typeof values['out'] !== 'string') throw new UsageError('须用 --out 写明存放的文件。')
    const districtId = await district()
    const { id } = await accountNamed(deps.db, districtId, wanted)
    const purpose = typeof values['purpose'] === 'string' ? { purpose: values['purpose'] } : {}
    const { bytes } = await printDossier(deps, actor, { districtId, accountId: id, demo: workplace.demo, ...purpose })
    await writeFile(values['out'], bytes)
    out.result(json ? JSON.stringify({ account: id, file: values['out'], bytes: bytes.byteLength }) : values['out'])
  },
})
