import type { Actor, Deps } from '../../access/index.ts'
import type { CivilDate } from '../../calendar/index.ts'
import type { Tx } from '../../database/index.ts'
import type { ProposalDocument } from '../proposals.ts'
import { sql } from 'kysely'

export type NewItems = { districtId: string; asOf: CivilDate; proposals: ProposalDocument['proposals'] }

/**
 * Keeps proposals as items, in one statement, under the unit that the account belongs to now. An account that has an item
 * of this day keeps it as it stands. Tells what was added.
 */
export async function insertItems(
  tx: Tx,
  deps: Deps,
  actor: Actor,
  { districtId, asOf, proposals }: NewItems,
): Promise<{ id: string; accountId: string }[]> {
  if (proposals.length === 0) return []
  const given = proposals.map(({ account, ...proposal }) => ({
    id: deps.ids.next(),
    account: account.id,
    disposition: proposal.disposition,
    needs: proposal.needsReason,
    proposal,
  }))
  const { rows } = await sql<{ id: string; accountId: string }>`
    insert into cleanup_item (district_id, id, account_id, unit_id, as_of, proposal, disposition, needs_reason, state,
      proposed_by, proposed_at)
    select a.district_id, g.id, a.id, a.unit_id, ${asOf}::date, g.proposal, g.disposition, g.needs, 'proposed',
      ${actor.id}, ${deps.wall.now()}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
      as g(id uuid, account uuid, disposition text, needs boolean, proposal jsonb)
    join account a on a.district_id = ${districtId} and a.id = g.account
    on conflict (district_id, account_id, as_of) do nothing
    returning id, account_id as "accountId"`.execute(tx)
  return rows
}
