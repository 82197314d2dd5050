import { formatMinute, type Instant } from '../../calendar/index.ts'
import type { Refusal } from '../../vocabulary/refusals/index.ts'
import { Alert, CsrfField, Empty, Field, Head, type Mark, Status } from '../../web/index.ts'
import type { Delivery } from '../deliver.ts'
import {
  type Endpoint,
  eventLabel,
  eventNames,
  type Message,
  messageStates,
  retiredEvent,
  webhookEvents,
} from '../model.ts'

export type WebhooksShown = {
  error?: Refusal
  typed?: Record<string, string>
  events?: readonly string[]
  made?: { name: string; secret: string }
  changed?: { name: string; secret: string; oldKeyUntil: Instant | null }
  tested?: { name: string; delivery: Delivery }
}
type Props = WebhooksShown & {
  csrf: string
  endpoints: readonly Endpoint[]
  messages: readonly Message[]
  now: Instant
}

/** 事件推送: where news are sent, which, and what came of the newest. */
export function WebhooksPage(props: Props) {
  const { csrf, endpoints, messages, now, error, typed = {}, events = [], made, changed, tested } = props
  return (
    <>
      <Head title="事件推送" note="办理完成后通知其他系统；默认关闭，不启用不影响任何办理">
        <a class="btn" href="/api-tokens">
          对外接口
        </a>
      </Head>
      {made && <Made {...made} />}
      {changed && <Changed {...changed} />}
      {tested && <Tested {...tested} />}
      <p class="prose gap">
        只推送发生了什么和事项的编号、网址，不推送内容、姓名和电话；接收方凭令牌读取内容。推送带签名，签名方式见
        Standard Webhooks。
      </p>
      <div class="cols c75">
        <div class="stackv">
          <Endpoints endpoints={endpoints} csrf={csrf} now={now} />
          <Messages messages={messages} />
        </div>
        <form class="card" method="post" action="/webhooks">
          <header>
            <h2>添加接收地址</h2>
          </header>
          <div class="in prose">
            <CsrfField csrf={csrf} />
            {error && <Alert tone="fail" title={error.message} />}
            <Field
              name="name"
              label="名称"
              required
              value={typed['name']}
              maxlength={40}
              hint="由哪个单位的哪个系统接收"
            />
            <Field
              name="url"
              label="接收地址"
              required
              value={typed['url']}
              autocomplete="off"
              hint="https 开头的完整网址；加密保存，保存后只显示主机名。在内网的，须由服务器管理员在 GOVMEDIA_ALLOW_HOSTS 中列明"
            />
            <fieldset class="fld">
              <legend class="req">推送的事件</legend>
              <div class="checks">
                {eventNames.map((event) => (
                  <label>
                    <input type="checkbox" name="events" value={event} checked={events.includes(event)} />
                    {webhookEvents[event].label}
                  </label>
                ))}
              </div>
            </fieldset>
            <p class="acts">
              <button class="btn pri" type="submit">
                添加
              </button>
            </p>
            <p class="hint">添加后不会立即启用。请先测试，再启用；启用以后发生的才推送。</p>
          </div>
        </form>
      </div>
    </>
  )
}

const Made = ({ name, secret }: { name: string; secret: string }) => (
  <Alert tone="pass" title={`已添加“${name}”，签名密钥只显示这一次`}>
    <p>
      <code>{secret}</code>
    </p>
    <p>请立即复制，交给接收单位用来核对签名。离开本页后不能再查看，遗失的可以换密钥。</p>
  </Alert>
)

const Changed = ({ name, secret, oldKeyUntil }: { name: string; secret: string; oldKeyUntil: Instant | null }) => (
  <Alert tone="pass" title={`“${name}”已换新密钥，只显示这一次`}>
    <p>
      <code>{secret}</code>
    </p>
    <p>
      {oldKeyUntil === null
        ? '旧密钥已停用。请立即复制，交给接收单位换上。'
        : `请立即复制，交给接收单位换上。旧密钥用到 ${formatMinute(oldKeyUntil)}，此前每次推送带新、旧两个签名。`}
    </p>
  </Alert>
)

function Tested({ name, delivery }: { name: string; delivery: Delivery }) {
  if (delivery.outcome === 'sent')
    return (
      <Alert tone="pass" title={`“${name}”收到了测试推送`}>
        接收方已答复成功。请到接收系统核对签名是否通过。
      </Alert>
    )
  return (
    <Alert tone="fail" title={`“${name}”没有收到测试推送：${delivery.why}`}>
      请核对接收地址，或请接收单位检查后再试。
    </Alert>
  )
}

const Endpoints = ({ endpoints, csrf, now }: Pick<Props, 'endpoints' | 'csrf' | 'now'>) => (
  <section class="card">
    <header>
      <h2>接收地址</h2>
      <p>{`${endpoints.filter(({ enabled }) => enabled).length} 个已启用`}</p>
    </header>
    {endpoints.length === 0 ? (
      <Empty title="没有设置接收地址">其他系统需要及时知道办理进展的，在此添加。</Empty>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>接收地址</th>
            <th>状态</th>
            <th>推送的事件</th>
            <th>最近推送</th>
            <th>办理</th>
          </tr>
        </thead>
        <tbody>
          {endpoints.map((endpoint) => (
            <EndpointRow endpoint={endpoint} csrf={csrf} now={now} />
          ))}
        </tbody>
      </table>
    )}
  </section>
)

function EndpointRow({ endpoint, csrf, now }: { endpoint: Endpoint; csrf: string; now: Instant }) {
  const { id, name, host, enabled, events, retired, sentAt, failedAt, failedWhy, oldKeyUntil } = endpoint
  return (
    <tr>
      <td class="t">
        {name}
        <small>{host}</small>
      </td>
      <td class="s">
        <Status mark={enabled ? 'pass' : 'unkn'} word={enabled ? '已启用' : '未启用'} />
        {oldKeyUntil !== null && oldKeyUntil > now && <small>{`旧密钥用到 ${formatMinute(oldKeyUntil)}`}</small>}
      </td>
      <td class="full" data-l="推送的事件">
        {events.map(eventLabel).join('、')}
        {retired > 0 && (
          <>
            {' '}
            <Status mark="warn" word={`${retiredEvent}${retired > 1 ? ` ${retired} 种` : ''}`} />
            <small>本版本没有这种事件，不再推送。</small>
            {events.length > 0 ? (
              <RowForm csrf={csrf} at={`/webhooks/${id}/events`} word="去掉已停用的事件" name={name} />
            ) : (
              <small>没有其他事件可推送，请删除后重新设置。</small>
            )}
          </>
        )}
      </td>
      <td class="full" data-l="最近推送">
        {failedAt ? (
          <>
            <Status mark="fail" word="未送达" />
            <small>{`${formatMinute(failedAt)}　${failedWhy ?? ''}`}</small>
          </>
        ) : (
          (sentAt && formatMinute(sentAt)) || '没有推送过'
        )}
      </td>
      <td>
        <div class="acts">
          <RowForm csrf={csrf} at={`/webhooks/${id}/test`} word="测试" name={name} />
          <RowForm
            csrf={csrf}
            at={`/webhooks/${id}/switch`}
            to={enabled ? 'off' : 'on'}
            word={enabled ? '停用' : '启用'}
            name={name}
          />
          <a class="btn sml" href={`/webhooks/${id}/key`} aria-label={`更换“${name}”的签名密钥`}>
            换密钥
          </a>
          {!enabled && <RowForm csrf={csrf} at={`/webhooks/${id}/remove`} word="删除" name={name} />}
        </div>
      </td>
    </tr>
  )
}

type RowFormProps = { csrf: string; at: string; word: string; name: string; to?: string }
const RowForm = ({ csrf, at, word, name, to }: RowFormProps) => (
  <form method="post" action={at}>
    <CsrfField csrf={csrf} />
    {to && <input type="hidden" name="to" value={to} />}
    <button class="btn sml" type="submit" aria-label={`${word}“${name}”`}>
      {word}
    </button>
  </form>
)

const marks: Readonly<Record<Message['state'], Mark>> = {
  waiting: 'pend',
  sent: 'pass',
  failed: 'warn',
  'given-up': 'fail',
}

const Messages = ({ messages }: { messages: readonly Message[] }) => (
  <section class="card">
    <header>
      <h2>推送记录</h2>
      <p>送达或者不再推送的保留 30 天；未送达的在三天内再试九次，间隔逐次加长</p>
    </header>
    {messages.length === 0 ? (
      <Empty title="没有推送过">启用接收地址以后，所选的事件发生时在此登记。</Empty>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>事件</th>
            <th>状态</th>
            <th>接收地址</th>
            <th>时间</th>
          </tr>
        </thead>
        <tbody>
          {messages.map(({ event, endpointName, state, attempts, createdAt, dueAt, why }) => (
            <tr>
              <td class="t">{eventLabel(event)}</td>
              <td class="s">
                <Status mark={marks[state]} word={messageStates[state]} />
                {why && <small>{why}</small>}
              </td>
              <td data-l="接收地址">{endpointName}</td>
              <td class="num" data-l="时间">
                {formatMinute(createdAt)}
                {state === 'failed' && <small>{`已试 ${attempts} 次，${formatMinute(dueAt)} 再试`}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)
