import { may, permittedScope } from '../access/index.ts'
import {
  addMonths,
  firstDayOf,
  type Month,
  monthOf,
  previousQuarter,
  type Quarter,
  quarterOf,
} from '../calendar/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import {
  defineRoutes,
  refusalOf,
  render,
  type RouteDefinition,
  sendMade,
  typedValues,
  type WebContext,
} from '../web/index.ts'
import { packFolder, type PackedFolder, readPeriod } from './folder/pack-folder.ts'
import { writeFolder } from './folder/write-folder.ts'
import { FolderCard } from './pages/folder-card.tsx'
import { InspectionPage } from './pages/inspection.tsx'
import { rehearsalLevelNames } from './rehearsal/levels.ts'
import { rehearseCheck } from './rehearsal/rehearse-check.ts'

const current = '/inspection'
const MONTHS = 12
const QUARTERS = 4

/** The running month and those before it. */
const monthsTo = (newest: Month): Month[] => Array.from({ length: MONTHS }, (_, back) => addMonths(newest, -back))

function quartersTo(newest: Quarter): Quarter[] {
  const quarters = [newest]
  while (quarters.length < QUARTERS) quarters.push(previousQuarter(quarters.at(-1)!))
  return quarters
}

type Refused = { problem: string; status: number; typed: Record<string, string> }

async function inspectionPage(c: WebContext, refused?: Refused): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = permittedScope(actor, 'inspection.rehearse', session.districtId)
  const newest = monthOf(deps.clock.today())
  const months = monthsTo(newest)
  const level = rehearsalLevelNames.find((one) => one === c.req.query('level')) ?? 'national'
  const month = months.find((one) => one === c.req.query('month')) ?? newest
  const folder = may(actor, 'inspection.export', { districtId }) && (
    <FolderCard
      csrf={session.csrf}
      months={months}
      quarters={quartersTo(quarterOf(firstDayOf(newest)))}
      mayReveal={may(actor, 'people.reveal', { districtId })}
      typed={refused?.typed ?? {}}
    />
  )
  const body = (
    <InspectionPage
      level={level}
      months={months}
      month={month}
      rehearsal={await rehearseCheck(deps, actor, { districtId, month, level })}
      seesReview={may(actor, 'review.read', { districtId })}
      problem={refused?.problem}
      folder={folder}
    />
  )
  return render(c, body, { title: '迎检', current }, refused?.status)
}

async function sendFolder(c: WebContext): Promise<Response> {
  const { deps, actor, session, demo } = c.var
  const typed = await typedValues(c)
  try {
    const of = readPeriod(typed['period'] ?? '')
    if (!of) throw refuse('web.choice-unknown', { what: '期间' })
    const packed = await packFolder(deps, actor, {
      districtId: session.districtId,
      of,
      demo,
      ...(typed['phones'] === 'full' && { purpose: typed['purpose'] ?? '' }),
    })
    return await sent(c, packed)
  } catch (error) {
    const refusal = refusalOf(error)
    return inspectionPage(c, { problem: refusal.message, status: refusal.status, typed })
  }
}

const sent = (c: WebContext, packed: PackedFolder): Promise<Response> =>
  sendMade(c, {
    fileName: packed.fileName,
    mediaType: 'application/zip',
    writeTo: (path) => writeFolder(packed, path),
  })

/** 迎检: the rehearsal, and the folder. */
export const inspectionRoutes: RouteDefinition[] = defineRoutes([
  { method: 'get', path: '/inspection', door: 'inspection.rehearse', handle: (c) => inspectionPage(c) },
  { method: 'post', path: '/inspection/folder', door: 'inspection.export', handle: sendFolder },
])
