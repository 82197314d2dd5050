import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { exportNational, reconcileNational } from '../../filing/index.ts'
import { defineCommand, UsageError } from '../command.ts'
import { readNamed } from '../input.ts'
import { unitNamed } from './unit.ts'

/** Writes the ledger as the flat sheet that the national system is typed from. */
export const nationalExport = defineCommand({
  operands: 'FILE',
  summary: '导出全国系统填报表（.xlsx；单位多，一册放不下的为.zip）',
  options: { unit: { type: 'string' }, layout: { type: 'string' }, purpose: { type: 'string' } },
  optionHelp: {
    unit: '只导出这个单位（代码或全称）',
    layout: 'unit 一个单位一张表（默认），all 全部一张表',
    purpose: '写明用途的，联系电话不脱敏，每页印有导出人、时间和用途',
  },
  async run({ deps, actor, out, json, values, positionals, district }) {
    const { layout = 'unit', purpose } = values
    if (layout !== 'unit' && layout !== 'all') throw new UsageError('--layout 只有 unit 和 all 两种。')
    const districtId = await district()
    const unit = await unitNamed(deps.db, districtId, values['unit'])
    const sheet = await exportNational(deps, actor, {
      districtId,
      layout,
      ...(unit && { unitId: unit.id }),
      ...(typeof purpose === 'string' && { purpose }),
    })
    const path = asNamed(positionals[0] ?? '', sheet.fileName)
    await writeFile(resolve(path), sheet.bytes)
    const { accounts, phones } = sheet
    out.result(json ? JSON.stringify({ file: path, accounts, phones }) : `已导出 ${accounts} 个账号：${path}`)
  },
})

// Several workbooks come as one .zip, which no spreadsheet program opens under the name of a workbook.
const asNamed = (path: string, fileName: string) =>
  fileName.endsWith('.zip') ? path.replace(/(?:\.xlsx)?$/i, '.zip').replace(/\.zip\.zip$/i, '.zip') : path

/** Holds a sheet out of the national system against the ledger; what differs waits on the page for a person. */
export const nationalCompare = defineCommand({
  operands: 'FILE',
  summary: '全国系统填报表与台账比对，逐项列出差异',
  options: {},
  async run(context) {
    const { deps, actor, out, json } = context
    const districtId = await context.district()
    const compared = await reconcileNational(deps, actor, { districtId, ...(await readNamed(context)) })
    const { rows, matched, differences, unread, comparisonId } = compared
    out.result(
      json
        ? JSON.stringify(compared)
        : [
            `共 ${rows} 行，与台账对上 ${matched} 行，差异 ${differences} 处，读不出的单元格 ${unread} 个。`,
            `逐项处理：全国系统填报 › 与台账比对（/national/comparisons/${comparisonId}）`,
          ].join('\n'),
    )
  },
})
