import { type Actor, type Deps, scopeOf } from '../../access/index.ts'
import type { Counts, CountsFor } from '../../notify/index.ts'
import { manuscriptsToDo } from '../workbench/manuscript-tasks.ts'
import { actorOf } from '../actor-of.ts'
import { openTasks } from '../open-tasks.ts'
import { tasksFor } from '../workbench/tasks.ts'

/** The office as a whole, for its bot: all that waits at any of its desks. It reads, and nothing is done in its name. */
const officeOf = (districtId: string): Actor => ({
  kind: 'system',
  id: 'system',
  districtId,
  unitId: null,
  roles: ['supervisor', 'acceptor', 'examiner', 'reviewer', 'office_head'],
  requestId: 'digest',
})

/** The workbench's to-do as a digest may tell it: how many of which kind of work. */
export const countsFor =
  (deps: Deps): CountsFor =>
  async (districtId, userId) => {
    const actor = userId === null ? officeOf(districtId) : await actorOf(deps, userId, 'digest')
    const scope = scopeOf(actor, 'workbench.open', districtId)
    if (!scope) return counted([])
    if (scope.unitId) {
      const tasks = await openTasks(deps, districtId, scope.unitId)
      // Whose turn it is to sign is a person's matter, not his unit's.
      const { mine, afterwards, own } = await manuscriptsToDo(
        { var: { deps, actor } },
        { districtId, unitId: scope.unitId },
      )
      return counted([
        ...mine.map(({ manuscript }) => ({ label: '稿件审核', urgent: manuscript.urgentSince !== null })),
        ...own.map(({ state, urgentSince }) => ({
          label: state === 'returned' ? '稿件退回修改' : '稿件待发布',
          urgent: urgentSince !== null,
        })),
        ...afterwards.map(() => ({ label: '加急稿件补审', urgent: false })),
        ...tasks.map(({ kind }) => ({ label: kind, urgent: false })),
      ])
    }
    const tasks = await tasksFor({ var: { deps, actor } }, districtId)
    return counted(tasks.map(({ of, mark }) => ({ label: workOf(of), urgent: mark === 'fail' })))
  }

// A month stands for the monitoring of that month.
const workOf = (of: string) => (/^\d+月$/.test(of) ? `${of}监测` : of)

function counted(tasks: readonly { label: string; urgent: boolean }[]): Counts {
  const labels = [...new Set(tasks.map(({ label }) => label))]
  return {
    total: tasks.length,
    urgent: tasks.filter(({ urgent }) => urgent).length,
    by: labels.map((label) => ({ label, count: tasks.filter((one) => one.label === label).length })),
  }
}
