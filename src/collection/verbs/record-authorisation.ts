import { type Actor, type Deps, permit } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { saveFile } from '../../files/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { sources } from '../sources/index.ts'

type NewAuthorisation = {
  districtId: string
  accountId: string
  sourceKind: string
  /** The signed and sealed paper. */
  scan: { name: string; bytes: Uint8Array }
  signedOn: CivilDate
  validUntil: CivilDate
}

/**
 * 登记授权书: keeps the signed paper by which the account's unit lets the office read it through the operator's API. Looks
 * that waited for it are due at once, and one under way without it is not heard. Refuses `record.not-found`,
 * `authorisation.not-needed`, `authorisation.dates`, `authorisation.expired`, `file.kind-not-accepted`.
 */
export async function recordAuthorisation(deps: Deps, actor: Actor, input: NewAuthorisation): Promise<{ id: string }> {
  const { districtId, accountId, sourceKind, signedOn, validUntil } = input
  permit(actor, 'authorisations.record', { districtId })
  if (!sources.get(sourceKind)?.needsAuthorisation) throw refuse('authorisation.not-needed')
  const today = deps.clock.today()
  if (signedOn > validUntil || signedOn > today) throw refuse('authorisation.dates', { signedOn, validUntil })
  if (validUntil < today) throw refuse('authorisation.expired', { validUntil })
  const id = deps.ids.next()
  await inTransaction(deps.db, async (tx) => {
    const unitId = await sponsorOf(tx, districtId, accountId)
    const file = await saveFile(tx, deps, { districtId, ...input.scan, actor, accept: ['pdf', 'jpg', 'png'] })
    const at = deps.wall.now()
    await tx
      .insertInto('collection_authorisation')
      .values({
        district_id: districtId,
        account_id: accountId,
        id,
        unit_id: unitId,
        source_kind: sourceKind,
        file_id: file.id,
        signed_on: signedOn,
        valid_until: validUntil,
        recorded_by: actor.id,
        recorded_at: at,
      })
      .execute()
    await tx
      .updateTable('collection_target as t')
      .set({ next_at: at, failures: 0, claimed_by: null, claimed_until: null })
      .where('t.district_id', '=', districtId)
      .where('t.account_id', '=', accountId)
      .where('t.state', '=', 'on')
      .where(({ exists, selectFrom }) =>
        exists(
          selectFrom('collection_source as s')
            .select('s.id')
            .whereRef('s.district_id', '=', 't.district_id')
            .whereRef('s.id', '=', 't.source_id')
            .where('s.kind', '=', sourceKind),
        ),
      )
      .execute()
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'authorisation.recorded',
      subject: { kind: 'account', id: accountId },
      after: { authorisationId: id, unitId, sourceKind, sha256: file.sha256, signedOn, validUntil },
      at,
    })
  })
  return { id }
}

async function sponsorOf(tx: Tx, districtId: string, accountId: string): Promise<string> {
  const account = await tx
    .selectFrom('account')
    .select('unit_id')
    .where('district_id', '=', districtId)
    .where('id', '=', accountId)
    .executeTakeFirst()
  if (!account) throw refuse('record.not-found', { what: '账号' })
  return account.unit_id
}
