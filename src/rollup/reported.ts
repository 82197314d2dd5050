import { sql } from 'kysely'
import type { Instant, Month, Quarter } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import type { Counted, DistrictFigures, RollupRow } from './model.ts'
import { districtFigures } from './model.ts'
import { figureDifferences } from './rules.ts'

/** Figures that a district held elsewhere sent up; every sending stays, the newest made is shown. */

export type Reported = {
  districtId: string
  name: string
  packageId: string
  madeAt: Instant
  receivedAt: Instant
  figures: DistrictFigures
}

/** Keeps figures behind those that came before; they are of a month that was checked. */
export async function keepReported(tx: Tx, one: Reported): Promise<void> {
  await tx
    .insertInto('reported_figures')
    .values({
      district_id: one.districtId,
      month: one.figures.month!.of,
      package_id: one.packageId,
      district_name: one.name,
      made_at: one.madeAt,
      received_at: one.receivedAt,
      figures: JSON.stringify(one.figures),
    })
    .execute()
}

async function readReported(db: Db, month: Month | null): Promise<Reported[]> {
  const { rows } = await sql<Omit<Reported, 'figures'> & { figures: unknown }>`
    select district_id as "districtId", district_name as name, package_id as "packageId", made_at as "madeAt",
      received_at as "receivedAt", figures
    from reported_figures where ${month}::text is null or month = ${month}
    order by district_id, month desc, made_at desc, package_id desc`.execute(db)
  return rows.map((row) => ({ ...row, figures: districtFigures.parse(row.figures) }))
}

/** A row of each district that sent a month up: the newest sending, which one it is, and whether any before says otherwise. */
export async function reportedRows(db: Db, month: Month): Promise<RollupRow[]> {
  const sent = await readReported(db, month)
  return [...Map.groupBy(sent, ({ districtId }) => districtId)].map(([id, all]) => {
    const [newest, ...before] = all
    const { name, receivedAt: at, madeAt, figures } = newest!
    const differs = before.some((one) => figureDifferences(one.figures, figures).length > 0)
    return { district: { id, name }, sent: { at, madeAt, version: all.length, differs, besideHere: 'none' }, figures }
  })
}

/** The quarters that districts sent up, by the newest sending of each quarter's last month. */
export async function reportedQuarters(
  db: Db,
): Promise<{ district: { id: string; name: string }; quarters: Map<Quarter, Counted> }[]> {
  const sent = await readReported(db, null)
  return [...Map.groupBy(sent, ({ districtId }) => districtId)].map(([id, all]) => {
    const quarters = new Map<Quarter, Counted>()
    for (const { figures } of all)
      if (figures.quarter && !quarters.has(figures.quarter.of as Quarter))
        quarters.set(figures.quarter.of as Quarter, figures.quarter.counted)
    return { district: { id, name: all[0]!.name }, quarters }
  })
}
