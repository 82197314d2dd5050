import { sql } from 'kysely'
import { type CivilDate, formatDayZh, type Instant } from '../calendar/index.ts'
import type { Db, Tx } from '../database/index.ts'
import { append, beginChain, systemChain } from '../trail/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { Deps } from './deps.ts'
import { type Actor, permit } from './permissions.ts'

/** A district as it names itself on pages and papers. `issuingOffice` signs circulars: 区政务公开领导小组办公室. */
export type District = { id: string; name: string; shortName: string; officeName: string; issuingOffice: string }

/** All districts of the installation, by code. */
export async function listDistricts(db: Db): Promise<District[]> {
  return db
    .selectFrom('district')
    .select(['id', 'name', 'short_name as shortName', 'office_name as officeName', 'issuing_office as issuingOffice'])
    .orderBy('id')
    .execute()
}

/** The key under which an installation keeps which of its districts is meant where none is named. */
export const defaultDistrictKey = 'default-district'

/** The district meant at the terminal where none is named: the only one, or the one the installation keeps for this. */
export async function defaultDistrict(db: Db): Promise<string | undefined> {
  const all = await listDistricts(db)
  if (all.length <= 1) return all[0]?.id
  const kept = await db
    .selectFrom('installation_setting')
    .select('value')
    .where('key', '=', defaultDistrictKey)
    .executeTakeFirst()
  return all.find(({ id }) => id === kept?.value)?.id
}

/** One district. Refuses `district.unknown`. */
export async function findDistrict(db: Db, id: string): Promise<District> {
  const found = (await listDistricts(db)).find((district) => district.id === id)
  if (!found) throw refuse('district.unknown', { code: id })
  return found
}

/**
 * Opens a district. The first one may be opened by the administrator of a fresh installation, who then belongs to it;
 * later ones by the operator at the terminal. Refuses `district.bad-code`, `district.exists`, `access.denied`.
 */
export async function openDistrict(deps: Deps, actor: Actor, input: District): Promise<void> {
  if (!/^[1-9]\d{5}$/.test(input.id)) throw refuse('district.bad-code', { code: input.id })
  await deps.db.transaction().execute(async (tx) => {
    const existing = (await tx.selectFrom('district').select('id').execute()).map(({ id }) => id)
    const opensFirst = existing.length === 0 && actor.roles.includes('administrator')
    if (!opensFirst) permit(actor, 'users.manage', { districtId: input.id })
    if (existing.includes(input.id)) throw refuse('district.exists', { code: input.id })
    const at = deps.wall.now()
    await tx
      .insertInto('district')
      .values({
        id: input.id,
        name: input.name,
        short_name: input.shortName,
        office_name: input.officeName,
        issuing_office: input.issuingOffice,
        created_at: at,
      })
      .execute()
    if (opensFirst)
      await tx
        .updateTable('app_user')
        .set({ district_id: input.id })
        .where('id', '=', actor.id)
        .where('district_id', 'is', null)
        .execute()
    await beginChain(tx, input.id)
    await append(tx, deps.ids, {
      districtId: systemChain,
      actor,
      action: 'district.opened',
      subject: { kind: 'district', id: input.id },
      after: input,
      at,
    })
  })
}

/** The district's own values in force on a day, newest first by key: `{ maxSilentDays: 10 }`. Empty where nothing was set. */
export async function settingsOn(
  db: Db | Tx,
  districtId: string,
  day: CivilDate,
): Promise<Record<string, { value: unknown; source: string; effectiveFrom: CivilDate }>> {
  const rows = await db
    .selectFrom('district_setting')
    .select(['key', 'value', 'source', 'effective_from as effectiveFrom'])
    .where('district_id', '=', districtId)
    .where('effective_from', '<=', day)
    .orderBy('effective_from')
    .execute()
  return Object.fromEntries(
    rows.map(({ key, value, source, effectiveFrom }) => [key, { value, source, effectiveFrom }]),
  )
}

/** One change of a district's own values. */
export type SettingChange = {
  key: string
  value: unknown
  effectiveFrom: CivilDate
  source: string
  changedBy: string
  changedAt: Instant
}

/** Every value a district ever set, the latest first. */
export async function settingHistory(db: Db, districtId: string): Promise<SettingChange[]> {
  return db
    .selectFrom('district_setting')
    .select([
      'key',
      'value',
      'effective_from as effectiveFrom',
      'source',
      'changed_by as changedBy',
      'changed_at as changedAt',
    ])
    .where('district_id', '=', districtId)
    .orderBy('effective_from', 'desc')
    .orderBy('key')
    .execute()
}

/** Sets a district's value from a day on, with its source. Nothing is overwritten but a value of the very same day. Refuses `access.denied`. */
export async function changeSetting(
  deps: Deps,
  actor: Actor,
  input: { districtId: string; key: string; value: unknown; effectiveFrom: CivilDate; source: string },
): Promise<void> {
  permit(actor, 'settings.change', { districtId: input.districtId })
  if (input.effectiveFrom < deps.clock.today())
    throw refuse('setting.in-the-past', { day: formatDayZh(input.effectiveFrom) })
  await deps.db.transaction().execute(async (tx) => {
    const value = sql<string>`${JSON.stringify(input.value)}::jsonb`
    const at = deps.wall.now()
    const before = (await settingsOn(tx, input.districtId, input.effectiveFrom))[input.key]
    await tx
      .insertInto('district_setting')
      .values({
        district_id: input.districtId,
        key: input.key,
        effective_from: input.effectiveFrom,
        value,
        source: input.source,
        changed_by: actor.id,
        changed_at: at,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['district_id', 'key', 'effective_from'])
          .doUpdateSet({ value, source: input.source, changed_by: actor.id, changed_at: at }),
      )
      .execute()
    await append(tx, deps.ids, {
      districtId: input.districtId,
      actor,
      action: 'setting.changed',
      subject: { kind: 'setting', id: input.key },
      before: before ?? null,
      after: { value: input.value, effectiveFrom: input.effectiveFrom, source: input.source },
      at,
    })
  })
}
