import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import {
  refuseOtherOrigin,
  render,
  type RouteDefinition,
  typedValues,
  visitorAddress,
  type WebContext,
} from '../../web/index.ts'
import { clockBook, clockWords } from '../clocks.tsx'
import { newCode } from './code.ts'
import { ChooseDistrictPage, ErrorFormPage, paths, ReceivedPage, StatusPage } from './pages.tsx'
import { openForms } from '../queries.ts'
import { receiveError, reportStanding, type ReportStanding } from './receive-error.ts'
import { throttled } from './throttle.ts'

const meta = (title: string) => ({ title, current: '' })

type Place = { districtId: string; asked: string | undefined }

/** The district whose form is asked for; undefined: several have opened one. Refuses `web.not-found` where none has. */
async function placeOf(c: WebContext): Promise<Place | { open: readonly { id: string; name: string }[] }> {
  const { db, clock } = c.var.deps
  const asked = c.req.query('district')
  const open = await openForms(db, clock.today())
  const [only, another] = open
  const found = open.find(({ id }) => id === asked)
  if (found) return { districtId: found.id, asked: found.id }
  if (!only || asked !== undefined) throw refuse('web.not-found')
  return another ? { open } : { districtId: only.id, asked: undefined }
}

const withinOn = async ({ var: { deps } }: WebContext, { districtId }: Place) =>
  clockWords((await clockBook(deps.db, districtId))('error', deps.clock.today()))

async function formPage(c: WebContext, refused?: { error: Refusal; values: Record<string, string> }) {
  const place = await placeOf(c)
  const body =
    'open' in place ? (
      <ChooseDistrictPage districts={place.open} />
    ) : (
      <ErrorFormPage
        district={place.asked}
        within={await withinOn(c, place)}
        values={refused?.values ?? {}}
        problem={refused?.error.message}
      />
    )
  return render(c, body, meta('我要找错'), refused?.error.status ?? 200)
}

async function submit(c: WebContext): Promise<Response> {
  refuseOtherOrigin(c)
  const place = await placeOf(c)
  if ('open' in place) return formPage(c)
  const values = await typedValues(c)
  const code = newCode()
  try {
    // A field that no person sees: only what fills in every field of a page fills it in.
    if (values['homepage']) throw refuse('error-report.looks-automatic')
    const { account = '', link = '', what = '', contact = '' } = values
    const { districtId } = place
    const sent = { districtId, account, link, what, contact, code, requestId: c.var.requestId }
    const visit = { doing: 'submit', address: visitorAddress(c), counts: 'done' } as const
    const received = await throttled(c.var.deps, visit, () => receiveError(c.var.deps, sent))
    if ('minutes' in received) throw refuse('error-report.too-many', received)
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 404) throw error
    return formPage(c, { error, values })
  }
  return render(c, <ReceivedPage code={code} district={place.asked} />, meta('已收到'))
}

async function statusPage(c: WebContext, shown: { standing?: ReportStanding; error?: Refusal } = {}) {
  const place = await placeOf(c)
  const body =
    'open' in place ? (
      <ChooseDistrictPage districts={place.open} />
    ) : (
      <StatusPage district={place.asked} standing={shown.standing} problem={shown.error?.message} />
    )
  return render(c, body, meta('查询办理情况'), shown.error?.status ?? 200)
}

// Sent as a form: a code in an address would stay in histories and logs.
async function lookUp(c: WebContext): Promise<Response> {
  refuseOtherOrigin(c)
  const place = await placeOf(c)
  if ('open' in place) return statusPage(c)
  const { code = '' } = await typedValues(c)
  try {
    const { districtId } = place
    const visit = { doing: 'lookup', address: visitorAddress(c), counts: 'tried' } as const
    const found = await throttled(c.var.deps, visit, () => reportStanding(c.var.deps, { districtId, code }))
    if ('minutes' in found) throw refuse('error-report.too-many-lookups', found)
    return await statusPage(c, { standing: found.done })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return statusPage(c, { error })
  }
}

/** 我要找错: the public form and the way to ask how a report stands. Not there until the district has opened it. */
export const errorFormRoutes: RouteDefinition[] = [
  { method: 'get', path: paths.form, door: 'public', handle: (c) => formPage(c) },
  { method: 'post', path: paths.form, door: 'public', handle: submit },
  { method: 'get', path: paths.status, door: 'public', handle: (c) => statusPage(c) },
  { method: 'post', path: paths.status, door: 'public', handle: lookUp },
]
