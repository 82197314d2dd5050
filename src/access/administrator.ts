import { sql } from 'kysely'
import { append, systemChain } from '../trail/index.ts'
import type { Deps } from './deps.ts'
import { hashPassword, oneTimePassword } from './passwords.ts'
import type { Actor } from './permissions.ts'

/** The system itself, for what no person asked for. */
export const systemActor = (requestId: string): Actor => ({
  kind: 'system',
  id: 'system',
  districtId: null,
  unitId: null,
  roles: [],
  requestId,
})

/** The person at the terminal of the server, who appears in the trail by the name the operating system knows. */
export const operatorActor = (osUser: string, requestId: string): Actor => ({
  kind: 'operator',
  id: `cli:${osUser}`,
  districtId: null,
  unitId: null,
  roles: ['operator'],
  requestId,
})

/** Makes the first administrator (`admin`) of an installation without users, and returns the one-time password to print; undefined when users exist. */
export async function ensureAdministrator(deps: Deps): Promise<{ login: string; password: string } | undefined> {
  const existing = await deps.db.selectFrom('app_user').select('id').limit(1).executeTakeFirst()
  if (existing) return undefined
  const password = oneTimePassword()
  const passwordHash = await hashPassword(password)
  const isMade = await deps.db.transaction().execute(async (tx) => {
    // Two programs that start at once on an empty installation.
    await sql`select pg_advisory_xact_lock(hashtextextended('govmedia.first-administrator', 0))`.execute(tx)
    if (await tx.selectFrom('app_user').select('id').limit(1).executeTakeFirst()) return false
    const id = deps.ids.next()
    const at = deps.wall.now()
    await tx
      .insertInto('app_user')
      .values({
        id,
        login: 'admin',
        password_hash: passwordHash,
        must_change_password: true,
        password_set_at: at,
        created_at: at,
      })
      .execute()
    await tx.insertInto('user_role').values({ user_id: id, role: 'administrator', granted_at: at }).execute()
    await append(tx, deps.ids, {
      districtId: systemChain,
      actor: systemActor(id),
      action: 'user.created',
      subject: { kind: 'user', id },
      after: { roles: ['administrator'] },
      at,
    })
    return true
  })
  return isMade ? { login: 'admin', password } : undefined
}
