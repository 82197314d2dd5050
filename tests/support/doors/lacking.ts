import type { Pool } from 'pg'

const id = (n: number) => `'01a1f000-0000-7000-8000-${String(n).padStart(12, '0')}'`
const account = `(select id from account where district_id = $1 order by (name = '临湖水务') desc, id limit 1)`
const unit = `(select unit_id from account where district_id = $1 order by (name = '临湖水务') desc, id limit 1)`
const picture = `(select id from stored_file where district_id = $1 and media_type like 'image/%' order by id limit 1)`
const anyFile = `(select id from stored_file where district_id = $1 order by id limit 1)`

/**
 * Things that the demonstration shows nowhere, and files on steps that stand there without one: enough of each for a door
 * to be tried on it. What they would say to a person plays no part.
 */
const statements = [
  `update service_look set photo_id = ${picture} where district_id = $1`,
  `update patrol set screenshot_file_id = ${picture} where district_id = $1`,
  `update score_entry set file_id = ${picture} where district_id = $1`,
  `update cleanup_item set evidence_file_id = ${picture} where district_id = $1`,
  `insert into national_report (district_id, id, account_id, status, reported_on, receipt_file_id, side, recorded_by, recorded_at)
   values ($1, ${id(1)}, ${account}, 'reported', '2026-10-01', ${picture}, 'unit', 'user:x', now())`,
  `insert into reported_problem (district_id, id, account_id, indicator, seen_on, what, evidence_file_id, reported_by, reported_at)
   values ($1, ${id(2)}, ${account}, 'N-NM-01a', '2026-10-01', '表述有误', ${picture}, 'user:x', now())`,
  `insert into secrecy_stop (district_id, number, account_id, kind, source, text_key, found_by, found_at)
   values ($1, 1, ${account}, 'post', '网页', 'x', 'user:x', now())`,
  `insert into collection_window (district_id, id, from_at, to_at, reason, set_by, set_at)
   values ($1, ${id(3)}, now(), now() + interval '1 day', '系统检修', 'user:x', now())`,
  `insert into collection_authorisation (district_id, account_id, id, unit_id, source_kind, file_id, signed_on, valid_until, recorded_by, recorded_at)
   values ($1, ${account}, ${id(4)}, ${unit}, 'weixin', ${anyFile}, '2026-01-01', '2027-01-01', 'user:x', now())`,
  `insert into job_run (district_id, id, kind, subject, state, requested_by, queued_at, input)
   values ($1, ${id(5)}, 'month-check', '2026-09', 'done', 'user:x', now(), '{}')`,
  `insert into api_token (district_id, id, name, token_digest, scopes, per_minute, expires_on, created_by, created_at)
   values ($1, ${id(7)}, '数据中心', '\\x00', '{ledger}', 60, '2027-01-01', 'user:x', now())`,
  `insert into notify_channel (district_id, id, kind, name, settings, enabled, created_at)
   values ($1, ${id(6)}, 'mail', '办公室邮件', '{"host":"127.0.0.1","port":1,"security":"none","from":"a@b.example"}', false, now())`,
]

export async function addWhatTheDemoLacks(pool: Pool, districtId: string): Promise<void> {
  for (const statement of statements) await pool.query(statement, [districtId])
}
