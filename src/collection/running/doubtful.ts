import type { Tx } from '../../database/index.ts'
import type { Look } from '../sources/contract.ts'
import { nothingSeen } from '../sources/replies.ts'
import { type DueTarget, rhythms } from './queries.ts'
import { hostOf, type QuietHosts, quietWhy } from './quiet-hosts.ts'
import type { Looked } from './store-looks.ts'

/**
 * Looks that seem to say that nothing was published and don't: they saw nothing, and say nothing of silence.
 *
 * A list that is empty although posts of its account are known is not the list of its posts: a relay that lost its login, an
 * app without the right, an address of somebody else. A feed without anything new, of a host that has brought nothing new
 * of anybody for too long, may be what a dead relay still has.
 */
export async function withoutDoubtful(
  tx: Tx,
  districtId: string,
  looked: readonly Looked[],
  quiet: QuietHosts,
): Promise<Looked[]> {
  const empty = looked.filter(isEmpty).map(({ target }) => target.accountId)
  const posted = empty.length === 0 ? new Map() : await rhythms(tx, districtId, empty)
  return looked.map((one) => {
    const { look, target } = one
    const doubted = (outcome: 'malformed' | 'unreachable', why: string) => ({
      ...one,
      look: nothingSeen(outcome, why, target.memory),
    })
    if (isEmpty(one) && posted.has(target.accountId))
      return doubted('malformed', '列出的内容为空，而该账号已有发布记录，请核对来源')
    const since =
      target.sourceKind === 'feed' && !bringsNew(look, target) ? quiet.get(hostOf(target.target)) : undefined
    return since !== undefined && seemsSilent(look) ? doubted('unreachable', quietWhy(since)) : one
  })
}

// A list that was empty and hasn't changed still is: of what lists nothing at all no days are spoken.
const isEmpty = ({ look, target: { memory } }: Looked): boolean =>
  look.outcome === 'empty' ||
  (look.outcome === 'unchanged' && memory['seenThrough'] != null && isEmptyList(memory['keys']))
const isEmptyList = (found: unknown) => !Array.isArray(found) || found.length === 0

const seemsSilent = ({ outcome }: Look) => outcome === 'ok' || outcome === 'unchanged'

/** Whether a list holds a post that it didn't hold at the look before. */
export function bringsNew({ samples }: Look, { memory }: Pick<DueTarget, 'memory'>): boolean {
  const known = new Set(Array.isArray(memory['keys']) ? memory['keys'] : [])
  return samples.some((sample) => sample.kind === 'post' && !known.has(sample.linkKey))
}
