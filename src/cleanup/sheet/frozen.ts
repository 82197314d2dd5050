import { formatDayZh } from '../../calendar/index.ts'
import type { FormBook, FormPaper } from '../../documents/index.ts'
import { qrPng, qrSvg } from '../../files/index.ts'
import { sheetCode, sheetHash } from './code.ts'
import type { DecisionSheet } from './model.ts'
import { ruledSheet, sheetTitle } from './print.ts'

/** The sheet to be signed and sealed, as it was frozen: the same however often and whenever it is printed. */
export async function frozenBook(sheet: DecisionSheet, notice?: string): Promise<FormBook> {
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
      label: `第${number}号　${formatDayZh(printedOn)}制表　校验码 ${hash.match(/.{4}/g)?.join(' ') ?? hash}`,
    },
  }
  return { title, office: district.officeName, day: printedOn, ...(notice && { notice }), forms: [paper] }
}
