import { formatDayZh } from '../../calendar/index.ts'
import type { FormBook, FormPaper } from '../../documents/index.ts'
import { pagesOfPrint, renderFormsPdf } from '../../documents/index.ts'
import { qrPng, qrSvg } from '../../files/index.ts'
import { sheetCode, sheetHash } from './code.ts'
import type { DecisionSheet } from './model.ts'
import { ruledSheet, sheetTitle } from './print.ts'

/**
 * The sheet to be signed and sealed, as it was frozen: the same however often and whenever it is printed. `pages`: how many
 * its PDF has, each with a code of its own, so that one that is scanned twice is told from two.
 */
export async function frozenBook(
  sheet: DecisionSheet,
  { notice, pages = 0 }: { notice?: string | undefined; pages?: number } = {},
): Promise<FormBook> {
  const { number, content } = sheet
  const { district, asOf, printedOn, rows } = content
  const [text, hash] = [sheetCode(sheet), sheetHash(content)]
  const title = sheetTitle({ district })
  const paper: FormPaper = {
    ...ruledSheet(
      title,
      rows.map(({ cells }) => cells),
      'to-be-signed',
    ),
    above: [
      `第${number}号　监管单位：${district.officeName}`,
      `判定日期：${formatDayZh(asOf)}`,
      `共 ${rows.length} 项`,
    ],
    code: {
      svg: await qrSvg(text),
      png: await qrPng(text),
      pageSvgs: await Promise.all(Array.from({ length: pages }, (_, at) => qrSvg(sheetCode(sheet, at + 1)))),
      label: `第${number}号　${formatDayZh(printedOn)}制表　校验码 ${hash.match(/.{4}/g)?.join(' ') ?? hash}`,
    },
  }
  return { title, office: district.officeName, day: printedOn, ...(notice && { notice }), forms: [paper] }
}

/** How many pages the PDF of a sheet has. What is frozen prints the same whenever that is; a long sheet takes the press seconds. */
export const pagesPrinted = async (sheet: DecisionSheet): Promise<number> =>
  sheet.printedPages ?? pagesOfPrint(await renderFormsPdf(await frozenBook(sheet)))
