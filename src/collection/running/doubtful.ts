import type { Tx } from '../../database/index.ts'
import { nothingSeen } from '../sources/replies.ts'
import { rhythms } from './queries.ts'
import type { Looked } from './store-looks.ts'

/**
 * A list that is empty although posts of its account are known is not the list of its posts: a relay that lost its login, an
 * app without the right, an address of somebody else. It saw nothing, and says nothing of silence.
 */
export async function withoutDoubtful(tx: Tx, districtId: string, looked: readonly Looked[]): Promise<Looked[]> {
  const empty = looked.flatMap(({ look, target }) => (look.outcome === 'empty' ? target.accountId : []))
  const posted = empty.length === 0 ? new Map() : await rhythms(tx, districtId, empty)
  return looked.map((one) =>
    one.look.outcome === 'empty' && posted.has(one.target.accountId)
      ? {
          ...one,
          look: nothingSeen('malformed', '列出的内容为空，而该账号已有发布记录，请核对来源', one.target.memory),
        }
      : one,
  )
}
