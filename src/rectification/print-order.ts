import { join } from 'node:path'
import type { Deps } from '../access/index.ts'
import { renderDocx, renderPdf } from '../documents/index.ts'
import { draftContent, issuedContent } from './content.ts'
import type { Order } from './model.ts'
import { orderPaper } from './paper.ts'
import { findingsOf } from './queries/orders.ts'

export const orderFormats = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const
export type OrderFormat = keyof typeof orderFormats

/** The paper of an order: as it was issued, or the draft as it would go out today, marked 草稿. */
export async function paperOf(deps: Deps, districtId: string, order: Order, demo: boolean) {
  const issued = await issuedContent(deps.db, deps.vault, districtId, order.id)
  const content =
    issued ??
    (await draftContent(deps.db, deps.vault, districtId, {
      order,
      findings: (await findingsOf(deps.db, districtId, [order.id])).get(order.id) ?? [],
      number: null,
      issuedOn: deps.clock.today(),
    }))
  const notice = [...(demo ? ['演示数据'] : []), ...(issued ? [] : ['草稿'])].join('　')
  return orderPaper(content, notice)
}

/** docx or pdf out of one content. */
export async function printOrder(
  deps: Deps,
  districtId: string,
  order: Order,
  { format, demo }: { format: OrderFormat; demo: boolean },
): Promise<{ bytes: Uint8Array; name: string }> {
  const paper = await paperOf(deps, districtId, order, demo)
  const bytes =
    format === 'pdf' ? await renderPdf(paper, { fontFolders: [join(deps.dataDir, 'fonts')] }) : await renderDocx(paper)
  return {
    bytes,
    name: `${order.unitName}整改${order.form === 'letter' ? '函' : '通知'}${order.number ?? '（草稿）'}.${format}`,
  }
}
