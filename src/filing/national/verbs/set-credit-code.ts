import { type Actor, type Deps, permit } from '../../../access/index.ts'
import { inTransaction, type Tx } from '../../../database/index.ts'
import { readUnit } from '../../../registry/index.ts'
import { append } from '../../../trail/index.ts'
import { refuse } from '../../../vocabulary/refusals/index.ts'
import { readCreditCode } from '../credit-code.ts'
import { creditCodes } from '../queries/ledger.ts'

export type CreditCodeInput = {
  districtId: string
  unitId: string
  code: string
  /** Of the code as it was shown; 0: there was none. */
  version: number
}

/**
 * Registers a unit's 统一社会信用代码; the same code again changes nothing. Refuses `access.denied`,
 * `credit-code.not-valid`, `record.not-found`, `record.changed-meanwhile`.
 */
export async function setCreditCode(deps: Deps, actor: Actor, input: CreditCodeInput): Promise<{ code: string }> {
  permit(actor, 'national.record', input)
  return inTransaction(deps.db, (tx) => setCreditCodeWithin(tx, deps, actor, input))
}

/** As `setCreditCode`, in the transaction of a verb that has asked for the right. */
export async function setCreditCodeWithin(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, unitId, code: found, version }: CreditCodeInput,
): Promise<{ code: string }> {
  const read = readCreditCode(found)
  if ('wanted' in read) throw refuse('credit-code.not-valid', read)
  const code = read.value
  if (!(await readUnit(tx, districtId, unitId))) throw refuse('record.not-found', { what: '单位' })
  const before = (await creditCodes(tx, districtId)).get(unitId)
  if ((before?.version ?? 0) !== version) throw refuse('record.changed-meanwhile', { what: '统一社会信用代码' })
  if (before?.code === code) return { code }
  await save(tx, deps, actor, { districtId, unitId, code, version })
  await append(tx, deps.ids, {
    districtId,
    actor,
    action: 'unit.credit-code-set',
    subject: { kind: 'unit', id: unitId },
    ...(before && { before: { code: before.code } }),
    after: { code },
    at: deps.wall.now(),
  })
  return { code }
}

async function save(tx: Tx, deps: Deps, actor: Actor, { districtId, unitId, code, version }: CreditCodeInput) {
  const changed = { code, version: version + 1, changed_by: actor.id, changed_at: deps.wall.now() }
  const saved = await tx
    .insertInto('unit_credit_code')
    .values({ district_id: districtId, unit_id: unitId, ...changed })
    // Of two that save at once, the second finds another version and changes nothing.
    .onConflict((conflict) =>
      conflict.columns(['district_id', 'unit_id']).doUpdateSet(changed).where('unit_credit_code.version', '=', version),
    )
    .executeTakeFirst()
  if (saved.numInsertedOrUpdatedRows === 0n) throw refuse('record.changed-meanwhile', { what: '统一社会信用代码' })
}
