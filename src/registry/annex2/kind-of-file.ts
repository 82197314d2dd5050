import type { Sheet, TableFile } from '../../documents/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'

/** What a table is for, told by its head: each of the two imports sends the other's file where it belongs. */

const headOf = (sheet: Sheet): string[] =>
  sheet.rows.slice(0, 20).map((cells) => cells.map(({ text }) => text.replaceAll(/\s/gu, '')).join('|'))

const isPostsHead = (line: string) => /标题/u.test(line) && /(?:发布|推送)(?:时间|日期)/u.test(line)
const isAnnex2Head = (line: string) => /主办单位|认证主体/u.test(line) && /粉丝|整改措施|运营模式|负责人/u.test(line)

export const holdsPosts = (sheets: readonly Sheet[]): boolean => sheets.some((sheet) => headOf(sheet).some(isPostsHead))

export const holdsAnnex2 = (sheets: readonly Sheet[]): boolean =>
  !holdsPosts(sheets) && sheets.some((sheet) => headOf(sheet).some(isAnnex2Head))

/** Refuses a text that was only named a table, where no head was found in it: the office looks for its mistake elsewhere. */
export function refuseRenamedText({ format }: Pick<TableFile, 'format'>, fileName: string): void {
  if ((format === 'csv' || format === 'json') && /\.xlsx?$/iu.test(fileName))
    throw refuse('table.text-renamed', { file: fileName })
}
