import { sql } from 'kysely'
import type { CivilDate, Instant, Quarter } from '../calendar/index.ts'
import type { Db } from '../database/index.ts'
import type { ReportContent } from './model.ts'
import type { ReportState } from './queries.ts'
import { said } from './words.ts'

/** A report that was taken as final, as other systems are told of it. */
export type ToldReport = {
  id: string
  quarter: Quarter
  version: number
  /** `superseded`: a later version of the quarter was taken as final. */
  state: Exclude<ReportState, 'draft'>
  title: string
  cutOff: CivilDate
  digest: string
  createdAt: Instant
}
/** `paragraphs`: its words as they were printed, headings with their level. */
export type ToldWholeReport = ToldReport & {
  totals: Pick<ReportContent['facts']['counted'], 'registered' | 'judged' | 'qualified' | 'unqualified' | 'unknown'>
  paragraphs: { level: 1 | 2 | null; text: string }[]
}
export type ToldReports = { after?: string | undefined; limit: number; quarter?: Quarter | undefined }

const columns = sql`id, quarter, version, state, cut_off as "cutOff", digest, created_at as "createdAt",
  (select string_agg(line, '' order by at) from jsonb_array_elements_text(content -> 'title')
    with ordinality as t (line, at)) as title`

/** Final versions in the order of their ids, in one statement. */
export async function toldReports(db: Db, districtId: string, asked: ToldReports): Promise<ToldReport[]> {
  const { rows } = await sql<ToldReport>`
    select ${columns} from quarterly_report
    where district_id = ${districtId} and state <> 'draft'
      ${asked.after === undefined ? sql`` : sql`and id > ${asked.after}`}
      ${asked.quarter === undefined ? sql`` : sql`and quarter = ${asked.quarter}`}
    order by id limit ${asked.limit}`.execute(db)
  return rows
}

/** One final version with its words; undefined: none of this id, or a draft. */
export async function toldReport(db: Db, districtId: string, id: string): Promise<ToldWholeReport | undefined> {
  const { rows } = await sql<ToldReport & { content: ReportContent }>`
    select ${columns}, content from quarterly_report
    where district_id = ${districtId} and id = ${id} and state <> 'draft'`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const { content, ...report } = row
  const { registered, judged, qualified, unqualified, unknown } = content.facts.counted
  return {
    ...report,
    totals: { registered, judged, qualified, unqualified, unknown },
    paragraphs: content.blocks.flatMap((block): ToldWholeReport['paragraphs'] => {
      switch (block.kind) {
        case 'heading':
          return [{ level: block.level, text: block.text }]
        case 'paragraph':
          return [{ level: null, text: block.runs.map(said).join('') }]
        case 'figure':
        case 'open-items':
          return []
      }
    }),
  }
}
