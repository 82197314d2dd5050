import type { Role } from '../../src/access/index.ts'
import { allRoutes, recordWords } from '../../src/app/routes.ts'
import { seedCalendar } from '../../src/holidays/index.ts'
import { listInstructions } from '../../src/instructions/index.ts'
import { instructReport, submitReport } from '../../src/reporting/index.ts'
import { blank } from './asked-district.ts'
import { closedQuarter, finalReport } from './final-report.ts'
import { districtId } from './monitored-district.ts'
import { pagesOf } from './pages.ts'
import { openSession, type SignedIn } from './scene.ts'

const desks: Readonly<Record<string, { role: Role; unit?: string }>> = {
  supervisor: { role: 'supervisor' },
  second: { role: 'supervisor' },
  head: { role: 'office_head' },
  leader: { role: 'district_leader' },
  otherLeader: { role: 'district_leader' },
  auditor: { role: 'auditor' },
  water: { role: 'unit_editor', unit: 'water' },
  town: { role: 'unit_editor', unit: 'town' },
}

/** A photo of a page, as a browser sends it. */
export const photo = { name: '批示.png', bytes: new Uint8Array(blank) }

/** A final report of a closed quarter on 12 October 2026, and everybody at the desks around its 批示. */
export async function instructionDesk() {
  const place = await closedQuarter()
  await seedCalendar(place.deps.db, place.deps.wall.now())
  const reportId = await finalReport(place)
  const people: Record<string, SignedIn> = {}
  for (const [name, { role, unit }] of Object.entries(desks))
    people[name] = await openSession(place.deps, { units: place.units }, role, { name, ...(unit && { unit }) })
  const actor = (name: string) => people[name]!.actor
  return {
    ...place,
    ...pagesOf(place.deps, allRoutes, recordWords),
    reportId,
    who: (name: string) => people[name]!,
    actor,
    /** 呈批 to the leader. */
    submit: (deps = place.deps) =>
      submitReport(deps, actor('head'), { districtId, reportId, leaderId: actor('leader').id, opinion: '拟同意。' }),
    /** What the leader types on his page. */
    write: (words: string) => instructReport(place.deps, actor('leader'), { districtId, reportId, words, photos: [] }),
    /** What the office registers from paper. */
    register: () => instructReport(place.deps, actor('supervisor'), { districtId, reportId, photos: [photo] }),
    read: async (id: string) => (await listInstructions(place.deps.db, districtId)).find((one) => one.id === id)!,
  }
}
