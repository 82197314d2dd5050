import { type Deps, namesOfUsers } from '../access/index.ts'
import type { Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { systemChain } from '../trail/index.ts'
import type { Provider } from './model.ts'

const providers = (db: Db | Tx) =>
  db
    .selectFrom('sso_provider')
    .select(['id', 'district_id as districtId', 'kind', 'label', 'settings', 'enabled'])
    .select((eb) => eb('secret', 'is not', null).as('hasSecret'))
    .where('removed_at', 'is', null)
    .orderBy('label')
    .orderBy('id')

/** Those that a district may link to: its own and the installation's. Without a district all, for the operator and `doctor`. */
export async function listProviders(db: Db | Tx, districtId?: string): Promise<Provider[]> {
  const query = providers(db)
  const found =
    districtId === undefined
      ? await query.execute()
      : await query.where('district_id', 'in', [districtId, systemChain]).execute()
  return found as unknown as Provider[]
}

/** Those that stand on the sign-in page. */
export const openProviders = async (db: Db | Tx): Promise<Provider[]> =>
  (await listProviders(db)).filter(({ enabled }) => enabled)

export const findProvider = async (db: Db | Tx, id: string): Promise<Provider | undefined> =>
  (await providers(db).where('id', '=', id).executeTakeFirst()) as unknown as Provider | undefined

export const secretContext = (id: string) => `sso-provider/${id}`

/** The secret of a provider; undefined where there is none or it can't be read (another key). */
export async function openSecret({ db, vault }: Pick<Deps, 'db' | 'vault'>, id: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('sso_provider')
    .select(['secret_key', 'secret'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!row?.secret_key || !row.secret) return undefined
  try {
    return vault.openBytes({ wrappedKey: row.secret_key, sealed: row.secret }, secretContext(id)).toString('utf8')
  } catch {
    return undefined
  }
}

/** One identity of a user, as an administrator's list has it. */
export type Link = {
  providerId: string
  subject: string
  userId: string
  login: string
  name: string
  passwordOff: boolean
  disabled: boolean
  linkedAt: Instant
  lastUsedAt: Instant | null
}

/** The links of a district's people, by login; without a district those of the installation's. */
export async function listLinks(deps: Pick<Deps, 'db' | 'vault'>, districtId?: string): Promise<Link[]> {
  let query = deps.db
    .selectFrom('sso_identity')
    .innerJoin('app_user', 'app_user.id', 'sso_identity.user_id')
    .select(['provider_id as providerId', 'subject', 'user_id as userId', 'login', 'password_off as passwordOff'])
    .select(['disabled_at', 'linked_at as linkedAt', 'last_used_at as lastUsedAt', 'district_id'])
    .orderBy('login')
    .orderBy('provider_id')
  if (districtId !== undefined)
    query = query.where((eb) => eb(eb.fn.coalesce('district_id', eb.val(systemChain)), '=', districtId))
  const rows = await query.execute()
  const names = new Map<string, string>()
  for (const [district, users] of Map.groupBy(rows, (row) => row.district_id ?? systemChain))
    for (const [id, name] of await namesOfUsers(
      deps,
      district,
      users.map(({ userId }) => userId),
    ))
      names.set(id, name)
  return rows.map(({ disabled_at, district_id: _district, ...row }) => ({
    ...row,
    name: names.get(row.userId) ?? row.login,
    disabled: disabled_at !== null,
  }))
}

export const pendingDays = 14
/** Whoever comes after so many pushes out who came first. */
export const mostPending = 200

/** Who was vouched for by a provider and is nobody here yet. */
export type Pending = {
  providerId: string
  subject: string
  shown: string
  times: number
  firstAt: Instant
  lastAt: Instant
}

export const pendingContext = (providerId: string, subject: string) => `sso-pending/${providerId}/${subject}`

/** 待关联, the newest first, of some providers; what is older than two weeks is none any more. */
export async function listPending(
  { db, vault }: Pick<Deps, 'db' | 'vault'>,
  providerIds: readonly string[],
  since: Instant,
): Promise<Pending[]> {
  if (providerIds.length === 0) return []
  const rows = await db
    .selectFrom('sso_pending')
    .select(['provider_id as providerId', 'subject', 'shown_key', 'shown', 'times'])
    .select(['first_at as firstAt', 'last_at as lastAt'])
    .where('provider_id', 'in', providerIds)
    .where('last_at', '>', since)
    .orderBy('last_at', 'desc')
    .limit(mostPending)
    .execute()
  return rows.map(({ shown_key: wrappedKey, shown: sealed, ...row }) => ({
    ...row,
    shown: vault.openBytes({ wrappedKey, sealed }, pendingContext(row.providerId, row.subject)).toString('utf8'),
  }))
}

/** Districts (and 000000) where somebody signs in by a provider alone, and how many administrators can still use a password there. */
export async function emergencyAdministrators(db: Db): Promise<{ districtId: string; logins: string[] }[]> {
  const rows = await db
    .selectFrom('app_user')
    .leftJoin('user_role', (join) =>
      join.onRef('user_role.user_id', '=', 'app_user.id').on('user_role.role', '=', 'administrator'),
    )
    .select(['login', 'password_off', 'role'])
    .select((eb) => eb.fn.coalesce('district_id', eb.val(systemChain)).as('districtId'))
    .where('disabled_at', 'is', null)
    .where((eb) => eb.or([eb('role', 'is not', null), eb('password_off', '=', true)]))
    .orderBy('login')
    .execute()
  return [...Map.groupBy(rows, ({ districtId }) => districtId)]
    .filter(([, users]) => users.some(({ password_off }) => password_off))
    .map(([districtId, users]) => ({
      districtId,
      logins: users.filter(({ role, password_off }) => role !== null && !password_off).map(({ login }) => login),
    }))
}
