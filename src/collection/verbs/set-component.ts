import { type Actor, type Deps, permit } from '../../access/index.ts'
import { inTransaction } from '../../database/index.ts'
import { append } from '../../trail/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { componentSecretLabels, componentSettings } from '../component/model.ts'
import { deleteComponent, keysBefore, releaseWaiting, saveComponent } from '../component/queries.ts'

type NewComponent = {
  districtId: string
  /** The one that is replaced, as it was last seen; undefined: there is none. */
  version: number | undefined
  /** As typed. */
  settings: Readonly<Record<string, string>>
}

/**
 * 设置第三方平台, and the same for replacing it: what was kept is overwritten and can't be read again, but that deliveries by
 * the Token and EncodingAESKey before are heard for an hour; the trail says which secrets, never their values. What waited for the platform is due at once. Refuses `component.not-valid`,
 * `record.changed-meanwhile`.
 */
export async function setComponent(deps: Deps, actor: Actor, input: NewComponent): Promise<void> {
  const { districtId, version } = input
  permit(actor, 'sources.change', { districtId })
  const read = componentSettings.safeParse(input.settings)
  if (!read.success)
    throw refuse('component.not-valid', { faults: read.error.issues.map(({ message }) => message).join('；') })
  const { appid, address, ...secrets } = read.data
  await inTransaction(deps.db, async (tx) => {
    const at = deps.wall.now()
    const before = await keysBefore(tx, deps, { districtId, appid, address, secrets }, at)
    const component = { districtId, appid, address, secrets: { ...secrets, ...(before && { before }) } }
    if (!(await saveComponent(tx, deps, component, { version, by: actor.id, at })))
      throw refuse('record.changed-meanwhile', { what: '第三方平台' })
    await releaseWaiting(tx, districtId, at)
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'sources.component-set',
      subject: { kind: 'collection', id: districtId },
      after: { credentials: Object.keys(componentSecretLabels) },
      at,
    })
  })
}

/**
 * 停用第三方平台: its secrets, ticket and token are destroyed, and its address answers no more. Accounts that were read by it
 * stay, and say why they aren't read. Refuses `record.changed-meanwhile`.
 */
export async function removeComponent(
  deps: Deps,
  actor: Actor,
  { districtId, version }: { districtId: string; version: number },
): Promise<void> {
  permit(actor, 'sources.change', { districtId })
  await inTransaction(deps.db, async (tx) => {
    if (!(await deleteComponent(tx, districtId, version)))
      throw refuse('record.changed-meanwhile', { what: '第三方平台' })
    await append(tx, deps.ids, {
      districtId,
      actor,
      action: 'sources.component-removed',
      subject: { kind: 'collection', id: districtId },
      before: { credentials: Object.keys(componentSecretLabels) },
      at: deps.wall.now(),
    })
  })
}
