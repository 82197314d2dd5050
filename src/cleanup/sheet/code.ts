import { codeText, contentHash } from '../../filing/index.ts'
import type { DecisionSheet, FrozenSheet } from './model.ts'

/** The form that the code on the paper names. */
export const sheetForm = { id: 'decision', version: '2026' } as const

/** The hash that stands on the paper. */
export const sheetHash = (content: FrozenSheet): string => contentHash(content).slice(0, 16)

/** What the QR code in the foot of a page says; of a .docx, every page the same. */
export const sheetCode = (
  { id, number, content }: Pick<DecisionSheet, 'id' | 'number' | 'content'>,
  page?: number,
): string =>
  codeText({
    form: sheetForm.id,
    version: sheetForm.version,
    returnId: id,
    printNumber: number,
    hash: sheetHash(content),
    ...(page !== undefined && { page }),
  })
