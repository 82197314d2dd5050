import { type Actor, type Deps, permit } from '../../access/index.ts'
import { formatMinute } from '../../calendar/index.ts'
import { readAccounts } from '../../registry/index.ts'
import type { Sender } from '../../outgoing/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { standingLabels } from '../authorisations/model.ts'
import { standingsOf } from '../authorisations/queries.ts'
import { stretchNow } from '../maintenance/queries.ts'
import { withoutMarked } from '../secrecy/stop-marked.ts'
import type { Look } from '../sources/contract.ts'
import { sources } from '../sources/index.ts'
import { nothingSeen } from '../sources/replies.ts'
import { toldSecrets, withoutSecrets } from '../sources/secrets.ts'

type TestLook = {
  districtId: string
  accountId: string
  kind: string
  target: unknown
  secrets?: Readonly<Record<string, string>>
  send: Sender['send']
}

/** 试采集: one look whose result is shown and not kept. Refuses `record.not-found`, `sources.unknown-kind`, `sources.not-valid`, `sources.secrets-missing`, `sources.maintenance`. */
export async function testLook(deps: Deps, actor: Actor, input: TestLook): Promise<Look> {
  const { districtId, accountId, kind, send } = input
  permit(actor, 'sources.change', { districtId })
  const source = sources.get(kind)
  if (!source) throw refuse('sources.unknown-kind', { kind })
  const target = source.target.safeParse(input.target)
  if (!target.success)
    throw refuse('sources.not-valid', { faults: target.error.issues.map(({ message }) => message).join('；') })
  const [account] = await readAccounts(deps.db, districtId, { orIds: [accountId] })
  if (!account) throw refuse('record.not-found', { what: '账号' })
  const { id, name, platform } = account
  if (source.needsAuthorisation) {
    const asked = [{ accountId, sourceKind: kind }]
    const [standing = 'none'] = await standingsOf(deps.db, districtId, asked, deps.clock.today())
    if (standing !== 'in-force') return nothingSeen('unauthorised', standingLabels[standing], {})
  }
  const secrets = toldSecrets(source, input.secrets ?? {})
  const closed = await stretchNow(deps.db, districtId, deps.wall.now())
  if (closed) throw refuse('sources.maintenance', { until: formatMinute(closed.to), reason: closed.reason })
  const context = { account: { id, name, platform }, now: deps.wall.now(), memory: {}, send, secrets }
  const look = withoutSecrets(await source.look({}, target.data, context), Object.values(secrets), {})
  return withoutMarked(look, { districtId, accountId, targetId: kind })
}
