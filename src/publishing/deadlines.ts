import { type Actor, type Deps, may } from '../access/index.ts'
import { addHours, type Instant } from '../calendar/index.ts'
import { readableBy } from './manuscripts/desk.ts'
import { URGENT_HOURS } from './manuscripts/model.ts'
import { clockedManuscripts } from './manuscripts/queries.ts'
import { dutiesDue, repostsOwed } from './reposts/queries.ts'

const NEVER = '9999-12-31T00:00:00.000Z' as Instant

export type PublishingDeadline = { label: string; at: Instant }

/**
 * What is still to come for this person: reposts of his unit, or of the district for who sets them; what is planned to go out,
 * and the hours of urgent manuscripts that are not out, of what he may read. Kinds of work alone, never a title.
 */
export async function publishingDeadlines(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  actor: Actor,
  districtId: string,
): Promise<PublishingDeadline[]> {
  const { unitId } = actor
  const now = clock.now()
  const owed = may(actor, 'reposts.set', { districtId })
    ? await dutiesDue(db, districtId, { from: now, before: NEVER })
    : unitId !== null && may(actor, 'reposts.read', { districtId, unitId })
      ? await repostsOwed(db, { districtId, unitId }, now)
      : []
  const clocked = await clockedManuscripts(db, readableBy(actor, districtId))
  return [
    ...owed.map(({ dueAt }) => ({ label: '转载任务', at: dueAt })),
    ...clocked.flatMap(({ plannedAt, urgentSince }) => [
      ...(plannedAt === null ? [] : [{ label: '稿件计划发布', at: plannedAt }]),
      ...(urgentSince === null
        ? []
        : Object.values(URGENT_HOURS).map((hours) => ({
            label: `加急稿件${hours}小时时限`,
            at: addHours(urgentSince, hours),
          }))),
    ]),
  ].filter(({ at }) => at >= now)
}
