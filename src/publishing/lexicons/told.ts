import { namesOfUsers } from '../../access/index.ts'
import { shownMinute, type WebContext } from '../../web/index.ts'
import { unitIdsByName } from './queries.ts'

/** What pages call people, units and moments. */
export async function names(c: WebContext, people: readonly string[]) {
  const { deps, session } = c.var
  const found = await namesOfUsers(deps, session.districtId, [...new Set(people)])
  const units = new Map([...(await unitIdsByName(deps.db, session.districtId))].map(([name, id]) => [id, name]))
  return {
    unitName: (id: string) => units.get(id) ?? '',
    personName: (id: string) => found.get(id) ?? '服务器操作员',
    minute: shownMinute.bind(null, c),
  }
}
