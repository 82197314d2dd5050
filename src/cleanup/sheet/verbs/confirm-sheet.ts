import { type Actor, type Deps, keepWords } from '../../../access/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { actOnSheet, type SheetInput } from '../act.ts'
import { type SeenOnPaper, type SheetAction, sheetActionLabels } from '../model.ts'
import { putScansAside, releaseItems, sheetScans } from '../queries.ts'
import { pagesReceived } from '../pages-received.ts'
import { refuseHands, refuseUnanswered, refuseUnsigned } from '../decision.ts'

/**
 * 确认签章, by somebody who neither made the sheet, brought the scan, nor decided what stands in it; from here on its items
 * are carried out. Refuses `access.maker-is-checker`, `sheet.not-signed`,
 * `sheet.pages-missing`.
 */
export const confirmSheet = (deps: Deps, actor: Actor, input: SheetInput & { seen: SeenOnPaper }): Promise<void> =>
  actOnSheet(deps, actor, input, 'confirm', async (tx, sheet) => {
    refuseHands(actor, sheet)
    refuseUnsigned(input.seen)
    const scans = await sheetScans(tx, input.districtId, sheet.id)
    const missing = refuseUnanswered(sheet, scans, input.seen)
    return {
      set: { confirmed_by: actor.id, confirmed_at: deps.clock.now(), missing_pages: missing },
      told: { hash: sheet.contentHash, pages: pagesReceived(scans).received },
    }
  })

type WithReason = SheetInput & { reason: string }

function reasonOf({ reason }: WithReason, action: SheetAction): string {
  if (reason.trim() === '') throw refuse('sheet.reason-required', { action: sheetActionLabels[action] })
  return reason.trim()
}

/** Back to be signed or sealed again, with what is missing; the scans are put aside. */
export const sendSheetBack = (deps: Deps, actor: Actor, input: WithReason): Promise<void> =>
  actOnSheet(deps, actor, input, 'send-back', async (tx, sheet) => {
    refuseHands(actor, sheet)
    const reason = reasonOf(input, 'send-back')
    await putScansAside(tx, input.districtId, input.sheetId, deps.wall.now())
    return { set: { reason }, told: { reason: await keepWords(tx, deps, input.districtId, reason) } }
  })

/** 作废: its items are free again, for another sheet or to be carried out item by item. */
export const withdrawSheet = (deps: Deps, actor: Actor, input: WithReason): Promise<void> =>
  actOnSheet(deps, actor, input, 'withdraw', async (tx) => {
    const reason = reasonOf(input, 'withdraw')
    await releaseItems(tx, input.districtId, input.sheetId)
    return { set: { reason }, told: { reason: await keepWords(tx, deps, input.districtId, reason) } }
  })
