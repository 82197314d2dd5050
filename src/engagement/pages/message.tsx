import type { Child } from 'hono/jsx'
import { type CivilDate, type Instant, type WorkCalendar } from '../../calendar/index.ts'
import { Alert, CsrfField, Field, Head, RevealForm, Select } from '../../web/index.ts'
import { timeWords } from '../checks.ts'
import { clockWords } from '../clocks.tsx'
import {
  actionLabels,
  channelLabels,
  channels,
  kindLabels,
  type MessageAction,
  messageKinds,
  type MessageRow,
  type MessageStep,
  type StepAction,
} from '../model.ts'
import type { SeenOnPlatform } from '../collected.ts'
import { TimeFields } from './new.tsx'
import { dueDeadline, dueWords, StandingMark, whereWords } from './words.tsx'

export type TypedStep = { action: string; values: Record<string, string> }

type Props = {
  csrf: string
  message: MessageRow
  /** What was said; undefined: this person may not read it; null: erased. */
  text: string | null | undefined
  /** How an interface of the platform showed it; undefined: none did. */
  platform: SeenOnPlatform | undefined
  contact: { there: boolean; shown?: string | undefined; mayReveal: boolean }
  steps: readonly MessageStep[]
  actions: readonly MessageAction[]
  units: readonly { id: string; name: string }[]
  today: CivilDate
  calendar: WorkCalendar
  mayErase: boolean
  problem?: string | undefined
  typed?: TypedStep | undefined
  nameOf: (id: string) => string
  minute: (at: Instant) => string
  trail: Child
}

/** One message: what was asked, how it stands, what may be done, what was done. */
export function MessagePage(props: Props) {
  const { csrf, message, text, contact, actions, today, calendar, problem, mayErase } = props
  const { id, kind, channel, accountId, unitName, askedOn, askedAt, repliedOn, repliedAt, due } = message
  return (
    <>
      <Head
        crumb={<a href="/messages">留言台账</a>}
        title={whereWords(message)}
        note={`${kindLabels[kind]}　${channelLabels[channel]}　${timeWords({ on: askedOn, at: askedAt })}`}
      >
        <StandingMark message={message} today={today} box />
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      <div class="cols c75">
        <div class="stackv">
          <section class="card">
            <header>
              <h2>留言</h2>
            </header>
            <div class="in">
              {text !== undefined && <p class="said">{text ?? '（内容已删除）'}</p>}
              <dl class="dl">
                <dt>账号</dt>
                <dd>
                  {accountId ? <a href={`/accounts/${accountId}`}>{whereWords(message)}</a> : whereWords(message)}
                </dd>
                <dt>办理单位</dt>
                <dd>{unitName ?? '待分派'}</dd>
                <dt>答复期限</dt>
                <dd>{`${dueWords(dueDeadline(calendar, message))}，${clockWords(due)}，自提问之日起算，转办、改派不重新计算`}</dd>
                <dt>答复时间</dt>
                <dd>{repliedOn ? timeWords({ on: repliedOn, at: repliedAt }) : '没有登记'}</dd>
                {props.platform && <PlatformSaid {...props} platform={props.platform} />}
                <dt>联系方式</dt>
                <dd>
                  {contact.shown ?? (contact.there ? '已登记' : '没有登记')}
                  {contact.there && contact.shown === undefined && contact.mayReveal && (
                    <RevealForm csrf={csrf} action={`/messages/${id}/contact`} of="留言人" />
                  )}
                </dd>
              </dl>
            </div>
          </section>
          <History {...props} />
        </div>
        <div class="stackv">
          {actions.map((action) => (
            <StepForm {...props} action={action} />
          ))}
          {mayErase && (
            <form class="card" method="post" action={`/messages/${id}/erase`}>
              <header>
                <h2>删除内容</h2>
              </header>
              <div class="in">
                <CsrfField csrf={csrf} />
                <p class="mut">
                  留言、联系方式、答复和理由的文字全部删除，不能恢复；时间、类别和办理情况保留，统计不变。
                </p>
                <button class="btn bad" type="submit">
                  删除内容
                </button>
              </div>
            </form>
          )}
          {props.trail}
        </div>
      </div>
    </>
  )
}

/** Where a collected comment comes from, and what the platform shows that the ledger doesn't. */
const PlatformSaid = ({ platform, message, minute }: Props & { platform: SeenOnPlatform }) => (
  <>
    <dt>来源</dt>
    <dd>
      {`系统采集（${platform.source}），${minute(platform.firstSeenAt)}采集。文字为采集时留存的开头部分，号码已遮蔽；类别未经核对的，请更正。`}
      {platform.status === 'gone' && <p>{`${minute(platform.seenAt)}采集时平台上已看不到，记录保留。`}</p>}
      {platform.status === 'replied' && message.state === 'open' && (
        <p>{`${minute(platform.seenAt)}采集时平台上已有答复，未给出答复时间，请核对后登记答复。`}</p>
      )}
    </dd>
  </>
)

const stepLabels: Readonly<Record<StepAction, string>> = { record: '登记留言', ...actionLabels }
const factLabels: Readonly<Record<string, string>> = {
  kind: '类别',
  channel: '渠道',
  accountId: '账号',
  askedOn: '提问日期',
  askedAt: '提问时间',
  repliedOn: '答复日期',
  repliedAt: '答复时间',
  dueOn: '答复期限',
}

const History = ({ steps, text, nameOf, minute }: Props) => (
  <section class="card">
    <header>
      <h2>办理过程</h2>
      <p>改写前的答复保留在这里</p>
    </header>
    <div class="in">
      <ol class="tl">
        {steps.map((step) => (
          <li>
            <time>{minute(step.at)}</time>
            <b>{stepLabels[step.action]}</b>
            <small> {nameOf(step.by)}</small>
            {unitsOf(step) && <p>{unitsOf(step)}</p>}
            {step.repliedOn && <p>{`答复时间：${timeWords({ on: step.repliedOn, at: step.repliedAt })}`}</p>}
            {text !== undefined && step.words !== null && <p class="said">{step.words}</p>}
            {step.changed && (
              <ul class="plain">
                {Object.entries(step.changed).map(([key, { before, after }]) => (
                  <li>{`${factLabels[key] ?? key}：${factWords(key, before, minute)} 更正为 ${factWords(key, after, minute)}`}</li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ol>
    </div>
  </section>
)

const unitsOf = ({ action, fromUnit, unit }: MessageStep) =>
  action === 'transfer'
    ? `由${fromUnit ?? '未分派'}转${unit ?? ''}`
    : action === 'hand-back'
      ? `${fromUnit ?? ''}退回`
      : unit && `由${unit}办理`

function factWords(key: string, text: unknown, minute: (at: Instant) => string): string {
  if (typeof text !== 'string') return '没有'
  if (key === 'kind') return kindLabels[text as keyof typeof kindLabels] ?? text
  if (key === 'channel') return channelLabels[text as keyof typeof channelLabels] ?? text
  if (key === 'accountId') return '所选账号'
  return key.endsWith('At') ? minute(text as Instant) : text
}

const hints: Readonly<Record<MessageAction, string>> = {
  assign: '指定由哪个单位答复',
  'hand-back': '不属于本单位办理的，写明理由，由监管单位重新分派',
  transfer: '转由其他单位办理，期限不重新计算',
  reply: '登记已经作出的答复',
  rewrite: '另写答复；原来的答复和首次答复时间保留',
  invalidate: '广告、测试、无实际内容等；单独计数，不删除',
  restore: '恢复到认定无效以前的情况',
  correct: '登记有误的逐项更正，更正前后都保留',
}
const dangerous: ReadonlySet<MessageAction> = new Set(['invalidate'])

function StepForm({ action, csrf, message, units, typed }: Props & { action: MessageAction }) {
  const values = typed?.action === action ? typed.values : initial(action, message)
  const isOpen = typed?.action === action || action === 'reply' || action === 'assign'
  const form = message.channel === 'form'
  return (
    <section class="card">
      <details class="in" open={isOpen}>
        <summary>
          <b>{actionLabels[action]}</b>
          <small>{`　${hints[action]}`}</small>
        </summary>
        <form class="unfolded" method="post" action={`/messages/${message.id}/steps`} data-unsaved>
          <CsrfField csrf={csrf} />
          <input type="hidden" name="action" value={action} />
          <input type="hidden" name="version" value={String(message.version)} />
          {(action === 'assign' || action === 'transfer') && (
            <Select
              name="unit"
              id={`${action}-unit`}
              label="办理单位"
              required={action === 'transfer'}
              value={values['unit']}
              choices={[
                { value: '', label: action === 'assign' ? '账号的主办单位' : '请选择' },
                ...units.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
          )}
          {action === 'assign' && message.accountId === null && (
            <Field
              name="account"
              label="是哪个账号"
              value={values['account']}
              maxlength={100}
              hint="写台账中的全称，同名的写明平台，如“平安临湖（新浪微博）”；与账号无关的留空，选择单位。"
            />
          )}
          {action === 'correct' && (
            <div class="row">
              <Select
                name="kind"
                label="类别"
                value={values['kind']}
                choices={messageKinds.map((value) => ({ value, label: kindLabels[value] }))}
              />
              {!form && (
                <Select
                  name="channel"
                  label="渠道"
                  value={values['channel']}
                  choices={channels
                    .filter((one) => one !== 'form')
                    .map((value) => ({ value, label: channelLabels[value] }))}
                />
              )}
            </div>
          )}
          {action === 'correct' && message.channel !== 'mailbox' && (
            <Field
              name="account"
              id="correct-account"
              label="账号"
              value={values['account']}
              maxlength={100}
              hint="写台账中的全称，同名的写明平台；办理单位不随之变动，需要的另行转办。"
            />
          )}
          {action === 'correct' && !form && <TimeFields name="asked" label="提问" values={values} />}
          {((action === 'correct' && message.repliedOn !== null) || action === 'reply') && !form && (
            <TimeFields name="replied" label="答复" required={action === 'reply'} values={values} />
          )}
          {(action === 'reply' || action === 'rewrite') && (
            <Field
              name="text"
              id={`${action}-text`}
              label="答复内容"
              type="textarea"
              rows={5}
              required
              value={values['text']}
              hint={form ? '提交人凭编号可以看到，答复时间以登记时间为准；不要写入他人信息。' : undefined}
            />
          )}
          {!['assign', 'reply', 'rewrite'].includes(action) && (
            <Field
              name="reason"
              id={`${action}-reason`}
              label="理由"
              required
              maxlength={500}
              value={values['reason']}
              hint={form && action === 'invalidate' ? '提交人凭编号可以看到。' : undefined}
            />
          )}
          <p class="acts">
            <button class={dangerous.has(action) ? 'btn bad' : 'btn pri'} type="submit">
              {actionLabels[action]}
            </button>
          </p>
        </form>
      </details>
    </section>
  )
}

const minuteOf = (at: Instant | null) => (at === null ? '' : timeWords({ on: '' as CivilDate, at }).slice(11))

function initial(action: MessageAction, message: MessageRow): Record<string, string> {
  if (action !== 'correct') return {}
  const { kind, channel, askedOn, askedAt, repliedOn, repliedAt } = message
  return {
    account: message.accountId === null ? '' : whereWords(message),
    kind,
    channel,
    askedOn,
    askedTime: minuteOf(askedAt),
    repliedOn: repliedOn ?? '',
    repliedTime: minuteOf(repliedAt),
  }
}
