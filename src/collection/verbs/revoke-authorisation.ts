import { sql } from 'kysely'
import { type Actor, type Deps, permit, keepWords } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { standingsOf } from '../authorisations/queries.ts'

type Revocation = {
  districtId: string
  accountId: string
  authorisationId: string
  revokedOn: CivilDate
  reason: string
}

/**
 * 撤回授权书: from the day named no look is sent on its strength, and the credentials that were handed over under it are
 * destroyed unless another one is in force; a look under way with them is not heard. Refuses `record.not-found`,
 * `authorisation.revoked-already`, `authorisation.reason-missing`, `authorisation.revoked-later`.
 */
export async function revokeAuthorisation(deps: Deps, actor: Actor, input: Revocation): Promise<void> {
  const { districtId, accountId, authorisationId, revokedOn } = input
  permit(actor, 'authorisations.revoke', { districtId })
  const reason = input.reason.trim()
  if (reason === '') throw refuse('authorisation.reason-missing')
  const today = deps.clock.today()
  if (revokedOn > today) throw refuse('authorisation.revoked-later', { revokedOn, today })
  await inTransaction(deps.db, async (tx) => {
    const found = await locked(tx, input)
    if (found.revoked_on !== null) throw refuse('authorisation.revoked-already', { revokedOn: found.revoked_on })
    const at = deps.wall.now()
    await tx
      .updateTable('collection_authorisation')
      .set({ revoked_on: revokedOn, revoked_by: actor.id, revoked_at: at, revoked_reason: reason })
      .where('district_id', '=', districtId)
      .where('account_id', '=', accountId)
      .where('id', '=', authorisationId)
      .execute()
    const sourceKind = found.source_kind
    const [standing] = await standingsOf(tx, districtId, [{ accountId, sourceKind }], today)
    const destroyed = standing === 'in-force' ? 0 : await destroySecrets(tx, districtId, accountId, sourceKind)
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'authorisation.revoked',
      subject: { kind: 'account', id: accountId },
      before: { authorisationId, sourceKind },
      after: {
        authorisationId,
        revokedOn,
        reason: await keepWords(tx, deps, districtId, reason),
        credentialsDestroyed: destroyed,
      },
      at,
    })
  })
}

async function locked(tx: Tx, { districtId, accountId, authorisationId }: Revocation) {
  const found = await tx
    .selectFrom('collection_authorisation')
    .select(['source_kind', 'revoked_on'])
    .where('district_id', '=', districtId)
    .where('account_id', '=', accountId)
    .where('id', '=', authorisationId)
    .forUpdate()
    .executeTakeFirst()
  if (!found) throw refuse('record.not-found', { what: '授权书' })
  return found
}

async function destroySecrets(tx: Tx, districtId: string, accountId: string, kind: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update collection_target t set secrets_key = null, secrets = null, claimed_by = null, claimed_until = null,
      version = t.version + 1
    from collection_source s
    where t.district_id = ${districtId} and t.account_id = ${accountId} and s.district_id = t.district_id
      and s.id = t.source_id and s.kind = ${kind} and t.secrets is not null`.execute(tx)
  return Number(numAffectedRows ?? 0)
}
