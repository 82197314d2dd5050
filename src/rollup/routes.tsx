import { may } from '../access/index.ts'
import {
  addMonths,
  firstDayOf,
  type Month,
  month,
  monthOf,
  previousQuarter,
  type Quarter,
  quarter,
  quarterOf,
} from '../calendar/index.ts'
import { defineRoutes, render, sendDownload, shownMinute, type WebContext } from '../web/index.ts'
import { ComparePage } from './pages/compare.tsx'
import { RollupPage } from './pages/rollup.tsx'
import { comparisonOf, rollupOf, usualMonth } from './rollup.ts'
import { exportRollup } from './verbs/export-rollup.ts'

const current = '/rollup'
const MONTHS = 15
const QUARTERS_BACK = 8

/** The months that may be looked at: the running one and those before it. */
function monthsOffered(c: WebContext): Month[] {
  const months = [monthOf(c.var.deps.clock.today())]
  while (months.length < MONTHS) months.push(addMonths(months.at(-1)!, -1))
  return months
}

// An address that names no month shows the usual one.
function askedMonth(c: WebContext): Month {
  const found = monthsOffered(c).find((one) => one === c.req.query('month'))
  return found ? month(found) : usualMonth(c.var.deps)
}

async function rollupPage(c: WebContext): Promise<Response> {
  const { deps, actor } = c.var
  const view = await rollupOf(deps, actor, { month: askedMonth(c) })
  const body = (
    <RollupPage
      c={c}
      view={view}
      readAt={shownMinute(c, view.readAt)}
      months={monthsOffered(c)}
      may={(action, districtId) => may(actor, action, { districtId })}
    />
  )
  return render(c, body, { title: '各地区汇总', current })
}

function quartersOffered(c: WebContext): Quarter[] {
  const quarters = [quarterOf(c.var.deps.clock.today())]
  while (quarters.length < QUARTERS_BACK) quarters.push(previousQuarter(quarters.at(-1)!))
  return quarters
}

async function comparePage(c: WebContext): Promise<Response> {
  const { deps, actor } = c.var
  const asked = quartersOffered(c).find((one) => one === c.req.query('quarter'))
  const shown = asked ? quarter(asked) : quarterOf(firstDayOf(usualMonth(deps)))
  const view = await comparisonOf(deps, actor, { quarter: shown })
  const body = (
    <ComparePage
      c={c}
      view={view}
      choices={quartersOffered(c)}
      mayOpen={(districtId) => may(actor, 'overview.view', { districtId })}
    />
  )
  return render(c, body, { title: '地区对比', current })
}

async function download(c: WebContext): Promise<Response> {
  const { deps, actor } = c.var
  const format = c.req.param('format') === 'csv' ? 'csv' : 'xlsx'
  return sendDownload(c, await exportRollup(deps, actor, { month: askedMonth(c), format }))
}

/** 各地区汇总, for a level above: the districts together, beside each other, and as a file. */
export const rollupRoutes = defineRoutes([
  { method: 'get', path: '/rollup', door: 'rollup.view', handle: rollupPage },
  { method: 'get', path: '/rollup/compare', door: 'rollup.view', handle: comparePage },
  { method: 'get', path: '/rollup/files/:format', door: 'rollup.view', handle: download },
])
