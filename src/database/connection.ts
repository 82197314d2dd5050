import { Kysely, PostgresDialect } from 'kysely'
import { Pool, types } from 'pg'
import type { ClientConfig, CustomTypesConfig } from 'pg'
import type { Rows } from './rows.ts'

/** Where the database is and as whom to work there. `role` is taken on at connecting (`set role`). */
export type Target = { config: ClientConfig; role?: string | undefined }

export type PoolOptions = { name: string; statementTimeoutMs: number; max: number }

// Object identifiers of PostgreSQL's own types never change (pg_type.dat).
const INT8 = 20
const DATE = 1082
const TIMESTAMP = 1114
const TIMESTAMPTZ = 1184
const NUMERIC = 1700
const INT8_ARRAY = 1016
const DATE_ARRAY = 1182
const TIMESTAMPTZ_ARRAY = 1185

type Parse = (text: string) => unknown

const parsers = new Map<number, Parse>([
  [INT8, wholeNumber],
  [DATE, asWritten],
  [TIMESTAMP, asWritten],
  [TIMESTAMPTZ, instantText],
  [NUMERIC, asWritten],
  [INT8_ARRAY, arrayOf(wholeNumber)],
  [DATE_ARRAY, arrayOf(asWritten)],
  [TIMESTAMPTZ_ARRAY, arrayOf(instantText)],
])

/**
 * How values arrive: timestamptz as an Instant (`2026-09-30T16:00:00.000Z`), date as a CivilDate (`2026-09-30`),
 * int8 as a number, numeric as text. Given to each client, so that other users of `pg` in the process keep theirs.
 */
const typeParsers: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) || types.getTypeParser(oid, format)) as typeof types.getTypeParser,
}

function asWritten(text: string): string {
  return text
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 beyond what a number holds exactly: ${text}`)
  return value
}

/** `2026-09-30 16:00:00.123456+00` → `2026-09-30T16:00:00.123Z`; every session runs in UTC. */
function instantText(text: string): string {
  const [, day, time, fraction = ''] = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d+))?\+00$/.exec(text) ?? []
  if (!day) throw new RangeError(`a moment outside the years this program knows: ${text}`)
  return `${day}T${time}.${fraction.padEnd(3, '0').slice(0, 3)}Z`
}

/** One-dimensional arrays of numbers, days and moments: none of these holds a comma or a quote inside. */
function arrayOf(parse: Parse): Parse {
  const element = (text: string) => (text === 'NULL' ? null : parse(text.replaceAll('"', '')))
  return (text) => (text === '{}' ? [] : text.slice(1, -1).split(',').map(element))
}

// A host that lost its power or its network says no farewell: after a minute without an answer the server lets go of its
// locks. On a socket of the same machine they say nothing.
const GONE_AFTER_A_MINUTE =
  ' -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3 -c tcp_user_timeout=60000'

/** Settings of one connection: fixed schema, UTC, a limit for each statement, the role the program works as. */
export function clientConfig(target: Target, name: string, statementTimeoutMs: number): ClientConfig {
  const role = target.role ? ` -c role=${target.role}` : ''
  return {
    ...target.config,
    application_name: name,
    statement_timeout: statementTimeoutMs,
    options: `-c search_path=public -c timezone=UTC -c datestyle=ISO${GONE_AFTER_A_MINUTE}${role}`,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: typeParsers,
  }
}

/** A pool whose connections are opened when needed and closed after ten quiet seconds (memory at rest). */
export function openPool(target: Target, { name, statementTimeoutMs, max }: PoolOptions): Pool {
  const pool = new Pool({ ...clientConfig(target, name, statementTimeoutMs), max, idleTimeoutMillis: 10_000 })
  // A connection that breaks while nobody uses it is replaced by the next query; that query reports what is wrong.
  pool.on('error', () => undefined)
  // One that breaks in use fails its query, and then says so once more as an event, which unheard ends the program.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

/** The query builder over a pool. Closing the pool stays with whoever opened it. */
export function kyselyOver(pool: Pool): Kysely<Rows> {
  return new Kysely<Rows>({ dialect: new PostgresDialect({ pool }) })
}
