import { may, namesOfUsers, openWords } from '../access/index.ts'
import { uuidIn } from '../database/index.ts'
import { seenOnPlatform } from './collected.ts'
import { loadCalendar } from '../holidays/index.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import {
  formsAbout,
  render,
  type RouteDefinition,
  shownMinute,
  trailPanel,
  typedValues,
  type WebContext,
  refusalOf,
} from '../web/index.ts'
import { typedTime } from './checks.ts'
import { accountTold, answeringUnits } from './choose.ts'
import { allowedActions, channels, type MessageAction, messageKinds, type MessageRow } from './model.ts'
import { MessagePage, type TypedStep } from './pages/message.tsx'
import { whereWords } from './pages/words.tsx'
import { findMessage, stepsOf } from './queries.ts'
import { type MessageInput, rightOf } from './step.ts'
import { replyToMessage, rewriteReply } from './verbs/answer-message.ts'
import { correctMessage } from './verbs/correct-message.ts'
import { eraseMessage, revealContact } from './verbs/message-words.ts'
import {
  assignMessage,
  handBackMessage,
  invalidateMessage,
  restoreMessage,
  transferMessage,
} from './verbs/place-message.ts'

const current = '/messages'

/** The message in the address, for who may see it. Refuses `record.not-found`. */
async function asked(c: WebContext): Promise<MessageRow> {
  const { deps, actor, session } = c.var
  const id = uuidIn(c.req.param('id'))
  const message = id && (await findMessage(deps.db, session.districtId, id))
  if (!message || !may(actor, 'messages.read', { districtId: session.districtId, unitId: message.unitId }))
    throw refuse('record.not-found', { what: '留言' })
  return message
}

const whoElse: Readonly<Record<string, string>> = { public: '网上提交', system: '系统采集' }

type Shown = { problem?: string; typed?: TypedStep; contact?: string }

async function messagePage(c: WebContext, shown: Shown = {}, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId, csrf } = session
  const message = await asked(c)
  const target = { districtId, unitId: message.unitId }
  const mayRead = may(actor, 'messages.words', target)
  const taken = await stepsOf(deps.db, districtId, message.id)
  const wordsIds = [message.wordsId, ...taken.flatMap(({ wordsId }) => wordsId ?? [])]
  const words = await openWords(deps, districtId, mayRead ? wordsIds : [])
  const names = await namesOfUsers(
    deps,
    districtId,
    taken.map(({ by }) => by),
  )
  const body = (
    <MessagePage
      csrf={csrf}
      message={message}
      text={mayRead ? (words.get(message.wordsId) ?? null) : undefined}
      contact={{
        there: message.contactId !== null,
        shown: shown.contact,
        mayReveal: may(actor, 'messages.handle', target) || may(actor, 'people.reveal', target),
      }}
      platform={await seenOnPlatform(deps.db, districtId, message.id)}
      steps={taken.map(({ wordsId, ...one }) => ({
        ...one,
        words: wordsId === null ? null : (words.get(wordsId) ?? '（内容已删除）'),
      }))}
      actions={allowedActions(message).filter((action) => may(actor, rightOf[action], target))}
      units={await answeringUnits(deps.db, { districtId })}
      today={deps.clock.today()}
      calendar={await loadCalendar(deps.db)}
      mayErase={may(actor, 'people.erase', { districtId })}
      problem={shown.problem}
      typed={shown.typed}
      nameOf={(id) => names.get(id) ?? whoElse[id] ?? '服务器操作员'}
      minute={(at) => shownMinute(c, at)}
      trail={await trailPanel(c, { kind: 'message', id: message.id })}
    />
  )
  return render(c, body, { title: '留言', current, islands: ['unsaved'] }, status)
}

type Values = Record<string, string>
const steps: Readonly<Record<MessageAction, (c: WebContext, input: MessageInput, values: Values) => Promise<void>>> = {
  async assign({ var: { deps, actor } }, input, { unit, account = '' }) {
    const told = account.trim() === '' ? undefined : await accountTold(deps.db, input.districtId, account)
    await assignMessage(deps, actor, { ...input, unitId: uuidIn(unit), accountId: told?.id })
  },
  'hand-back': ({ var: { deps, actor } }, input, { reason = '' }) => handBackMessage(deps, actor, { ...input, reason }),
  transfer: ({ var: { deps, actor } }, input, { unit, reason = '' }) => {
    const unitId = uuidIn(unit)
    if (!unitId) throw refuse('web.choice-unknown', { what: '办理单位' })
    return transferMessage(deps, actor, { ...input, unitId, reason })
  },
  reply: ({ var: { deps, actor } }, input, { text = '', repliedOn, repliedTime }) =>
    replyToMessage(deps, actor, { ...input, text, replied: typedTime(repliedOn, repliedTime, '答复时间') }),
  rewrite: ({ var: { deps, actor } }, input, { text = '' }) => rewriteReply(deps, actor, { ...input, text }),
  invalidate: ({ var: { deps, actor } }, input, { reason = '' }) =>
    invalidateMessage(deps, actor, { ...input, reason }),
  restore: ({ var: { deps, actor } }, input, { reason = '' }) => restoreMessage(deps, actor, { ...input, reason }),
  async correct(c, input, { reason = '', account = '', ...values }) {
    const { deps, actor } = c.var
    // As it was offered: the account may be gone, or have another name by now.
    const isOther = account.trim() !== '' && account !== whereWords(await asked(c))
    const told = isOther ? await accountTold(deps.db, input.districtId, account) : undefined
    const channel = channels.find((one) => one === values['channel'])
    await correctMessage(deps, actor, {
      ...input,
      reason,
      kind: messageKinds.find((one) => one === values['kind']),
      ...(channel && channel !== 'form' && { channel }),
      accountId: told?.id,
      asked: typedTime(values['askedOn'], values['askedTime'], '提问时间'),
      replied: typedTime(values['repliedOn'], values['repliedTime'], '答复时间'),
    })
  },
}

// A refusal comes back on the message's page, with what was typed in the form it was sent from.
async function step(c: WebContext): Promise<Response> {
  const { id } = await asked(c)
  const values = await typedValues(c)
  const action = values['action'] ?? ''
  if (!Object.hasOwn(steps, action)) throw refuse('web.choice-unknown', { what: '办理事项' })
  const input = { districtId: c.var.session.districtId, messageId: id, version: Number(values['version'] ?? 0) }
  try {
    await steps[action as MessageAction](c, input, values)
  } catch (thrown) {
    const error = refusalOf(thrown)
    return messagePage(c, { problem: error.message, typed: { action, values } }, error.status)
  }
  // Whoever handed it back or on may not see it any more.
  const gone = action === 'hand-back'
  return c.redirect(gone ? current : `/messages/${id}`, 303)
}

async function contact(c: WebContext): Promise<Response> {
  const { id } = await asked(c)
  const { deps, actor, session } = c.var
  return messagePage(c, {
    contact: await revealContact(deps, actor, { districtId: session.districtId, messageId: id }),
  })
}

async function erase(c: WebContext): Promise<Response> {
  const { id } = await asked(c)
  await eraseMessage(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, messageId: id })
  return c.redirect(`/messages/${id}`, 303)
}

const onMessages: RouteDefinition[] = [
  { method: 'get', path: '/messages/:id', door: 'messages.read', handle: (c) => messagePage(c) },
  { method: 'post', path: '/messages/:id/steps', door: 'messages.handle', handle: step },
  { method: 'post', path: '/messages/:id/contact', door: 'messages.read', handle: contact },
  { method: 'post', path: '/messages/:id/erase', door: 'people.erase', handle: erase },
]

/** One message: its page, the steps that are taken with it, its asker's contact, erasing its words. */
export const messageRoutes = formsAbout('message', onMessages, ({ db }, ...which) => findMessage(db, ...which))
