import type { z } from 'zod'
import { type Actor, type Deps, permit } from '../../access/index.ts'
import { inTransaction, type Tx } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { changeLocked, lockTarget } from '../running/queries.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import type { Source } from './contract.ts'
import { sources } from './index.ts'
import { sealSecrets, toldSecrets } from './secrets.ts'

type NewSource = { districtId: string; kind: string; name: string; settings: unknown }

/** Sets up a source for a district. Refuses `sources.unknown-kind`, `sources.not-valid`, `sources.named-already`. */
export async function addSource(deps: Deps, actor: Actor, input: NewSource): Promise<{ id: string }> {
  const { districtId, kind } = input
  permit(actor, 'sources.change', { districtId })
  const source = sources.get(kind)
  if (!source) throw refuse('sources.unknown-kind', { kind })
  const name = input.name.trim() || source.label
  const settings = told(source.settings, input.settings)
  const id = deps.ids.next()
  await inTransaction(deps.db, async (tx) => {
    const made = await tx
      .insertInto('collection_source')
      .values({
        district_id: districtId,
        id,
        kind,
        name,
        settings: JSON.stringify(settings),
        state: 'on',
        created_by: actor.id,
        created_at: deps.wall.now(),
      })
      .onConflict((conflict) => conflict.columns(['district_id', 'kind', 'name']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!made) throw refuse('sources.named-already', { name })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'sources.added',
      subject: { kind: 'source', id },
      after: { kind, name, settings },
      at: deps.wall.now(),
    })
  })
  return { id }
}

type NewTarget = {
  districtId: string
  accountId: string
  sourceId: string
  target: unknown
  secrets?: Readonly<Record<string, string>>
}

/** Says where a source finds an account; the first look is due at once. Refuses `record.not-found`, `sources.other-platform`, `sources.not-valid`, `sources.secrets-missing`, `sources.target-already`. */
export async function addTarget(deps: Deps, actor: Actor, input: NewTarget): Promise<{ id: string }> {
  const { districtId, accountId, sourceId } = input
  permit(actor, 'sources.change', { districtId })
  const id = deps.ids.next()
  await inTransaction(deps.db, async (tx) => {
    const kept = await tx
      .selectFrom('collection_source')
      .select('kind')
      .where('district_id', '=', districtId)
      .where('id', '=', sourceId)
      .executeTakeFirst()
    const source = kept && sources.get(kept.kind)
    if (!source) throw refuse('record.not-found', { what: '采集来源' })
    await refuseOtherPlatform(tx, source, districtId, accountId)
    const target = told(source.target, input.target)
    const secrets = toldSecrets({ secrets: source.secretsOf?.(target) ?? source.secrets }, input.secrets ?? {})
    const at = deps.wall.now()
    const made = await tx
      .insertInto('collection_target')
      .values({
        district_id: districtId,
        account_id: accountId,
        id,
        source_id: sourceId,
        target: JSON.stringify(target),
        ...sealSecrets(deps, { districtId, targetId: id }, secrets),
        state: 'on',
        next_at: at,
        created_by: actor.id,
        created_at: at,
      })
      .onConflict((conflict) => conflict.columns(['district_id', 'account_id', 'source_id', 'target']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!made) throw refuse('sources.target-already')
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'sources.target-added',
      subject: { kind: 'account', id: accountId },
      after: { targetId: id, sourceId, target, credentials: Object.keys(secrets) },
      at,
    })
  })
  return { id }
}

async function refuseOtherPlatform(tx: Tx, { platform, label }: Source, districtId: string, accountId: string) {
  const account = await tx
    .selectFrom('account')
    .select('platform')
    .where('district_id', '=', districtId)
    .where('id', '=', accountId)
    .executeTakeFirst()
  if (!account) throw refuse('record.not-found', { what: '账号' })
  if (platform !== undefined && account.platform !== platform)
    throw refuse('sources.other-platform', { source: label, platform: platforms[platform].label })
}

function told<T>(schema: z.ZodType<T>, found: unknown): T {
  const read = schema.safeParse(found)
  if (read.success) return read.data
  throw refuse('sources.not-valid', { faults: read.error.issues.map(({ message }) => message).join('；') })
}

/** The district's source of a kind that needs no settings; set up where it isn't yet. */
export async function sourceOfKind(deps: Deps, actor: Actor, districtId: string, kind: string): Promise<string> {
  const known = await deps.db
    .selectFrom('collection_source')
    .select('id')
    .where('district_id', '=', districtId)
    .where('kind', '=', kind)
    .orderBy('created_at')
    .limit(1)
    .executeTakeFirst()
  return known?.id ?? (await addSource(deps, actor, { districtId, kind, name: '', settings: {} })).id
}

type TargetChange = { districtId: string; accountId: string; targetId: string; version: number; state: 'on' | 'off' }

/** 恢复、停用: on again its next look is due at once and its failures are forgotten. Refuses `record.not-found`, `record.changed-meanwhile`. */
export async function changeTarget(deps: Deps, actor: Actor, input: TargetChange): Promise<void> {
  const { districtId, accountId, targetId, state } = input
  permit(actor, 'sources.change', { districtId })
  await inTransaction(deps.db, async (tx) => {
    const found = await lockTarget(tx, input)
    const at = deps.wall.now()
    const again = state === 'on' && { failures: 0, next_at: at }
    await changeLocked(tx, input, { state, held_reason: null, ...again })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'sources.target-changed',
      subject: { kind: 'account', id: accountId },
      before: { targetId, state: found.state },
      after: { targetId, state },
      at,
    })
  })
}
