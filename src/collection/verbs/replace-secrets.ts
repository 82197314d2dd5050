import { type Actor, type Deps, permit } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { changeLocked, lockTarget } from '../running/queries.ts'
import { sources } from '../sources/index.ts'
import { sealSecrets, toldSecrets } from '../sources/secrets.ts'

type NewSecrets = {
  districtId: string
  accountId: string
  targetId: string
  version: number
  secrets: Readonly<Record<string, string>>
}

/** What is typed is the unit's own: it is read through no platform any more. */
const byItself = (target: unknown) =>
  Object.fromEntries(Object.entries(target as object).filter(([name]) => name !== 'through'))

/**
 * 更换凭据: what was kept is overwritten and can't be read again; the trail says which credentials, never their values. The
 * next look is due at once. Refuses `record.not-found`, `record.changed-meanwhile`, `sources.secrets-missing`.
 */
export async function replaceSecrets(deps: Deps, actor: Actor, input: NewSecrets): Promise<void> {
  const { districtId, accountId, targetId } = input
  permit(actor, 'sources.change', { districtId })
  await inTransaction(deps.db, async (tx) => {
    const found = await lockTarget(tx, input)
    const source = sources.get(found.kind)
    if (!source || Object.keys(source.secrets).length === 0) throw refuse('record.not-found', { what: '采集设置' })
    const sealed = sealSecrets(deps, { districtId, targetId }, toldSecrets(source, input.secrets))
    const at = deps.wall.now()
    const again = found.state !== 'off' && { state: 'on' as const, held_reason: null, failures: 0, next_at: at }
    await changeLocked(tx, input, { ...sealed, ...again, target: JSON.stringify(byItself(found.target)) })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'sources.secrets-replaced',
      subject: { kind: 'account', id: accountId },
      after: { targetId, replaced: Object.keys(source.secrets) },
      at,
    })
  })
}
