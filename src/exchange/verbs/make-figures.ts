import { type Actor, type Deps, findDistrict, permit } from '../../access/index.ts'
import { type Month, monthZh } from '../../calendar/index.ts'
import { inTransaction } from '../../database/index.ts'
import { figuresOf } from '../../rollup/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { isAbove } from '../places.ts'
import { peersOf } from '../queries.ts'
import { type Made, makePackage } from './keep-package.ts'

/**
 * 报送月度数据: a month's figures as they stand now, to an office above whose key is trusted here. Refuses `access.denied`,
 * `exchange.peer-unknown`, `exchange.month-unchecked`.
 */
export async function makeFigures(
  deps: Deps,
  actor: Actor,
  { districtId, month, to }: { districtId: string; month: Month; to: string },
): Promise<Made> {
  permit(actor, 'exchange.send', { districtId })
  const { name } = await findDistrict(deps.db, districtId)
  const peer = (await peersOf(deps.db, districtId)).find(({ code, revokedAt }) => code === to && revokedAt === null)
  if (!peer || !isAbove(to, districtId)) throw refuse('exchange.peer-unknown', { code: to })
  const figures = (await figuresOf(deps, [districtId], month)).get(districtId)!
  if (!figures.month) throw refuse('exchange.month-unchecked', { month: monthZh(month) })
  return inTransaction(deps.db, (tx) =>
    makePackage(
      tx,
      deps,
      actor,
      {
        districtId,
        place: districtId,
        from: { code: districtId, name },
        to: { code: to, name: peer.name },
        attached: [],
      },
      { kind: 'figures', body: { figures } },
    ),
  )
}
