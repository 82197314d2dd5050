import { sql } from 'kysely'
import { type Actor, type Deps, permit } from '../../access/index.ts'
import type { Instant } from '../../calendar/index.ts'
import { wantTexts } from '../../collection/index.ts'
import { type Db, inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Adoption } from './model.ts'

/**
 * Units that write their manuscripts here, with the spans in which they did; voluntary, and counted in no score. Whoever
 * compares what was approved with what was published asks for these spans alone: of all other days nothing is known.
 */
export async function adoptedUnits(db: Db | Tx, districtId: string, unitId?: string): Promise<Adoption[]> {
  const { rows } = await sql<Adoption>`
    select unit_id as "unitId", adopted_at as "adoptedAt", ended_at as "endedAt", levels from publishing_adoption
    where district_id = ${districtId} ${unitId === undefined ? sql`` : sql`and unit_id = ${unitId}`}
    order by unit_id, adopted_at`.execute(db)
  return rows
}

/** The span a unit is in now; undefined: it doesn't write here. */
export async function openAdoption(db: Db | Tx, districtId: string, unitId: string): Promise<Adoption | undefined> {
  return (await adoptedUnits(db, districtId, unitId)).find(({ endedAt }) => endedAt === null)
}

/** True of a unit at a moment. */
export const wasAdopted = (spans: readonly Adoption[], unitId: string, at: Instant): boolean =>
  spans.some((one) => one.unitId === unitId && one.adoptedAt <= at && (one.endedAt === null || at < one.endedAt))

export type AdoptionInput = {
  districtId: string
  unitId: string
  /** Levels of review the unit has people for; null ends the use. */
  levels: number | null
}

/**
 * 启用、停用先审后发, or another number of levels: a new span each, so that every day keeps what held then. Refuses
 * `access.denied`, `manuscript.levels`, `manuscript.not-adopted`, `manuscript.adopted-so`. What is under review goes on.
 */
export async function setAdoption(deps: Deps, actor: Actor, input: AdoptionInput): Promise<void> {
  const { districtId, unitId, levels } = input
  permit(actor, 'manuscripts.adopt', { districtId, unitId })
  if (levels !== null && !(Number.isInteger(levels) && levels >= 1 && levels <= 5)) throw refuse('manuscript.levels')
  await inTransaction(deps.db, async (tx) => {
    await sql`select id from unit where district_id = ${districtId} and id = ${unitId} for no key update`.execute(tx)
    const open = await openAdoption(tx, districtId, unitId)
    if (!open && levels === null) throw refuse('manuscript.not-adopted')
    if (open && open.levels === levels) throw refuse('manuscript.adopted-so')
    const at = deps.wall.now()
    if (open)
      await tx
        .updateTable('publishing_adoption')
        .set({ ended_at: at, ended_by: actor.id })
        .where('district_id', '=', districtId)
        .where('unit_id', '=', unitId)
        .where('ended_at', 'is', null)
        .execute()
    if (levels !== null)
      await tx
        .insertInto('publishing_adoption')
        .values({ district_id: districtId, unit_id: unitId, adopted_at: at, adopted_by: actor.id, levels })
        .execute()
    // So that what goes out is held against what was approved.
    await wantTexts(tx, { districtId, unitId, wanted: levels !== null })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: levels === null ? 'publishing.ended' : 'publishing.adopted',
      subject: { kind: 'unit', id: unitId },
      before: open ? { levels: open.levels } : null,
      after: { levels },
      at,
    })
  })
}
