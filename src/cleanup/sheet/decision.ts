import { type Actor, refuseMaker } from '../../access/index.ts'
import { type PaperCode, readCode } from '../../filing/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { sheetForm, sheetHash } from './code.ts'
import {
  type DecisionSheet,
  nextSheetState,
  type SeenOnPaper,
  type SheetAction,
  sheetActionLabels,
  type SheetState,
  sheetStateLabels,
} from './model.ts'
import { pagesMissing } from './pages-received.ts'

/** The state after an action. Refuses `sheet.action-not-allowed`. */
export function sheetAfter(state: SheetState, action: SheetAction): SheetState {
  const next = nextSheetState[state][action]
  if (!next)
    throw refuse('sheet.action-not-allowed', { state: sheetStateLabels[state], action: sheetActionLabels[action] })
  return next
}

/** Whoever had a hand in a sheet does not say that it is signed and sealed. Refuses `access.maker-is-checker`. */
export function refuseHands(actor: Actor, { handledBy }: Pick<DecisionSheet, 'handledBy'>): void {
  for (const id of handledBy) refuseMaker(actor, id)
}

/**
 * The codes of a scan must be of this sheet and of what it froze; somebody else's codes say nothing, and a scan without
 * one is compared by eye. Refuses `sheet.scan-other`, `sheet.scan-differs`.
 */
export function refuseOtherPaper(
  { id, number, content }: Pick<DecisionSheet, 'id' | 'number' | 'content'>,
  codes: readonly string[],
  name: string,
): void {
  const wanted = sheetHash(content)
  for (const code of codes.flatMap((text): PaperCode | never[] => readCode(text) ?? [])) {
    if (code.form !== sheetForm.id || code.returnId !== id || code.printNumber !== number)
      throw refuse('sheet.scan-other', { name, number })
    if (code.version !== sheetForm.version || code.hash !== wanted) throw refuse('sheet.scan-differs', { name })
  }
}

/**
 * Whoever confirms with fewer pages than were printed says how the others were seen. Refuses `sheet.pages-missing`; answers
 * what was said, null where nothing is missing.
 */
export function refuseUnanswered(
  sheet: Pick<DecisionSheet, 'printedPages'>,
  scans: readonly { pages: number; codes: readonly string[] }[],
  { missingPages = '' }: SeenOnPaper,
): string | null {
  const missing = pagesMissing(sheet, scans)
  if (missing === 0) return null
  const said = missingPages.trim()
  const printed = sheet.printedPages ?? 0
  if (said === '') throw refuse('sheet.pages-missing', { printed, received: printed - missing })
  return said
}

/** Refuses `sheet.not-signed` with all that is missing at once. */
export function refuseUnsigned({ signed, sealed, matches }: SeenOnPaper): void {
  const missing = [
    ...(signed ? [] : ['审定人签字']),
    ...(sealed ? [] : ['监管单位公章']),
    ...(matches ? [] : ['内容与打印件一致']),
  ]
  if (missing.length > 0) throw refuse('sheet.not-signed', { missing: missing.join('、') })
}
