import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDemo } from '../../src/app/demo/index.ts'
import { recordWords } from '../../src/app/routes.ts'
import { openWorkplace } from '../../src/app/workplace.ts'
import { digestOf, verifyTrail } from '../../src/trail/index.ts'
import { type TrailLine, trailLines } from '../../src/web/trail-words.ts'
import { quickFolder } from '../support/quick-folder.ts'

const folder = mkdtempSync(join(quickFolder(), 'govmedia-demo-'))
const [first, second] = [join(folder, 'first'), join(folder, 'second')]
const make = (dataDir: string) => makeDemo({ dataDir, onStep: () => undefined })

let summary: Awaited<ReturnType<typeof make>>
beforeAll(async () => {
  summary = await make(first)
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Every row of every table of our own, in a fixed order. */
async function content(dataDir: string): Promise<Record<string, string>> {
  const workplace = await openWorkplace({ dataDir, role: 'cli' })
  try {
    const tables = await workplace.database.pool.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'schema_migration' order by 1`,
    )
    const digests: Record<string, string> = {}
    for (const { name } of tables.rows) {
      const { rows } = await workplace.database.pool.query(`select to_jsonb(t)::text as row from ${name} t order by 1`)
      digests[name] = `${rows.length} ${digestOf(rows)}`
    }
    return digests
  } finally {
    await workplace.close()
  }
}

const said = (lines: readonly TrailLine[]): string[] =>
  lines.flatMap(({ label, words, inside }) => [label, ...words.split('、'), ...said(inside)])

describe('the demonstration', () => {
  it('has a step that was refused, on the thing it was tried on', async () => {
    const workplace = await openWorkplace({ dataDir: first, role: 'cli' })
    try {
      const { rows } = await workplace.database.pool.query<{ after: unknown }>(
        "select after from trail_event where action = 'closing.refused'",
      )
      expect(rows).toEqual([{ after: { refusal: 'closing.action-not-allowed', attempted: 'closing.recheck' } }])
    } finally {
      await workplace.close()
    }
  })

  it('has an account filed by a return that was signed, sealed and accepted, and a 审定表 that somebody else confirmed', async () => {
    const workplace = await openWorkplace({ dataDir: first, role: 'cli' })
    try {
      const { pool } = workplace.database
      const filed = await pool.query(
        `select r.source_kind as source, i.unit_disposition as word, i.decided_disposition as decided
         from filing_record r join cleanup_item i on i.account_id = r.account_id and i.unit_filing_number = r.number`,
      )
      expect(filed.rows).toEqual([{ source: 'return', word: 'keep', decided: 'keep' }])
      const sheets = await pool.query(
        `select state, printed_pages as pages, confirmed_by = any(handled_by) as own, jsonb_array_length(content -> 'rows') as rows
         from decision_sheet`,
      )
      expect(sheets.rows).toEqual([{ state: 'signed', pages: 1, own: false, rows: 2 }])
    } finally {
      await workplace.close()
    }
  })

  it('keeps no reason, note or remark of anybody in the links of the trail, whichever table it stands in', async () => {
    const workplace = await openWorkplace({ dataDir: first, role: 'cli' })
    try {
      const { pool } = workplace.database
      const columns = await pool.query<{ table: string; column: string }>(
        `select table_name as "table", column_name as "column" from information_schema.columns
         where table_schema = 'public' and data_type = 'text' and table_name <> 'trail_event'
           and column_name ~ '(reason|note|remark|words|opinion|contact)' order by 1, 2`,
      )
      let words = 0
      const kept: string[] = []
      for (const { table, column } of columns.rows) {
        const { rows } = await pool.query<{ words: string; inTrail: boolean }>(
          `select words, exists (select from trail_event where position(to_json(words)::text in coalesce(before::text, '') || coalesce(after::text, '')) > 0) as "inTrail"
           from (select distinct "${column}" as words from "${table}" where "${column}" ~ '[一-龥]') said`,
        )
        words += rows.length
        kept.push(...rows.flatMap((row) => (row.inTrail ? `${table}.${column}: ${row.words}` : [])))
      }
      expect(kept).toEqual([])
      expect(words).toBeGreaterThan(5)
    } finally {
      await workplace.close()
    }
  })

  it('has a trail that an office reads: no key and no value in the words of the program', async () => {
    const workplace = await openWorkplace({ dataDir: first, role: 'cli' })
    try {
      const { rows } = await workplace.database.pool.query<
        Record<'action' | 'kind', string> & Record<'before' | 'after', unknown>
      >('select action, subject_kind as kind, before, after from trail_event')
      const words = rows.flatMap(({ action, kind, before, after }) =>
        [before, after]
          .flatMap((record) => said(trailLines(record, recordWords[kind])))
          .filter((word) => /^[a-z][a-z_-]*$/i.test(word))
          .map((word) => `${action}: ${word}`),
      )
      expect([...new Set(words)].sort()).toEqual([])
    } finally {
      await workplace.close()
    }
  })

  it('is told in the order of its days, so that no link of the trail is dated before the one it follows', async () => {
    const workplace = await openWorkplace({ dataDir: first, role: 'cli' })
    try {
      const { rows } = await workplace.database.pool.query<{ seq: string }>(
        `select seq from (select seq, occurred_at, lag(occurred_at) over (partition by district_id order by seq) as earlier from trail_event) e
          where occurred_at < earlier`,
      )
      expect(rows).toEqual([])
    } finally {
      await workplace.close()
    }
  })

  it('runs the main job to a report of each quarter', () => {
    expect(summary).toMatchObject({
      district: '990106',
      today: '2026-10-12',
      month: '2026-09',
      quarter: '2026Q3',
      year: 2026,
    })
    expect(summary.reports).toHaveLength(6)
    for (const path of summary.reports) expect(existsSync(path), path).toBe(true)
    expect(
      readFileSync(summary.reports.find((path) => path.endsWith('.pdf'))!)
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
  })

  it('holds 30 accounts in 20 units, with a whole trail', async () => {
    const workplace = await openWorkplace({ dataDir: first, role: 'cli' })
    try {
      const { rows } = await workplace.database.pool.query(
        `select (select count(*) from account where district_id = '990106') as accounts,
          (select count(*) from unit where district_id = '990106') as units`,
      )
      expect(rows[0]).toEqual({ accounts: 30, units: 20 })
      expect((await verifyTrail(workplace.deps.db)).every(({ whole }) => whole)).toBe(true)
      expect(workplace.demo).toBe(true)
    } finally {
      await workplace.close()
    }
  })

  it('has sources in every state and evidence of what they saw', async () => {
    const workplace = await openWorkplace({ dataDir: first, role: 'cli' })
    try {
      const { rows } = await workplace.database.pool.query(
        `select array(select distinct last_outcome from collection_target order by 1) as outcomes,
          array(select distinct kind from evidence order by 1) as kinds,
          (select count(*) from post where evidence_id is not null) as posts`,
      )
      expect(rows[0]).toEqual({ outcomes: ['blocked', 'ok', 'unchanged'], kinds: ['failed', 'listed'], posts: 7 })
    } finally {
      await workplace.close()
    }
  })

  it('comes out the same twice, to the last row', async () => {
    const again = await make(second)
    expect(await content(second)).toEqual(await content(first))
    for (const [at, path] of summary.reports.entries())
      expect(Buffer.compare(readFileSync(path), readFileSync(again.reports[at]!)), path).toBe(0)
  }, 120_000)

  it('stays as it is when it is asked for again, and never enters a directory in use', async () => {
    const before = await content(first)
    await make(first)
    expect(await content(first)).toEqual(before)
    const used = await openWorkplace({ dataDir: join(folder, 'used'), role: 'cli' })
    await used.deps.db
      .insertInto('district')
      .values({
        id: '990200',
        name: '某区',
        short_name: '某',
        office_name: '某局',
        issuing_office: '某办',
        created_at: used.deps.wall.now(),
      })
      .execute()
    await used.close()
    await expect(make(join(folder, 'used'))).rejects.toMatchObject({ code: 'demo.real-data' })
  })
})
