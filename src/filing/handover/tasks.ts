import type { Deps } from '../../access/index.ts'
import { caseKindLabels, caseStateLabels } from '../cases/model.ts'
import { listCases } from '../cases/records.ts'
import { returnStateLabels } from '../model.ts'
import { returnsOwed } from '../waiting.ts'

/** Something of a unit that isn't finished and passes on with the post; `href` where it is worked on. */
export type OpenTask = { kind: string; title: string; note: string; href: string }

/** What other rooms know of a unit's open work; rooms above this one hand it in. */
export type OpenTasks = (deps: Pick<Deps, 'db' | 'clock'>, districtId: string, unitId: string) => Promise<OpenTask[]>

const MOST_CASES = 50

/** Returns and cases of a unit that are open, as this room knows them. */
export const openFilingTasks: OpenTasks = async ({ db }, districtId, unitId) => {
  const owed = await returnsOwed(db, districtId, unitId)
  const { rows } = await listCases(db, { districtId, unitId }, { state: 'open', offset: 0, limit: MOST_CASES })
  return [
    ...owed.map(({ id, title, state }) => ({
      kind: '专项排查',
      title,
      note: returnStateLabels[state],
      href: `/filing/returns/${id}`,
    })),
    ...rows.map(({ id, kind, accountName, state }) => ({
      kind: '备案事项',
      title: `${caseKindLabels[kind]}：${accountName || '（未填名称）'}`,
      note: caseStateLabels[state],
      href: `/cases/${id}`,
    })),
  ]
}
