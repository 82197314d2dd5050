import { randomBytes } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { inTransaction } from '../src/database/index.ts'
import { storedPath } from '../src/files/index.ts'
import { append, systemChain } from '../src/trail/index.ts'
import { command } from './command.ts'
import { mb, ms, type Row } from './measure.ts'
import { districtId, makeAccounts, makePosts, makeScene, type Scene } from './scene.ts'

const accounts = 2_000
const posts = 1_000_000
const files = 700
const megabyte = 1024 * 1024
const limit = 60_000
const memory = 300

/**
 * A gigabyte of a district's data (a third rows, the rest sealed files, which nothing compresses) backed up, verified and
 * restored by the real command with an embedded database of its own; memory of the command, PostgreSQL's beside it. Beside
 * it the bare copying of as many bytes on the same disk.
 */
export async function backupRows(): Promise<Row[]> {
  const scene = await makeScene()
  const folder = mkdtempSync(join(tmpdir(), 'govmedia-bench-backup-'))
  process.env['GOVMEDIA_BACKUP_PASSPHRASE'] = 'a bench has no secrets'
  try {
    await makeAccounts(scene, accounts)
    await makePosts(scene, accounts, posts)
    await makeFiles(scene)
    // A restore verifies every chain, and one that is missing is told.
    for (const chain of [districtId, systemChain])
      await inTransaction(scene.deps.db, (tx) =>
        append(tx, scene.deps.ids, {
          districtId: chain,
          actor: scene.operator,
          action: 'district.added',
          subject: { kind: 'district', id: districtId },
          at: scene.deps.wall.now(),
        }),
      )
    const { rows } = await scene.database.pool.query<{ bytes: string }>(
      `select pg_database_size(current_database())::text as bytes`,
    )
    const bytes = Number(rows[0]!.bytes) + files * megabyte
    const one = (name: string) => join(folder, name)
    const made = await command(['backup', one('a.backup'), '--data', scene.dataDir])
    const watched = await command(['backup', one('b.backup'), '--data', scene.dataDir], true)
    const verified = await command(['backup', 'verify', one('a.backup')], true)
    const restored = await command(['restore', one('a.backup'), '--data', one('restored')])
    const again = await command(['restore', one('b.backup'), '--data', one('again')], true)
    const bare = copied(one('a.backup'), one('copy'))
    const what = `${(bytes / 1024 / megabyte).toFixed(2)} GB (${posts} posts, ${files} files)`
    const row = (doing: string, { took, most }: { took: number; most: number }): Row => ({
      what: `${doing} ${what}`,
      figure: `${ms(took)}, ${mb(most)}`,
      beside: `limits: ${(took / limit).toFixed(2)} x, ${(most / memory).toFixed(2)} x; the backup of ${mb(statSync(one('a.backup')).size / megabyte)} copied: ${ms(bare)}`,
      target: '< 60 s, < 300 MB',
      holds: took < limit && most < memory,
    })
    return [
      row('back up', { took: made.took, most: watched.most }),
      row('verify the backup of', verified),
      row('restore', { took: restored.took, most: again.most }),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
    await scene.close()
  }
}

async function makeFiles({ database, dataDir }: Scene): Promise<void> {
  const id = (n: number) => `0000000a-0000-7000-8000-${n.toString(16).padStart(12, '0')}`
  for (let n = 1; n <= files; n++) {
    const path = storedPath(dataDir, id(n))
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, randomBytes(megabyte))
  }
  await database.pool.query(
    `insert into stored_file (district_id, id, sha256, media_type, byte_count, name, wrapped_key, created_by, created_at)
     select '${districtId}', ('0000000a-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid, 's', 'image/png', ${megabyte},
       '截图.png', '\\x00', 'bench', now() from generate_series(1, ${files}) n`,
  )
}

function copied(from: string, to: string): number {
  const started = performance.now()
  copyFileSync(from, to)
  return performance.now() - started
}
