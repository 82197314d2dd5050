import { type Actor, type Deps, exportedBy } from '../../access/index.ts'
import { type Month, monthZh } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { writeCsv, writeWorkbook } from '../../documents/index.ts'
import { append, systemChain } from '../../trail/index.ts'
import { csvRows, rollupBook } from '../book.ts'
import { rollupOf } from '../rollup.ts'

export type RollupFormat = 'xlsx' | 'csv'

const mediaTypes: Readonly<Record<RollupFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
}

/** 各地区汇总 as a file: who took it and when stands in it, and in the installation's trail. Refuses `access.denied`. */
export async function exportRollup(
  deps: Deps,
  actor: Actor,
  { month, format }: { month: Month; format: RollupFormat },
): Promise<{ name: string; mediaType: string; bytes: Uint8Array }> {
  const view = await rollupOf(deps, actor, { month })
  const taken = await exportedBy(deps, actor, actor.districtId ?? systemChain)
  const bytes = format === 'csv' ? writeCsv(csvRows(view, taken)) : await writeWorkbook(rollupBook(view, taken))
  await inTransaction(deps.db, (tx) =>
    append(tx, deps.ids, {
      // A level above belongs to no district's chain: what it takes of many stands in the installation's.
      districtId: systemChain,
      actor,
      action: 'rollup.exported',
      subject: { kind: 'rollup', id: actor.districtId ?? systemChain },
      after: { month, format, districts: view.rows.length },
      at: deps.wall.now(),
    }),
  )
  return { name: `各地区汇总（${monthZh(month)}）.${format}`, mediaType: mediaTypes[format], bytes }
}
