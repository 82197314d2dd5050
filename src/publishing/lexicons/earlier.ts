import { openWords, scopeOf } from '../../access/index.ts'
import { dayOf, formatDayZh } from '../../calendar/index.ts'
import type { TextFinding } from '../../textcheck/index.ts'
import type { WebContext } from '../../web/index.ts'
import { decisionsAbout } from './queries.ts'
import { names } from './told.ts'

/** What reviewers said of the same words before, a sentence each, by rule and words. */
export type Earlier = ReadonlyMap<string, readonly string[]>
export const earlierKey = ({ rule, observed }: Pick<TextFinding, 'rule' | 'observed'>) => `${rule}\u0000${observed}`

/**
 * What was said before of the words that are found now, decisions that were taken back too. Who reads the lists of one unit
 * sees its decisions and the district's; who reads none, the district's.
 */
export async function earlierWords(c: WebContext, findings: readonly TextFinding[]): Promise<Earlier> {
  const { deps, actor, session } = c.var
  const found = await decisionsAbout(deps.db, session.districtId, findings)
  if (found.length === 0) return new Map()
  const scope = scopeOf(actor, 'lexicons.read', session.districtId)
  const isAll = scope !== undefined && scope.unitId === undefined
  const shown = found.filter(({ unitId }) => isAll || unitId === null || unitId === scope?.unitId)
  const { unitName } = await names(c, [])
  const reasons = await openWords(
    deps,
    session.districtId,
    shown.map(({ reasonId }) => reasonId),
  )
  const said = new Map<string, string[]>()
  for (const one of shown) {
    const where = one.unitId === null ? '全区' : unitName(one.unitId)
    const words = `${formatDayZh(dayOf(one.decidedAt))}${where}设为忽略（${reasons.get(one.reasonId) ?? '理由已删除'}）${one.isUndone ? '，后撤回' : ''}`
    said.set(earlierKey(one), [...(said.get(earlierKey(one)) ?? []), words])
  }
  return said
}
