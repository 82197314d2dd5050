import { may, namesOfUsers, openWords, permittedScope } from '../access/index.ts'
import { formatMinute, instantFromLocal } from '../calendar/index.ts'
import { containing, uuidIn } from '../database/index.ts'
import { readStoredFile } from '../files/index.ts'
import { type Refusal, refuse } from '../vocabulary/refusals/index.ts'
import {
  formsAbout,
  type FormValues,
  formValues,
  pageFrom,
  pageSize,
  readUpload,
  render,
  type RouteDefinition,
  searchFrom,
  trailPanel,
  typedValues,
  type WebContext,
  refusalOf,
} from '../web/index.ts'
import { accountOf } from './choose.ts'
import { EntryPage } from './pages/account-forms.tsx'
import { ServicePage, ServicesPage } from './pages/services.tsx'
import { guideElementCodes, type ServiceRow, type ServiceStanding, serviceStandingLabels } from './services/model.ts'
import { findService, listServices, looksAt, photoOf } from './services/queries.ts'
import { checkService, enterService, retireService } from './services/verbs.ts'

const current = '/services'
async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const scope = permittedScope(actor, 'messages.read', session.districtId)
  const [page, standing = '', search] = [pageFrom(c), c.req.query('standing'), searchFrom(c)]
  const filter = {
    standing: Object.hasOwn(serviceStandingLabels, standing) ? (standing as ServiceStanding) : undefined,
    like: search === '' ? undefined : containing(search),
  }
  const place = { offset: (page - 1) * pageSize, limit: pageSize }
  const { rows, total } = await listServices(deps.db, scope, filter, place)
  return render(c, <ServicesPage c={c} rows={rows} total={total} page={page} />, { title: '办事入口', current })
}

/** The entry in the address, for who may see it. Refuses `record.not-found`. */
async function asked(c: WebContext): Promise<ServiceRow> {
  const { deps, actor, session } = c.var
  const id = uuidIn(c.req.param('id'))
  const service = id && (await findService(deps.db, session.districtId, id))
  if (!service || !may(actor, 'messages.read', { districtId: session.districtId, unitId: service.unitId }))
    throw refuse('record.not-found', { what: '办事入口' })
  return service
}

async function servicePage(c: WebContext, refused?: { error: Refusal; values: FormValues }): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId, csrf } = session
  const service = await asked(c)
  const looks = await looksAt(deps.db, districtId, service.id)
  const names = await namesOfUsers(
    deps,
    districtId,
    looks.map(({ by }) => by),
  )
  const body = (
    <ServicePage
      csrf={csrf}
      service={service}
      looks={looks}
      notes={await openWords(
        deps,
        districtId,
        looks.flatMap(({ noteId }) => noteId ?? []),
      )}
      nameOf={(id) => names.get(id) ?? ''}
      mayCheck={may(actor, 'services.check', { districtId, unitId: service.unitId })}
      now={formatMinute(deps.clock.now()).replace(' ', 'T')}
      problem={refused?.error.message}
      values={refused?.values ?? {}}
      trail={await trailPanel(c, { kind: 'service', id: service.id })}
    />
  )
  const meta = { title: service.name, current, islands: ['shrink-image', 'unsaved'] } as const
  return render(c, body, meta, refused?.error.status ?? 200)
}

async function enter(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId, csrf } = session
  const accountId = uuidIn(c.req.param('account'))
  const account = accountId && (await accountOf(deps.db, districtId, accountId))
  if (!account) throw refuse('record.not-found', { what: '账号' })
  const { name = '', place = '' } = await typedValues(c)
  try {
    await enterService(deps, actor, { districtId, accountId: account.id, name, place })
  } catch (thrown) {
    const error = refusalOf(thrown)
    const body = <EntryPage csrf={csrf} account={account} name={name} place={place} problem={error.message} />
    return render(c, body, { title: '登记办事入口', current }, error.status)
  }
  return c.redirect(`/accounts/${account.id}`, 303)
}

const work =
  (on: (c: WebContext, which: { districtId: string; entryId: string }, values: FormValues) => Promise<unknown>) =>
  async (c: WebContext) => {
    const { id } = await asked(c)
    const values = await formValues(c)
    try {
      await on(c, { districtId: c.var.session.districtId, entryId: id }, values)
    } catch (thrown) {
      const error = refusalOf(thrown)
      return servicePage(c, { error, values })
    }
    return c.redirect(`/services/${id}`, 303)
  }

const text = (values: FormValues, name: string) => String(values[name] ?? '')

const check = work(async (c, which, values) => {
  const lookedAt = instantFromLocal(text(values, 'lookedAt'))
  if (!lookedAt) throw refuse('message.time-unreadable', { what: '核查时间' })
  const photo = await readUpload(c, 'photo')
  const usable = text(values, 'usable')
  const missing = new Set([values['missing'] ?? []].flat())
  await checkService(c.var.deps, c.var.actor, {
    ...which,
    lookedAt,
    usable: usable === 'yes' ? true : usable === 'no' ? false : undefined,
    missing: guideElementCodes.filter((code) => missing.has(code)),
    photo,
    note: text(values, 'note'),
  })
})

const retire = work((c, which, values) =>
  retireService(c.var.deps, c.var.actor, {
    ...which,
    version: Number(text(values, 'version')),
    reason: text(values, 'reason'),
  }),
)

async function sendPhoto(c: WebContext): Promise<Response> {
  const { id } = await asked(c)
  const { deps, session } = c.var
  const lookId = uuidIn(c.req.param('look'))
  const fileId = lookId && (await photoOf(deps.db, session.districtId, id, lookId))
  if (!fileId) throw refuse('record.not-found', { what: '截图' })
  const { bytes, mediaType } = await readStoredFile(deps, session.districtId, fileId)
  return c.body(new Uint8Array(bytes), 200, { 'Content-Type': mediaType, 'Cache-Control': 'private, no-store' })
}

const onServices: RouteDefinition[] = [
  { method: 'get', path: '/services/:id', door: 'messages.read', handle: (c) => servicePage(c) },
  { method: 'get', path: '/services/:id/photos/:look', door: 'messages.read', handle: sendPhoto },
  { method: 'post', path: '/services/:id/looks', door: 'services.check', upload: true, handle: check },
  { method: 'post', path: '/services/:id/retire', door: 'services.check', handle: retire },
]

/** 办事入口: the list, one entry with its looks, and what is entered on an account's page. */
export const serviceRoutes: RouteDefinition[] = [
  { method: 'get', path: '/services', door: 'messages.read', handle: listPage },
  { method: 'post', path: '/services/of/:account', door: 'services.enter', handle: enter },
  ...formsAbout('service', onServices, ({ db }, ...which) => findService(db, ...which)),
]
