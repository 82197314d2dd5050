import { sql } from 'kysely'
import type { Deps } from '../access/index.ts'
import type { CivilDate, Month } from '../calendar/index.ts'
import { numberText, type Variant, variantLabels } from '../circulars/index.ts'
import type { Tx } from '../database/index.ts'
import { directoryEntries } from '../filing/index.ts'
import { quarterTotals, rateStands, settledOf } from '../reporting/index.ts'
import { percentText } from '../vocabulary/shares.ts'
import { accountFields, monthFields, paperFields, type Table, type Value } from './tables.ts'

/**
 * What may be open to everybody: accounts as they were filed, months that are reviewed and closed, papers that were issued.
 * No person, no candidate, no verdict of one account, no word of an instruction.
 */
export async function openTables(tx: Tx, deps: Deps, districtId: string): Promise<Table[]> {
  return [
    {
      file: '账号名录',
      title: '政务新媒体账号名录',
      fields: accountFields,
      rows: await accountRows(tx, deps, districtId),
    },
    { file: '月度监测', title: '月度监测情况', fields: monthFields, rows: await monthRows(tx, districtId) },
    { file: '公开文件', title: '已印发的主动公开文件', fields: paperFields, rows: await paperRows(tx, districtId) },
  ]
}

async function accountRows(tx: Tx, { vault }: Deps, districtId: string): Promise<Value[][]> {
  const entries = await directoryEntries({ db: tx, vault }, districtId)
  return entries.map(({ name, platformLabel, unit, stateLabel }) => [name, platformLabel, unit, stateLabel])
}

async function monthRows(tx: Tx, districtId: string): Promise<Value[][]> {
  const closed = await tx
    .selectFrom('month_closing')
    .select('month')
    .distinct()
    .where('district_id', '=', districtId)
    .orderBy('month')
    .execute()
  const months = closed.map(({ month }) => month as Month)
  const totals = await quarterTotals(tx, districtId, months)
  return months.map((month) => {
    const counted = totals.get(month)!
    const { registered, judged, qualified, unqualified, unknown } = counted
    // Nobody was seen: nothing is known of them, and 0 would say that all failed or none did.
    const seen = judged > 0
    return [
      month,
      registered,
      judged,
      share(judged, registered),
      seen ? qualified : null,
      seen ? unqualified : null,
      unknown,
      rateStands(counted) ? share(qualified, settledOf(counted)) : null,
    ]
  })
}

const share = (part: number, whole: number): number | null => {
  const text = percentText(part, whole)
  return text === undefined ? null : Number(text)
}

type Paper = {
  title: string
  variant: Variant | 'bulletin'
  mark: string | null
  year: number | null
  serial: number | null
  day: CivilDate
}

// 公开属性 was decided when the paper was signed: only what is 主动公开 is named, and nothing of what was taken back.
async function paperRows(tx: Tx, districtId: string): Promise<Value[][]> {
  const { rows } = await sql<Paper>`
    select title, variant, mark, number_year as year, number_serial as serial, issued_on as day
    from dispatch
    where district_id = ${districtId} and openness = 'public' and state in ('issued', 'closed')
    union all
    select (select string_agg(line, '' order by at) from jsonb_array_elements_text(b.content -> 'title')
        with ordinality as t (line, at)),
      'bulletin', null, null, null, (b.released_at at time zone 'Asia/Shanghai')::date
    from bulletin b where b.district_id = ${districtId} and b.state = 'released'
    order by day, title`.execute(tx)
  return rows.map(({ title, variant, mark, year, serial, day }) => [
    title.replaceAll(/\s+/g, ''),
    variant === 'bulletin' ? '月度监测简报' : variantLabels[variant],
    mark === null || year === null || serial === null ? null : numberText({ mark, year, serial }),
    day,
  ])
}
