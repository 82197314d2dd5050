import { join } from 'node:path'
import { namesOfUsers, permittedScope } from '../access/index.ts'
import { instantFromLocal } from '../calendar/index.ts'
import { renderDocx, renderPdf } from '../documents/index.ts'
import { unitCard } from '../registry/index.ts'
import { Refusal, refuse } from '../vocabulary/refusals/index.ts'
import {
  contentDisposition,
  formValues,
  heldFrom,
  render,
  type RouteDefinition,
  tickedFrom,
  shownMinute,
  typedValues,
  type WebContext,
  idFrom,
} from '../web/index.ts'
import { callsOf, recordCall } from './campaigns/calls.ts'
import { reminderNotice } from './campaigns/notice.ts'
import { openForReminders, planReminders, remindables, remindChosen } from './campaigns/remind-chosen.ts'
import { CallsPage } from './pages/calls.tsx'
import { RemindedPage, RemindersPage } from './pages/reminders.tsx'
import { campaignStep, current } from './routes-campaigns.tsx'
import type { LoadedReturn } from './returns/records.ts'
import { ownReturn, reporterShown } from './routes-returns.tsx'
import { daysLeft } from './rules.ts'

const preview = campaignStep(async (c) => {
  const { deps, session } = c.var
  const { districtId } = session
  const campaign = await openForReminders(deps.db, districtId, idFrom(c, '专项排查'))
  const values = await formValues(c)
  const left = daysLeft(campaign.filingDue, deps.clock.today())
  const ticked = values['which'] === 'all' ? 'unanswered' : tickedFrom(values)
  if (ticked.length === 0) throw refuse('reminder.nothing-chosen')
  const rows = await remindables(deps.db, districtId, { id: campaign.id, left }, ticked)
  const page = <RemindersPage csrf={session.csrf} campaign={campaign} rows={planReminders(rows)} left={left} />
  return render(c, page, { title: '催报预览', current })
})

// The outcome is the answer itself: sent again, every unit is refused, because it was reminded today.
const remind = campaignStep(async (c) => {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const campaignId = idFrom(c, '专项排查')
  const rows = await remindChosen(deps, actor, { districtId, campaignId, rows: heldFrom(await formValues(c)) })
  const campaign = await openForReminders(deps.db, districtId, campaignId)
  const left = daysLeft(campaign.filingDue, deps.clock.today())
  return render(c, <RemindedPage campaign={campaign} rows={rows} left={left} />, { title: '催报结果', current })
})

const formats = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
} as const

/** 催报通知 as of now, as a file to print or to send by the office's own ways. */
async function notice(c: WebContext): Promise<Response> {
  const { deps, session, demo } = c.var
  const { districtId } = session
  const campaign = await openForReminders(deps.db, districtId, idFrom(c, '专项排查'))
  const paper = await reminderNotice(deps, districtId, campaign, { demo })
  const format = c.req.param('format') === 'docx' ? 'docx' : 'pdf'
  const bytes =
    format === 'docx' ? await renderDocx(paper) : await renderPdf(paper, { fontFolders: [join(deps.dataDir, 'fonts')] })
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': formats[format],
    'Content-Disposition': contentDisposition(`${campaign.title}催报通知.${format}`),
    'Cache-Control': 'private, no-store',
  })
}

type RefusedCall = { problem: string; status: number; typed: Record<string, string> }

async function callsPage(c: WebContext, refused?: RefusedCall): Promise<Response> {
  const { deps, session } = c.var
  const { districtId } = session
  const loaded = await ownReturn(c)
  const { one, campaign, unitName } = loaded
  const calls = await callsOf(deps.db, deps.vault, districtId, one.id)
  const names = await namesOfUsers(
    deps,
    districtId,
    calls.map(({ calledBy }) => calledBy),
  )
  const page = (
    <CallsPage
      people={await whomToCall(c, loaded)}
      csrf={session.csrf}
      loaded={loaded}
      calls={calls}
      hand={({ by, at }) => `${names.get(by) ?? ''}　${shownMinute(c, at)}`}
      open={campaign.state === 'open' && one.state !== 'submitted' && one.state !== 'accepted'}
      now={deps.clock.now()}
      problem={refused?.problem}
      typed={refused?.typed}
    />
  )
  return render(c, page, { title: `电话催报${unitName}`, current, islands: ['unsaved'] }, refused?.status)
}

/** 填报人 of the return as the page of the return shows it; who answers for the unit, as the page of the unit does. */
async function whomToCall(c: WebContext, { one }: LoadedReturn) {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const reporter = await reporterShown(c, one)
  const { duties } = await unitCard(deps, permittedScope(actor, 'ledger.read', districtId), one.unitId)
  const answering = duties.flatMap(({ label, person }) =>
    person?.name ? [{ label, name: person.name, phone: person.phone ?? '' }] : [],
  )
  return [...(reporter.name ? [{ label: '填报人', ...reporter }] : []), ...answering]
}

async function call(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const typed = await typedValues(c)
  const { calledAt = '', spokeTo = '', said = '' } = typed
  const returnId = idFrom(c, '报送')
  try {
    const at = instantFromLocal(calledAt)
    if (!at) throw refuse('return.call-time-required')
    await recordCall(deps, actor, { districtId: session.districtId, returnId, calledAt: at, spokeTo, said })
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403 || error.status === 404) throw error
    return callsPage(c, { problem: error.message, status: error.status, typed })
  }
  return c.redirect(`/filing/returns/${returnId}/calls`, 303)
}

/** 催报: previewed, held, done unit by unit; as a paper; by phone. */
export const reminderRoutes: RouteDefinition[] = [
  { method: 'get', path: '/filing/campaigns/:id/notice/:format', door: 'filing.remind', handle: notice },
  { method: 'get', path: '/filing/returns/:id/calls', door: 'filing.remind', handle: (c) => callsPage(c) },
  { method: 'post', path: '/filing/returns/:id/calls', door: 'filing.remind', handle: call },
  { method: 'post', path: '/filing/campaigns/:id/reminders', door: 'filing.remind', handle: preview },
  { method: 'post', path: '/filing/campaigns/:id/remind', door: 'filing.remind', handle: remind },
]
