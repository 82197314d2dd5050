import { may, openWords, permittedScope } from '../access/index.ts'
import { addDays, civilDate, isCivilDate, isOfficeYear, month, monthOf } from '../calendar/index.ts'
import type { RestingOnDays } from '../collection/index.ts'
import { containing, uuidIn, oneRow } from '../database/index.ts'
import { loadCalendar } from '../holidays/index.ts'
import { type Refusal, refuse } from '../vocabulary/refusals/index.ts'
import {
  defineRoutes,
  formValues,
  pageFrom,
  pageSize,
  refusalOf,
  render,
  searchFrom,
  tickedFrom,
  typedValues,
  type WebContext,
} from '../web/index.ts'
import { typedTime } from './checks.ts'
import { accountOf, answeringUnits, findChoices } from './choose.ts'
import { clockRoutes } from './clocks.tsx'
import { errorFormRoutes } from './form/routes.tsx'
import { lookedAccounts } from './looks.ts'
import { channels, messageKinds, type Standing, standingLabels } from './model.ts'
import { LookedPage } from './pages/account-forms.tsx'
import { LookedAccountsPage } from './pages/looked.tsx'
import { MessagesPage } from './pages/list.tsx'
import { ChoosePage, NewMessagePage } from './pages/new.tsx'
import { SumsPage } from './pages/sums.tsx'
import { listMessages, type MessageFilter, waitingMessages } from './queries.ts'
import { messageImportRoutes } from './routes-import.tsx'
import { messageRoutes } from './routes-message.tsx'
import { serviceRoutes } from './routes-services.tsx'
import { monthSums } from './sums.ts'
import { type MessageRecord, recordMessage } from './verbs/record-message.ts'
import { stateLooked, stateLookedMany, withdrawLooked } from './verbs/state-looked.ts'

const current = '/messages'
const SOON_DAYS = 2

function filterFrom(c: WebContext): MessageFilter {
  const { standing, kind, channel, account } = c.req.query()
  const search = searchFrom(c)
  return {
    standing: standing !== undefined && Object.hasOwn(standingLabels, standing) ? (standing as Standing) : undefined,
    unassigned: standing === 'unassigned',
    kind: messageKinds.find((one) => one === kind),
    channel: channels.find((one) => one === channel),
    accountId: uuidIn(account),
    like: search === '' ? undefined : containing(search),
  }
}

async function listPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId } = session
  const scope = permittedScope(actor, 'messages.read', districtId)
  const [page, today] = [pageFrom(c), deps.clock.today()]
  const place = { asOf: today, offset: (page - 1) * pageSize, limit: pageSize }
  const filter = filterFrom(c)
  const { rows, total } = await listMessages(deps.db, scope, filter, place)
  const own = { districtId, unitId: scope.unitId ?? null }
  const mayReadWords = may(actor, 'messages.words', own)
  const ids = mayReadWords ? rows.map(({ wordsId }) => wordsId) : []
  const only = filter.accountId && (await accountOf(deps.db, districtId, filter.accountId))
  const body = (
    <MessagesPage
      c={c}
      only={only || undefined}
      rows={rows}
      words={await openWords(deps, districtId, ids)}
      mayReadWords={mayReadWords}
      total={total}
      page={page}
      waiting={await oneRow(deps.db, waitingMessages(scope, today, addDays(today, SOON_DAYS)))}
      today={today}
      calendar={await loadCalendar(deps.db)}
      may={{
        handle: may(actor, 'messages.handle', own),
        import: may(actor, 'messages.import', { districtId }),
        settings: may(actor, 'settings.change', { districtId }),
      }}
    />
  )
  return render(c, body, { title: '留言台账', current })
}

async function newPage(c: WebContext, refused?: { error: Refusal; values: Record<string, string> }): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId, csrf } = session
  const scope = permittedScope(actor, 'messages.handle', districtId)
  const given = refused?.values ?? c.req.query()
  const [accountId, unitId] = [uuidIn(given['account']), uuidIn(given['unit'])]
  const account = accountId && (await accountOf(deps.db, districtId, accountId))
  const units = await answeringUnits(deps.db, scope)
  const unit = units.find(({ id }) => id === unitId)
  const place =
    account && may(actor, 'messages.handle', { districtId, unitId: account.unitId })
      ? { account }
      : unit
        ? { unit }
        : undefined
  const problem = refused && {
    message: refused.error.message,
    duplicate: refused.error.code === 'message.duplicate',
  }
  const search = searchFrom(c)
  const body = place ? (
    <NewMessagePage csrf={csrf} place={place} values={refused?.values ?? {}} problem={problem} />
  ) : (
    <ChoosePage
      c={c}
      accounts={await findChoices(deps.db, scope, search)}
      units={units}
      search={search}
      ofUnit={scope.unitId !== undefined}
    />
  )
  return render(c, body, { title: '登记留言', current, islands: ['unsaved'] }, refused?.error.status ?? 200)
}

async function create(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const values = await typedValues(c)
  try {
    const { id } = await recordMessage(deps, actor, { districtId: session.districtId, ...recordOf(values) })
    return c.redirect(`/messages/${id}`, 303)
  } catch (thrown) {
    const error = refusalOf(thrown)
    return newPage(c, { error, values })
  }
}

function recordOf(values: Record<string, string>): Omit<MessageRecord, 'districtId'> {
  const kind = messageKinds.find((one) => one === values['kind'])
  const channel = channels.find((one) => one === values['channel'])
  if (!kind) throw refuse('web.choice-unknown', { what: '类别' })
  if (!channel || channel === 'form') throw refuse('web.choice-unknown', { what: '渠道' })
  const askedTime = typedTime(values['askedOn'], values['askedTime'], '提问时间')
  if (!askedTime) throw refuse('message.time-unreadable', { what: '提问时间' })
  const replied = typedTime(values['repliedOn'], values['repliedTime'], '答复时间')
  const replyText = (values['replyText'] ?? '').trim()
  if (replyText !== '' && !replied) throw refuse('message.time-unreadable', { what: '答复时间' })
  return {
    accountId: uuidIn(values['account']),
    unitId: uuidIn(values['unit']),
    kind,
    channel,
    asked: askedTime,
    text: values['text'] ?? '',
    contact: values['contact'],
    ...(replied && { replied: { ...replied, text: replyText } }),
    isAnother: values['isAnother'] === 'yes',
  }
}

async function sumsPage(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const wanted = c.req.query('month') ?? ''
  const of =
    /^\d{4}-(0[1-9]|1[0-2])$/.test(wanted) && isOfficeYear(Number(wanted.slice(0, 4)))
      ? month(wanted)
      : monthOf(deps.clock.today())
  const sums = await monthSums(deps, actor, { districtId: session.districtId, month: of })
  return render(c, <SumsPage month={of} today={deps.clock.today()} sums={sums} />, { title: '留言统计', current })
}

// A form of the account's page: what is refused comes back with what was typed, on a page of its own.
async function looked(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId, csrf } = session
  const accountId = uuidIn(c.req.param('account'))
  const account = accountId && (await accountOf(deps.db, districtId, accountId))
  const { until = '' } = await typedValues(c)
  if (!account) throw refuse('record.not-found', { what: '账号' })
  try {
    if (!isCivilDate(until)) throw refuse('message.time-unreadable', { what: '已核对至' })
    await stateLooked(deps, actor, { districtId, accountId: account.id, until: civilDate(until) })
  } catch (thrown) {
    const error = refusalOf(thrown)
    const body = <LookedPage csrf={csrf} account={account} until={until} problem={error.message} />
    return render(c, body, { title: '已核对至', current }, error.status)
  }
  return c.redirect(`/accounts/${account.id}`, 303)
}

type RefusedLooks = { error: Refusal; until: string; ticked: readonly string[] }

async function lookedPage(c: WebContext, refused?: RefusedLooks): Promise<Response> {
  const { deps, actor, session } = c.var
  const scope = permittedScope(actor, 'messages.read', session.districtId)
  const [page, search] = [pageFrom(c), searchFrom(c)]
  const place = { like: search === '' ? undefined : containing(search), offset: (page - 1) * pageSize, limit: pageSize }
  const { rows, total } = await lookedAccounts(deps.db, scope, place)
  const body = (
    <LookedAccountsPage
      c={c}
      rows={rows}
      total={total}
      page={page}
      mayState={may(actor, 'messages.handle', { districtId: session.districtId, unitId: scope.unitId ?? null })}
      problem={refused?.error.message}
      typed={refused}
    />
  )
  return render(c, body, { title: '核对进度', current }, refused?.error.status ?? 200)
}

async function lookedMany(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const values = await formValues(c)
  const [until, ticked] = [String(values['until'] ?? ''), tickedFrom(values)]
  try {
    if (!isCivilDate(until)) throw refuse('message.time-unreadable', { what: '已核对至' })
    const { districtId } = session
    await stateLookedMany(deps, actor, { districtId, accountIds: ticked, until: civilDate(until) })
  } catch (error) {
    return lookedPage(c, { error: refusalOf(error), until, ticked })
  }
  return c.redirect('/messages/looked', 303)
}

async function withdraw(c: WebContext): Promise<Response> {
  const { deps, actor, session } = c.var
  const { look, reason = '' } = await typedValues(c)
  const lookId = uuidIn(look)
  if (!lookId) throw refuse('record.not-found', { what: '核对记录' })
  await withdrawLooked(deps, actor, { districtId: session.districtId, lookId, reason })
  return c.redirect(`/accounts/${c.req.param('account') ?? ''}`, 303)
}

/** 互动回应: 留言台账 with its clocks and sums; 办事入口. */
export const engagementRoutes = (restingOn: RestingOnDays) =>
  defineRoutes([
    { method: 'get', path: '/messages', door: 'messages.read', handle: listPage },
    { method: 'get', path: '/messages/new', door: 'messages.handle', handle: (c) => newPage(c) },
    { method: 'post', path: '/messages/new', door: 'messages.handle', handle: create },
    { method: 'get', path: '/messages/sums', door: 'messages.read', handle: sumsPage },
    { method: 'get', path: '/messages/looked', door: 'messages.read', handle: (c) => lookedPage(c) },
    { method: 'post', path: '/messages/looked', door: 'messages.handle', handle: lookedMany },
    { method: 'post', path: '/messages/looked/:account', door: 'messages.handle', handle: looked },
    { method: 'post', path: '/messages/looked/:account/withdraw', door: 'messages.handle', handle: withdraw },
    ...clockRoutes,
    ...messageImportRoutes(restingOn),
    ...messageRoutes,
    ...serviceRoutes,
    ...errorFormRoutes,
  ])
