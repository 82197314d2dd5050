import type { Account } from './account.ts'

export const OWNER_ROLE = 'govmedia_owner'
export const SOCKET_PORT = 5432 // only a part of the socket's file name: no TCP port is opened

/**
 * `full` is what every installation runs with: what was answered "saved" survives a pulled plug.
 * `none` is for the databases of tests, which live for seconds.
 */
export type Durability = 'full' | 'none'

/** Arguments of initdb. Text sorts by code point on every machine; names sort by pinyin with `collate "zh-x-icu"`. */
export function initArguments(pgDir: string, major: number, durability: Durability): string[] {
  const locale = major >= 17 ? ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : ['--locale=C']
  const sync = durability === 'none' ? ['--no-sync'] : []
  return [
    '-D',
    pgDir,
    '-U',
    OWNER_ROLE,
    '-A',
    'peer',
    '-E',
    'UTF8',
    '--data-checksums',
    '--no-instructions',
    ...locale,
    ...sync,
  ]
}

/** Arguments of the server. Given at every start, so that a newer program brings its settings along. */
export function serverArguments(pgDir: string, socketDir: string, major: number, durability: Durability): string[] {
  const settings = {
    ...common(socketDir),
    ...memory,
    ...quiet,
    ...durable(durability),
    ...(major >= 18 ? { io_method: 'sync' } : {}),
  }
  return ['-D', pgDir, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

function common(socketDir: string): Record<string, string> {
  return {
    listen_addresses: '',
    port: String(SOCKET_PORT),
    unix_socket_directories: `"${socketDir.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
    max_connections: '60',
    timezone: 'UTC',
    log_timezone: 'Asia/Shanghai',
  }
}

// Sized for an office PC: program and database together stay under 350 MB at rest.
const memory = {
  shared_buffers: '48MB',
  work_mem: '16MB',
  maintenance_work_mem: '64MB',
  max_wal_size: '512MB',
  max_worker_processes: '4',
  max_parallel_workers_per_gather: '1',
  autovacuum_max_workers: '2',
  max_wal_senders: '0',
  jit: 'off',
}

// Neither statements nor DETAIL lines reach the log: both carry names and telephone numbers.
const quiet = { log_min_error_statement: 'panic', log_error_verbosity: 'terse', log_checkpoints: 'off' }

function durable(durability: Durability): Record<string, string> {
  const value = durability === 'full' ? 'on' : 'off'
  return { fsync: value, full_page_writes: value, synchronous_commit: value }
}

/** Who may come in through the socket: the server's account and the program, by what the kernel says they are. */
export function accessFiles(account: Account): Record<'pg_hba.conf' | 'pg_ident.conf', string> {
  const people = account.switched ? [account.name, 'root'] : [account.name]
  return {
    'pg_hba.conf': 'local all all peer map=govmedia\n',
    'pg_ident.conf': people.map((name) => `govmedia "${name}" all\n`).join(''),
  }
}
