import type pg from 'pg'

/** The role the program works as: it may do everything to rows but rewrite the trail, and nothing to the schema. */
export const APP_ROLE = 'govmedia_app'

/** The schema pg-boss keeps its own tables in; made here because the working role may not create schemas. */
const JOBS_SCHEMA = 'pgboss'

/**
 * What the program may never do: links of the trail, checkpoints, confirmed purposes and what was proposed on a day are only
 * ever added, and the row that names the last link only moves on.
 */
const WITHHELD: Readonly<Record<string, string>> = {
  trail_event: 'update, delete, truncate',
  trail_head: 'delete, truncate',
  purpose_confirmation: 'update, delete, truncate',
  cleanup_day: 'update, delete, truncate',
  checkpoint: 'update, delete, truncate',
  checkpoint_chain: 'update, delete, truncate',
  checkpoint_file: 'update, delete, truncate',
}

/**
 * Who works on the database and what protects the trail. `separate`: two logins. `assumed`: one login that works as
 * the program's role. `single`: one role that could rewrite the trail; `lost` then says so for `doctor`.
 */
export type RolesReport = {
  mode: 'separate' | 'assumed' | 'single'
  owner: string
  program: string
  lost: string | null
}

/** Whether the program's role is there, and whether the owner's connections may take it on. */
export type AppRole = { there: boolean; assumable: boolean }

/** Creates the program's role when it is missing and the owner may. `login`: the program signs in as this role. */
export async function ensureAppRole(owner: pg.ClientBase, login: boolean): Promise<AppRole> {
  const facts = await roleFacts(owner)
  if (!facts.there && facts.mayCreate) await createRole(owner, login)
  const there = facts.there || facts.mayCreate
  return { there, assumable: there && (facts.assumable || (await grantMembership(owner))) }
}

async function roleFacts(owner: pg.ClientBase): Promise<AppRole & { mayCreate: boolean }> {
  const { rows } = await owner.query<AppRole & { mayCreate: boolean }>(ROLE_FACTS, [APP_ROLE])
  return rows[0] ?? { there: false, assumable: false, mayCreate: false }
}

const ROLE_FACTS = `
  select exists (select from pg_roles where rolname = $1) as there,
         (select rolcreaterole or rolsuper from pg_roles where rolname = current_user) as "mayCreate",
         coalesce((select pg_has_role(current_user, oid, 'set') from pg_roles where rolname = $1), false) as assumable`

async function createRole(owner: pg.ClientBase, login: boolean): Promise<void> {
  try {
    await owner.query(`create role ${APP_ROLE} ${login ? 'login' : 'nologin'}`)
  } catch (error) {
    // Roles belong to the whole server: another installation may create it at this moment.
    if (!['42710', '23505'].includes((error as { code?: string }).code ?? '')) throw error
  }
}

async function grantMembership(owner: pg.ClientBase): Promise<boolean> {
  try {
    await owner.query(`grant ${APP_ROLE} to current_user`)
    return true
  } catch {
    return false // A role made by somebody else, who has not let us in: `doctor` tells what is lost
  }
}

/** Gives the program's role its rights on the schema as it stands now. Repeating it changes nothing. */
export async function grantRights(owner: pg.ClientBase): Promise<void> {
  // An older schema lacks some of these tables.
  const { rows } = await owner.query<{ name: string }>(
    `select name from unnest($1::text[]) name where to_regclass('public.' || name) is not null`,
    [Object.keys(WITHHELD)],
  )
  const withheld = rows.map(({ name }) => `revoke ${WITHHELD[name]} on ${name} from ${APP_ROLE};`)
  // One statement, one transaction: between a right given and taken back nobody works, or asks what is held.
  await owner.query(`
    create schema if not exists ${JOBS_SCHEMA};
    grant usage, create on schema ${JOBS_SCHEMA} to ${APP_ROLE};
    grant usage on schema public to ${APP_ROLE};
    grant select, insert, update, delete on all tables in schema public to ${APP_ROLE};
    grant usage on all sequences in schema public to ${APP_ROLE};
    revoke insert, update, delete on schema_migration from ${APP_ROLE};
    ${withheld.join('\n    ')}`)
}

/** What the role of `client` can do to the trail, whatever it is called. */
export async function reportRights(client: pg.ClientBase, owner: string): Promise<RolesReport> {
  const { rows } = await client.query<{ program: string; login: string; rewrites: boolean }>(RIGHTS, [
    Object.keys(WITHHELD),
    Object.values(WITHHELD),
  ])
  const { program, login, rewrites } = rows[0] ?? { program: '', login: '', rewrites: true }
  if (!rewrites) return { mode: login === program ? 'separate' : 'assumed', owner, program, lost: null }
  return { mode: 'single', owner, program, lost: whatIsLost(program) }
}

const RIGHTS = `
  select current_user as program, session_user as login,
         bool_or(has_table_privilege(name, rights)) as rewrites
  from unnest($1::text[], $2::text[]) as withheld (name, rights)`

function whatIsLost(program: string): string {
  return `程序以角色 ${program} 工作，该角色有权改写、删除留痕记录，数据库不再把关，只能靠 trail verify 事后查出。请为结构所有者授予 CREATEROLE，或由数据库管理员建立角色 ${APP_ROLE} 并授予结构所有者。`
}
