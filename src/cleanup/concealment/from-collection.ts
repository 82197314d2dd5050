import type { CivilDate } from '../../calendar/index.ts'
import { type MetAccount, metAccounts } from '../../collection/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { mostRows } from './reading.ts'

/** A list of found accounts as a file: kept, read and matched like one that people bring. */
export type ListFile = { fileName: string; bytes: Uint8Array }

/**
 * Accounts that 系统采集 met and the ledger did not know, as a list. The same to the byte for the same imports and day.
 * Refuses `concealment.nothing-met`.
 */
export async function listFromCollection(db: Db | Tx, districtId: string, asOf: CivilDate): Promise<ListFile> {
  const { rows } = await metAccounts(db, districtId, { offset: 0, limit: mostRows })
  if (rows.length === 0) throw refuse('concealment.nothing-met')
  return {
    fileName: `系统采集中遇到的账号（${asOf}）.json`,
    bytes: new TextEncoder().encode(`${JSON.stringify(rows.map(rowOf), undefined, 1)}\n`),
  }
}

const FILES_NAMED = 3

const rowOf = (one: MetAccount) => ({
  平台: platforms[one.platform ?? 'other'].label,
  账号名称: one.name,
  账号ID: one.identifier ?? '',
  主办单位: one.unitName ?? '',
  发现日期: one.lastMetOn,
  备注: metIn(one),
})

/** Where it was met, in words. */
export function metIn({ files, rows, link }: Pick<MetAccount, 'files' | 'rows' | 'link'>): string {
  const named = files
    .slice(0, FILES_NAMED)
    .map((file) => `“${file}”`)
    .join('、')
  const more = files.length > FILES_NAMED ? `等${files.length}份文件` : ''
  const words = `见于采集文件${named}${more}，共${rows}行`
  // A note that is too long is no note: the link goes first.
  const whole = link === null ? words : `${words}；内容链接 ${link}`
  return whole.length <= 500 ? whole : words.slice(0, 500)
}
