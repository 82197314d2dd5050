import { Client as PgClient } from 'pg'
import type pg from 'pg'
import type { Pool } from 'pg'
import type { Instant } from '../calendar/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import type { Client, ClientRole } from './clients.ts'
import { clientConfig, kyselyOver, openPool } from './connection.ts'
import type { Target } from './connection.ts'
import { folderOf } from './embedded/folder.ts'
import { majorOf, type StartOptions, type RunningServer } from './embedded/server.ts'
import { OWNER_ROLE, SOCKET_PORT } from './embedded/settings.ts'
import type { Db } from './index.ts'
import { withoutForeignKeys } from './copying.ts'
import { type Lead, openLead } from './lead.ts'
import { holdServer } from './keeper.ts'
import { type Behind, migrate, oneAtATime, pendingMigrations, readMigrations, schemaVersion } from './migrate.ts'
import { type Obstacle, obstaclesOf } from './readiness.ts'
import { APP_ROLE, ensureAppRole, grantRights, reportRights } from './roles.ts'
import type { RolesReport } from './roles.ts'
import { isUnfinished } from './scale/foreign-keys.ts'
import { type Patience, watchSilence } from './silence.ts'
import { type WriteObstacle, writeObstacle } from './writing.ts'

export type OpenOptions = {
  /** The data directory; its embedded server is started or joined unless `databaseUrl` is given. */
  dataDir: string
  /** The owner's connection to a PostgreSQL >= 16 that is looked after elsewhere. */
  databaseUrl?: string | undefined
  /** The program's own connection there, when the office made a login of its own for it. */
  databaseAppUrl?: string | undefined
  role: ClientRole
  /** What is done before an older schema is changed; without it an older one is refused. */
  beforeUpgrade?: BeforeUpgrade | undefined
  /** For tests: durability and the release of PostgreSQL. */
  embedded?: StartOptions
  /** For tests: how soon a server that falls silent is given up. */
  patience?: Partial<Patience>
}

/** What `doctor` prints. `version` is the server's, such as `18.4`. */
type DatabaseDescription = {
  mode: 'embedded' | 'server'
  version: string
  schemaVersion: number
  place: string
  roles: RolesReport
  /** What the clock of the database's host says. */
  at: Instant
}

/**
 * An open database. `db` serves commands and jobs (statements up to 5 minutes), `pages` serves page queries (10 s).
 * `pool` is the one under `db`, for pg-boss. `close` ends all connections and, as the last program, the server.
 */
export type OpenDatabase = {
  mode: 'embedded' | 'server'
  db: Db
  pages: Db
  pool: Pool
  close(): Promise<void>
  describe(): Promise<DatabaseDescription>
  rolesReport(): RolesReport
  /** Why no work can be done now. */
  obstacles(): Promise<Obstacle[]>
  /** What keeps it from writing, found by writing. */
  writeObstacle(): Promise<WriteObstacle | undefined>
  /** How many connections there are, how many of them rest, and how many requests wait for one. */
  pools(): { pool: string; total: number; idle: number; waiting: number }[]
  /** Reads everything as it stands at one moment, for as long as it takes, while others write. */
  inSnapshot: InSnapshot
  /** What only one program of the installation does. */
  lead: Lead
}

export type InSnapshot = <T>(work: (client: pg.ClientBase) => Promise<T>) => Promise<T>

/** A database of an older version, as it stands before the upgrade. */
export type OlderDatabase = Behind & { inSnapshot: InSnapshot }
export type BeforeUpgrade = (older: OlderDatabase) => Promise<void>

const WORK_WITHIN_MS = 300_000
const PAGE_WITHIN_MS = 10_000
const OLDEST_SERVER = 160_000 // server_version_num of 16.0
const DATABASE = 'govmedia'
// What the program's connections call themselves.
const [WORKING, PAGES] = ['govmedia', 'govmedia pages']

/**
 * Opens the database of an installation: embedded, or the server behind `databaseUrl`. An empty one gets its schema; an
 * older one is migrated after `beforeUpgrade`.
 * Refuses: every `database.*` code.
 */
export async function openDatabase(options: OpenOptions): Promise<OpenDatabase> {
  return options.databaseUrl ? openOnServer(options, options.databaseUrl) : openEmbedded(options)
}

async function openEmbedded({ dataDir, role, embedded, beforeUpgrade }: OpenOptions): Promise<OpenDatabase> {
  const prepare = async (server: RunningServer, others: Client[]) => {
    await createDatabase(socketTarget(server, OWNER_ROLE, 'postgres'))
    return connected(socketTarget(server, OWNER_ROLE), async (owner) => {
      await refuseWhileOlderRuns(owner, others)
      await ensureAppRole(owner, true)
      return prepareSchema(owner, { beforeUpgrade })
    })
  }
  const hold = await holdServer(dataDir, role, prepare, embedded)
  const target = socketTarget(hold.server, APP_ROLE)
  const roles = await reportRoles(target, OWNER_ROLE)
  return openOver(target, { mode: 'embedded', place: hold.server.socketDir, roles, dataDir, release: hold.release })
}

export function socketTarget(server: RunningServer, user: string, database = DATABASE): Target {
  return { config: { host: server.socketDir, port: SOCKET_PORT, user, database } }
}

async function createDatabase(target: Target): Promise<void> {
  await connected(target, async (owner) => {
    const { rowCount } = await owner.query('select from pg_database where datname = $1', [DATABASE])
    if (rowCount === 0) await owner.query(`create database ${DATABASE}`)
  })
}

/** A program of an older version that still runs would meet a schema it doesn't know. */
async function refuseWhileOlderRuns(owner: PgClient, others: Client[]): Promise<void> {
  const [other] = others
  if (!other || (await pendingMigrations(owner)).length === 0) return
  throw refuse('database.schema-behind', {
    pid: other.pid,
    found: await schemaVersion(owner),
    known: readMigrations().length,
  })
}

/**
 * Fills an installation that holds nothing yet: its schema is brought to `version`, where the data come from, `load` fills
 * it, and the newest schema follows; `settle` then works with it as programs do. What fails leaves no table. Refuses `backup.target-in-use` and every `database.*` code.
 */
export async function loadDatabase(
  options: OpenOptions,
  version: number,
  load: (owner: PgClient) => Promise<void>,
  settle: () => Promise<void> = async () => undefined,
): Promise<void> {
  const fill = async (owner: PgClient): Promise<number> => {
    if (!(await isUnused(owner))) throw refuse('backup.target-in-use')
    // A command that only looked has made the tables.
    if ((await schemaVersion(owner)) > 0) await dropTables(owner)
    await migrate(owner, readMigrations().slice(0, version))
    await withoutForeignKeys(owner, () => load(owner))
    // What it was filled from is the backup.
    return prepareSchema(owner, { beforeUpgrade: async () => undefined })
  }
  if (options.databaseUrl) {
    await connected({ config: { connectionString: options.databaseUrl } }, async (owner) => {
      await refuseOldServer(owner)
      await ensureAppRole(owner, false)
      const settled = fill(owner).then(settle)
      await settled.catch(async (error: unknown) => {
        if (!(error instanceof Refusal && error.code === 'backup.target-in-use')) await dropTables(owner)
        throw error
      })
    })
    return
  }
  const prepare = async (server: RunningServer) => {
    await createDatabase(socketTarget(server, OWNER_ROLE, 'postgres'))
    return connected(socketTarget(server, OWNER_ROLE), async (owner) => {
      await ensureAppRole(owner, true)
      return fill(owner)
    })
  }
  const hold = await holdServer(options.dataDir, options.role, prepare, options.embedded)
  await hold.release()
  await settle()
}

/** Whether nobody has worked here yet: no schema, or one without a district, a user and a link of the trail. */
async function isUnused(owner: PgClient): Promise<boolean> {
  if ((await schemaVersion(owner)) === 0) return true
  const { rows } = await owner.query<{ unused: boolean }>(
    `select not exists (select from district) and not exists (select from app_user)
       and not exists (select from trail_event) as unused`,
  )
  return rows[0]?.unused === true
}

/**
 * An embedded database is in the data directory and the one of the server holds nothing: somebody has set DATABASE_URL
 * before anything was moved, and would see an empty system. Refuses `database.embedded-here`.
 */
async function refuseUnmoved(owner: PgClient, dataDir: string): Promise<void> {
  if (majorOf(folderOf(dataDir)) !== undefined && (await isUnused(owner)))
    throw refuse('database.embedded-here', { path: dataDir })
}

async function dropTables(owner: PgClient): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `select oid::regclass::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`,
  )
  if (rows.length > 0) await owner.query(`drop table ${rows.map(({ name }) => name).join(', ')} cascade`)
}

async function openOnServer(
  { dataDir, databaseAppUrl, beforeUpgrade, role: clientRole, patience }: OpenOptions,
  databaseUrl: string,
): Promise<OpenDatabase> {
  const target = { config: { connectionString: databaseUrl } }
  const {
    appRole: granted,
    name,
    place,
  } = await connected(target, async (owner) => {
    await refuseOldServer(owner)
    await refuseUnmoved(owner, dataDir)
    const appRole = await oneAtATime(owner, async () => {
      const role = await ensureAppRole(owner, false)
      if (clientRole !== 'cli' && (await isUnfinished(owner))) throw refuse('scale.unfinished')
      await prepareSchema(owner, { beforeUpgrade, withAppRole: role.there, isShared: true })
      return role
    })
    return { appRole, name: await currentUser(owner), place: `${owner.host}:${owner.port}/${owner.database}` }
  })
  const working = databaseAppUrl
    ? { config: { connectionString: databaseAppUrl } }
    : { ...target, role: granted.assumable ? APP_ROLE : undefined }
  const roles = await reportRoles(working, name)
  return openOver(working, { mode: 'server', place, roles, dataDir: null, release: async () => undefined, patience })
}

async function refuseOldServer(owner: PgClient): Promise<void> {
  const { rows } = await owner.query<{ number: number; name: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as name`,
  )
  requireVersion(rows[0]?.number ?? 0, rows[0]?.name ?? '')
}

/** `number` as in server_version_num. Refuses `database.too-old`. */
export function requireVersion(number: number, name: string): void {
  if (number < OLDEST_SERVER) throw refuse('database.too-old', { found: name })
}

async function currentUser(client: PgClient): Promise<string> {
  const { rows } = await client.query<{ name: string }>('select current_user as name')
  return rows[0]?.name ?? ''
}

type Preparing = { beforeUpgrade?: BeforeUpgrade | undefined; withAppRole?: boolean; isShared?: boolean }

/** Brings the schema up to date; one that holds something is never changed unless somebody said what comes before. */
async function prepareSchema(
  owner: PgClient,
  { beforeUpgrade, withAppRole = true, isShared = false }: Preparing = {},
): Promise<number> {
  const { version } = await migrate(owner, readMigrations(), async (behind) => {
    if (!beforeUpgrade) throw refuse('database.schema-older', { found: behind.from, known: behind.to })
    if (isShared) await refuseWhileConnected(owner)
    await beforeUpgrade({ ...behind, inSnapshot: (work) => inSnapshotOf(owner, work) })
  })
  if (withAppRole) await grantRights(owner)
  return version
}

/** Programs of the older version, on whatever host, would meet a schema they don't know. */
async function refuseWhileConnected(owner: PgClient): Promise<void> {
  const { rows } = await owner.query<{ connections: number; hosts: string }>(
    `select count(*)::int as connections, coalesce(string_agg(distinct host(client_addr), '、'), '本机') as hosts
     from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and application_name = any ($1)`,
    [[WORKING, PAGES]],
  )
  const [found] = rows
  if (found && found.connections > 0) throw refuse('database.in-use', found)
}

/** Asks the connection the program works with: what counts is what it can do, not what was meant. */
async function reportRoles(working: Target, owner: string): Promise<RolesReport> {
  return connected(working, (client) => reportRights(client, owner))
}

/** One connection for a short piece of work without a time limit, such as a migration. */
export async function connected<T>(target: Target, work: (owner: PgClient) => Promise<T>): Promise<T> {
  const owner = new PgClient(clientConfig(target, 'govmedia set-up', 0))
  await connect(owner)
  watchSilence(target).add(owner)
  try {
    return await work(owner)
  } finally {
    await owner.end()
  }
}

// SQLSTATE cannot_connect_now: it starts, recovers after a crash, or stops.
const STILL_STARTING = '57P03'

async function connect(client: PgClient): Promise<void> {
  client.on('error', () => undefined) // the query at work reports it
  try {
    await client.connect()
  } catch (error) {
    if (error instanceof Refusal) throw error
    if ((error as NodeJS.ErrnoException).code === STILL_STARTING) throw refuse('database.still-starting')
    throw refuse('database.unreachable', { server: `${client.host}:${client.port}`, reason: reasonOf(error as Error) })
  }
}

// What the driver says where something answers that doesn't speak its language, or nothing does (pg 8, client.js).
function reasonOf({ message }: Error): string {
  if (/^timeout expired|connection timeout/.test(message))
    return '10 秒内没有应答，该端口可能被别的程序占用，或者网络不通'
  if (/^Connection terminated unexpectedly|^There was an error establishing an SSL/.test(message))
    return '该端口没有按 PostgreSQL 应答，可能被别的程序占用，或者数据库正在停止'
  return message
}

/** `dataDir`: of an embedded server; null for one that is looked after elsewhere. */
type Around = {
  mode: 'embedded' | 'server'
  place: string
  roles: RolesReport
  dataDir: string | null
  release: () => Promise<void>
  patience?: Partial<Patience> | undefined
}

function openOver(target: Target, { mode, place, roles, dataDir, release, patience }: Around): OpenDatabase {
  const watch = watchSilence(target, patience)
  const pool = openPool(target, { name: WORKING, statementTimeoutMs: WORK_WITHIN_MS, max: 12 })
  const pagePool = openPool(target, { name: PAGES, statementTimeoutMs: PAGE_WITHIN_MS, max: 8 })
  for (const one of [pool, pagePool]) one.on('connect', (client) => watch.add(client))
  const pages = kyselyOver(pagePool)
  const lead = openLead(target)
  let closed: Promise<void> | null = null
  return {
    mode,
    pool,
    db: kyselyOver(pool),
    pages,
    close: () => (closed ??= closeInOrder(lead, [pool, pagePool], release)),
    describe: () => describeDatabase(pool, { mode, place, roles }),
    rolesReport: () => roles,
    obstacles: () => obstaclesOf(pages, dataDir),
    writeObstacle: () => writeObstacle(pages),
    pools: () => [countsOf('work', pool), countsOf('pages', pagePool)],
    inSnapshot: (work) => inSnapshot(pool, work),
    lead,
  }
}

const countsOf = (name: string, { totalCount: total, idleCount: idle, waitingCount: waiting }: Pool) => ({
  pool: name,
  total,
  idle,
  waiting,
})

async function inSnapshot<T>(pool: Pool, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let failed = true
  try {
    const done = await inSnapshotOf(client, work)
    failed = false
    return done
  } finally {
    // A connection that broke off in the middle of its work is not used again.
    client.release(failed)
  }
}

// What is read out may be written to a disk that stands still for minutes: a server that ends whoever takes nothing for a
// minute (Linux from 5.11 on counts a full window so) would break a backup off. A snapshot holds nobody up meanwhile.
export async function inSnapshotOf<T>(client: pg.ClientBase, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  await client.query(
    'begin transaction isolation level repeatable read, read only; set local statement_timeout = 0; set local tcp_user_timeout = 0',
  )
  try {
    const done = await work(client)
    await client.query('commit')
    return done
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  }
}

// A query that doesn't end must not keep the server: connections get a moment, then the server stops anyway.
const CONNECTIONS_END_WITHIN_MS = 500

async function closeInOrder(lead: Lead, pools: Pool[], release: () => Promise<void>): Promise<void> {
  const ended = Promise.allSettled([lead.close(), ...pools.map((pool) => pool.end())])
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise((done) => (timer = setTimeout(done, CONNECTIONS_END_WITHIN_MS)))
  await Promise.race([ended, patience])
  clearTimeout(timer)
  await release()
}

async function describeDatabase(
  pool: Pool,
  around: Omit<Around, 'release' | 'dataDir' | 'patience'>,
): Promise<DatabaseDescription> {
  const { rows } = await pool.query<{ version: string; schemaVersion: number; at: Instant }>(
    `select current_setting('server_version') as version, max(version) as "schemaVersion", clock_timestamp() as at
     from schema_migration`,
  )
  return { ...around, ...rows[0]! }
}
