import type { Deps } from '../access/index.ts'
import { civilDate, month, quarter } from '../calendar/index.ts'
import type { JobKind } from '../jobs/index.ts'
import { runCheck } from '../monitoring/index.ts'
import { compileReport } from '../reporting/index.ts'
import { askedBy } from './actor-of.ts'

/** What runs in the background. A job acts as the person who asked for it, as themselves or as somebody's deputy, with the rights they have when it runs. */
export function jobKinds(deps: Deps, demo: boolean): JobKind[] {
  return [
    {
      name: 'month-check',
      async run({ districtId, subject, input, ...asked }, progress) {
        const { asOf, incremental } = input as { asOf?: string; incremental?: boolean }
        const actor = await askedBy(deps, asked)
        const document = await runCheck(deps, actor, {
          districtId,
          month: month(subject),
          asOf: asOf === undefined ? undefined : civilDate(asOf),
          incremental,
          onProgress: progress,
        })
        return document.coverage
      },
    },
    {
      name: 'quarter-report',
      async run({ districtId, subject, ...asked }, progress) {
        const actor = await askedBy(deps, asked)
        const { id, version } = await compileReport(
          deps,
          actor,
          { districtId, quarter: quarter(subject), demo },
          progress,
        )
        return { id, version }
      },
    },
  ]
}
