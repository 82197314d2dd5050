import { permit } from '../access/index.ts'
import { Refusal } from '../vocabulary/refusals/index.ts'
import { defineRoutes, render, shownMinute } from '../web/index.ts'
import { BackupsPage } from './pages.tsx'
import { backupsTold } from './queries.ts'
import type { BackupPlan } from './schedule.ts'

/** `plan`: what the program was told when it started; it refuses where that can't be followed. */
export const backupRoutes = (plan: () => BackupPlan | undefined) =>
  defineRoutes([
    {
      method: 'get',
      path: '/backups',
      door: 'backup.see',
      handle: async (c) => {
        const { deps, actor, session } = c.var
        permit(actor, 'backup.see', { districtId: session.districtId })
        const told = await backupsTold(deps.db)
        const page = <BackupsPage {...told} {...keptBy(plan)} minute={(at) => shownMinute(c, at)} />
        return render(c, page, { title: '备份', current: '/backups' })
      },
    },
  ])

function keptBy(plan: () => BackupPlan | undefined): { keep: number | undefined; problem: string | undefined } {
  try {
    return { keep: plan()?.keep, problem: undefined }
  } catch (error) {
    if (error instanceof Refusal) return { keep: undefined, problem: error.message }
    throw error
  }
}
