import { exportAccounts } from '../../registry/index.ts'
import { defineCommand, UsageError } from '../command.ts'
import { unitNamed } from './unit.ts'

/** Writes 附件2 as the notice prints it. */
export const exportAccountsCommand = defineCommand({
  operands: 'FILE',
  summary: '导出附件2（.xlsx）',
  options: {
    unit: { type: 'string' },
    layout: { type: 'string' },
    purpose: { type: 'string' },
    masked: { type: 'boolean' },
  },
  optionHelp: {
    unit: '只导出这个单位（代码或全称）',
    layout: 'units 一个单位一张表（默认），district 全区汇总表',
    purpose: '写明用途的，联系电话不脱敏，每页印有导出人、时间和用途',
    masked: '联系电话脱敏（不写用途时都脱敏）',
  },
  async run({ deps, actor, out, json, values, positionals, district }) {
    const { layout = 'units', purpose, masked } = values
    if (layout !== 'units' && layout !== 'district') throw new UsageError('--layout 只有 units 和 district 两种。')
    if (masked === true && purpose !== undefined) throw new UsageError('--masked 和 --purpose 不能同时使用。')
    const districtId = await district()
    const unit = await unitNamed(deps.db, districtId, values['unit'])
    const path = positionals[0] ?? ''
    if (!/\.xlsx$/i.test(path)) throw new UsageError('附件2导出为 .xlsx 文件，请把文件名改成以 .xlsx 结尾。')
    const book = await exportAccounts(deps, actor, {
      districtId,
      layout,
      ...(unit && { unitId: unit.id }),
      ...(typeof purpose === 'string' && { purpose }),
    })
    await book.writeTo(path)
    out.result(
      json
        ? JSON.stringify({ file: path, accounts: book.accounts, phones: book.phones })
        : `已导出 ${book.accounts} 个账号：${path}`,
    )
  },
})
