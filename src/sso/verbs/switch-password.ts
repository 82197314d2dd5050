import { type Actor, type Deps, permit, setPasswordSignIn } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'

/**
 * Takes the password away as a way in, or gives it back. Refuses `access.denied`, `sso.password-needed` for who is linked to
 * no provider that is on, and as `setPasswordSignIn` does.
 */
export async function switchPassword(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; userId: string; off: boolean },
): Promise<void> {
  permit(actor, 'sso.manage', { districtId: input.districtId })
  await inTransaction(deps.db, async (tx) => {
    await setPasswordSignIn(tx, deps, actor, input)
    if (!input.off) return
    const way = await tx
      .selectFrom('sso_identity')
      .innerJoin('sso_provider', 'sso_provider.id', 'sso_identity.provider_id')
      .select('subject')
      .where('user_id', '=', input.userId)
      .where('enabled', '=', true)
      .executeTakeFirst()
    if (!way) throw refuse('sso.password-needed')
  })
}
