import type pg from 'pg'
import { expect, it } from 'vitest'
import { emptyDatabase } from '../../tests/support/database.ts'
import { migrate, readMigrations } from './migrate.ts'

const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const [unit, byImport, changed, byHand, run, imported, file] = [1, 2, 3, 4, 5, 6, 7].map(uuid)
const [before, then, since] = ['2026-06-01T01:00:00Z', '2026-07-01T01:00:00Z', '2026-08-01T01:00:00Z']

/** A judged month and an import as an installation had them before a result kept what it knew. */
async function olderInstallation(owner: pg.Client): Promise<void> {
  const district = '990100'
  await owner.query(
    `insert into district (id, name, short_name, office_name, issuing_office, created_at)
     values ($1, '临湖区', '临湖', '临湖区行政审批服务局', '临湖区政务公开领导小组办公室', $2)`,
    [district, before],
  )
  await owner.query(
    `insert into unit (district_id, id, code, name, kind, created_at, updated_at)
     values ($1, $2, 'DW001', '临湖区水务局', 'department', $3, $3)`,
    [district, unit, before],
  )
  for (const [id, name, created, updated] of [
    [byImport, '临湖水务', then, since],
    [changed, '临湖河长', before, then],
    [byHand, '临湖节水', before, since],
  ])
    await owner.query(
      `insert into account (district_id, id, unit_id, name, platform, created_at, updated_at)
       values ($1, $2, $3, $4, 'weibo', $5, $6)`,
      [district, id, unit, name, created, updated],
    )
  await owner.query(
    `insert into check_run (district_id, id, month, checkpoint, rules_id, rules_version, rules, coverage, digest, started_by, finished_at)
     values ($1, $2, '2026-06', '2026-06-30', 'r', '1', '{}', '{}', 'd', 'user:a', $3)`,
    [district, run, then],
  )
  await owner.query(
    `insert into check_result (district_id, run_id, account_id, verdict, results) values ($1, $2, $3, 'qualified', '[]')`,
    [district, run, byImport],
  )
  await owner.query(
    `insert into stored_file (district_id, id, sha256, media_type, byte_count, name, created_by, created_at)
     values ($1, $2, 's', 'm', 1, '附件2.xlsx', 'user:a', $3)`,
    [district, file, then],
  )
  await owner.query(
    `insert into import_run (district_id, id, kind, file_id, file_name, state, summary, created_by, created_at)
     values ($1, $2, 'accounts', $3, '附件2.xlsx', 'written', '{}', 'user:a', $4)`,
    [district, imported, file, then],
  )
  await owner.query(
    `insert into trail_event (district_id, seq, id, occurred_at, actor_kind, actor_id, action, subject_kind, subject_id,
       request_id, algorithm, previous_hash, hash)
     values ($1, 1, $2, $3, 'user', 'user:a', 'accounts.imported', 'import', $4, 'r', 'sm3', 'p', 'h')`,
    [district, uuid(8), then, imported],
  )
}

it('fills older results from the ledger, and finds again what an earlier import wrote by its moment', async () => {
  const database = await emptyDatabase()
  const all = readMigrations()
  const { results, touched } = await database.owner(async (owner) => {
    await migrate(
      owner,
      all.filter(({ version }) => version < 16),
    )
    await olderInstallation(owner)
    await migrate(owner, all)
    return {
      results: await owner.query('select unit_id, unit_name, unit_kind, account_name, platform from check_result'),
      touched: await owner.query('select account_id, change, facts from import_account order by change'),
    }
  })
  expect(results.rows).toEqual([
    {
      unit_id: unit,
      unit_name: '临湖区水务局',
      unit_kind: 'department',
      account_name: '临湖水务',
      platform: 'weibo',
    },
  ])
  expect(touched.rows).toEqual([
    { account_id: changed, change: 'changed', facts: null },
    { account_id: byImport, change: 'created', facts: null },
  ])
})
