import { type Actor, type Deps, permit } from '../../access/index.ts'
import { readAccounts } from '../../registry/index.ts'
import type { Sender } from '../../outgoing/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import type { Look } from '../sources/contract.ts'
import { sources } from '../sources/index.ts'

type TestLook = { districtId: string; accountId: string; kind: string; target: unknown; send: Sender['send'] }

/** 试采集: one look whose result is shown and not kept. Refuses `record.not-found`, `sources.unknown-kind`, `sources.not-valid`. */
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
  const context = { account: { id, name, platform }, now: deps.wall.now(), memory: {}, send, secrets: {} }
  return source.look({}, target.data, context)
}
