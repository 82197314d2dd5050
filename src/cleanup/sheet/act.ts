import { type Actor, type Deps, permit } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
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
  permit(actor, 'cleanup.verify', { districtId })
  await inTransaction(deps.db, async (tx) => {
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
      action: `sheet.${action}`,
      subject: { kind: 'decision-sheet', id: sheetId },
      before: { state: sheet.state },
      after: { state, sheet: sheet.number, ...told },
      at: deps.wall.now(),
    })
  })
}
