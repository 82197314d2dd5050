import { type Instant } from '../../calendar/index.ts'
import type { Db, Tx } from '../../database/index.ts'
import type { Order, OrderedFinding, OrderStep } from '../model.ts'
import { stepsTaken, writeStep } from '../steps.ts'

export const orderColumns = [
  'o.id',
  'o.unit_id as unitId',
  'u.name as unitName',
  'o.state',
  'o.form',
  'o.class',
  'o.prepared_by as preparedBy',
  'o.number',
  'o.issued_on as issuedOn',
  'o.issued_by as issuedBy',
  'o.stop_by as stopBy',
  'o.stopped_at as stoppedAt',
  'o.feedback_by as feedbackBy',
  'o.escalated_at as escalatedAt',
  'o.version',
] as const

/** One order; undefined: none of this id. `lock` holds it until the end of the transaction. */
export async function readOrder(
  db: Db | Tx,
  districtId: string,
  id: string,
  lock: 'lock' | 'look' = 'look',
): Promise<Order | undefined> {
  const query = db
    .selectFrom('rectification_order as o')
    .innerJoin('unit as u', (join) => join.onRef('u.district_id', '=', 'o.district_id').onRef('u.id', '=', 'o.unit_id'))
    .select(orderColumns)
    .where('o.district_id', '=', districtId)
    .where('o.id', '=', id)
  return (lock === 'lock' ? query.forUpdate('o') : query).$castTo<Order>().executeTakeFirst()
}

/** What orders rest on, by order, vetoes first. */
export async function findingsOf(
  db: Db | Tx,
  districtId: string,
  orderIds: readonly string[],
): Promise<Map<string, OrderedFinding[]>> {
  if (orderIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('rectification_finding as f')
    .select([
      'f.order_id as orderId',
      'f.finding_id as findingId',
      'f.account_id as accountId',
      'f.month',
      'f.checkpoint',
      'f.indicator',
      'f.label',
      'f.about',
      'f.class',
      'f.clause',
      'f.account_name as accountName',
      'f.platform',
      'f.sentence',
      'f.requirement',
    ])
    .where('f.district_id', '=', districtId)
    .where('f.order_id', 'in', [...orderIds])
    .orderBy(({ eb }) => eb.case().when('f.class', '=', 'veto').then(0).else(1).end())
    .orderBy('f.account_name')
    .orderBy('f.platform')
    .orderBy('f.indicator')
    .orderBy('f.month')
    .$castTo<OrderedFinding & { orderId: string }>()
    .execute()
  const byOrder = Map.groupBy(rows, ({ orderId }) => orderId)
  return new Map([...byOrder].map(([id, own]) => [id, own.map(({ orderId: _order, ...finding }) => finding)]))
}

export type NewOrder = Pick<Order, 'id' | 'unitId' | 'form' | 'class' | 'preparedBy'> & {
  districtId: string
  findings: readonly OrderedFinding[]
  at: Instant
}

/** Keeps a draft with its findings; false: one of them stands in another order. */
export async function insertOrder(tx: Tx, { districtId, id, findings, at, ...order }: NewOrder): Promise<boolean> {
  await tx
    .insertInto('rectification_order')
    .values({
      district_id: districtId,
      id,
      unit_id: order.unitId,
      state: 'drafted',
      form: order.form,
      class: order.class,
      prepared_by: order.preparedBy,
      created_at: at,
    })
    .execute()
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('rectification_finding')
    .values(
      findings.map((one) => ({
        district_id: districtId,
        order_id: id,
        finding_id: one.findingId,
        account_id: one.accountId,
        month: one.month,
        checkpoint: one.checkpoint,
        indicator: one.indicator,
        label: one.label,
        about: one.about,
        class: one.class,
        clause: one.clause,
        account_name: one.accountName,
        platform: one.platform,
        sentence: one.sentence,
        requirement: one.requirement,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  const step = { version: 1, action: 'draft', state: 'drafted', by: order.preparedBy, at, note: null, fileId: null }
  await writeStep(tx, { kind: 'order', districtId, id }, { ...step, facts: {} })
  return Number(numInsertedOrUpdatedRows) === findings.length
}

/** The findings of an order that is no more may be ordered anew. */
export async function releaseFindings(tx: Tx, districtId: string, orderId: string): Promise<void> {
  await tx
    .updateTable('rectification_finding')
    .set({ released: true })
    .where('district_id', '=', districtId)
    .where('order_id', '=', orderId)
    .execute()
}

/** Every step of an order, the first one first. */
export const stepsOf = (db: Db | Tx, districtId: string, id: string): Promise<OrderStep[]> =>
  stepsTaken(db, { kind: 'order', districtId, id })

/** 发文字号 of a form that were given out in the district, the newest first. */
export async function numbersGiven(db: Db | Tx, districtId: string, form: Order['form']): Promise<string[]> {
  const rows = await db
    .selectFrom('rectification_order')
    .select('number')
    .where('district_id', '=', districtId)
    .where('form', '=', form)
    .where('number', 'is not', null)
    .orderBy('issued_on', 'desc')
    .orderBy('created_at', 'desc')
    .execute()
  return rows.flatMap(({ number }) => number ?? [])
}

/** Whether a 发文字号 was given out before. */
export async function isNumberTaken(tx: Tx, districtId: string, number: string): Promise<boolean> {
  const found = await tx
    .selectFrom('rectification_order')
    .select('id')
    .where('district_id', '=', districtId)
    .where('number', '=', number)
    .executeTakeFirst()
  return found !== undefined
}

/** The paper as it was issued, sealed. */
export async function readSealedPaper(
  db: Db | Tx,
  districtId: string,
  orderId: string,
): Promise<{ wrappedKey: Buffer; sealed: Buffer } | undefined> {
  const row = await db
    .selectFrom('rectification_order')
    .select(['content_key as wrappedKey', 'content as sealed'])
    .where('district_id', '=', districtId)
    .where('id', '=', orderId)
    .executeTakeFirst()
  return row?.wrappedKey && row.sealed ? { wrappedKey: row.wrappedKey, sealed: row.sealed } : undefined
}
