import { type Actor, type Deps, permit } from '../../access/index.ts'
import type { Tx } from '../../database/index.ts'
import { append, inWatchedTransaction } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { DecisionSheet, SheetAction } from './model.ts'
import { readSheet } from './queries.ts'
import { sheetAfter } from './decision.ts'

/** Which sheet, as it was shown. */
export type SheetInput = { districtId: string; sheetId: string; version: number }

type Step = { set?: Record<string, unknown>; told?: Record<string, unknown> }

/** One step of a sheet: who may, which state allows it, nobody overwritten, the step and its trace saved together. */
export async function actOnSheet(
  deps: Deps,
  actor: Actor,
  { districtId, sheetId, version }: SheetInput,
  action: SheetAction,
  work: (tx: Tx, sheet: DecisionSheet) => Promise<Step> | Step,
): Promise<void> {
  const subject = { kind: 'decision-sheet', id: sheetId }
  const event = `sheet.${action}`
  await inWatchedTransaction(deps, { districtId, actor, subject, attempted: event }, async (tx) => {
    permit(actor, 'cleanup.verify', { districtId })
    const sheet = await readSheet(tx, districtId, sheetId, 'lock')
    if (!sheet) throw refuse('record.not-found', { what: '审定表' })
    if (sheet.version !== version) throw refuse('record.changed-meanwhile', { what: '审定表' })
    const state = sheetAfter(sheet.state, action)
    const { set = {}, told = {} } = await work(tx, sheet)
    await tx
      .updateTable('decision_sheet')
      .set({ state, ...set, version: version + 1 })
      .where('district_id', '=', districtId)
      .where('id', '=', sheetId)
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: event,
      subject,
      before: { state: sheet.state },
      after: { state, sheet: sheet.number, ...told },
      at: deps.wall.now(),
    })
  })
}
