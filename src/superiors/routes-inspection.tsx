import { may, permittedScope } from '../access/index.ts'
import { addMonths, type Month, monthOf } from '../calendar/index.ts'
import { defineRoutes, render, type RouteDefinition, type WebContext } from '../web/index.ts'
import { InspectionPage } from './pages/inspection.tsx'
import { rehearsalLevelNames } from './rehearsal/levels.ts'
import { rehearseCheck } from './rehearsal/rehearse-check.ts'

const current = '/inspection'
const MONTHS = 12

/** The running month and those before it. */
const monthsTo = (newest: Month): Month[] => Array.from({ length: MONTHS }, (_, back) => addMonths(newest, -back))

async function inspectionPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = permittedScope(actor, 'inspection.rehearse', session.districtId)
  const months = monthsTo(monthOf(deps.clock.today()))
  const level = rehearsalLevelNames.find((one) => one === c.req.query('level')) ?? 'national'
  const month = months.find((one) => one === c.req.query('month')) ?? months[0]!
  const body = (
    <InspectionPage
      level={level}
      months={months}
      month={month}
      rehearsal={await rehearseCheck(deps, actor, { districtId, month, level })}
      seesReview={may(actor, 'review.read', { districtId })}
      folder={null}
    />
  )
  return render(c, body, { title: '迎检预演', current })
}

/** 迎检: the rehearsal, and the folder. */
export const inspectionRoutes: RouteDefinition[] = defineRoutes([
  { method: 'get', path: '/inspection', door: 'inspection.rehearse', handle: inspectionPage },
])
