import { formatMinute } from '../../calendar/index.ts'
import {
  channelLabels,
  type ChannelRow,
  type Delivery,
  listChannels,
  type Message,
  messageStates,
  newestMessages,
  type NotifySettings,
  readSettings,
  usualHours,
} from '../../notify/index.ts'
import {
  Alert,
  CsrfField,
  Empty,
  Field,
  FormCard,
  Head,
  type Mark,
  render,
  Status,
  type WebContext,
} from '../../web/index.ts'

const MESSAGES = 30

type Typed = { errors: Record<string, string>; values: Record<string, string> }
type Shown = { typed?: Typed; tested?: { name: string; delivery: Delivery } }

/** 通知设置: channels, hours and link, and what became of the newest messages. */
export async function settingsPage(c: WebContext, { typed, tested }: Shown = {}): Promise<Response> {
  const { deps, session } = c.var
  const { districtId, csrf } = session
  const settings = await readSettings(deps.db, districtId)
  const channels = await listChannels(deps.db, districtId)
  const page = (
    <>
      <Head title="通知设置" note="全部默认关闭；不启用任何渠道，系统各项功能照常使用">
        {!channels.some(({ kind }) => kind === 'mail') && (
          <a class="btn" href="/notify/channels/new?kind=mail">
            设置邮件
          </a>
        )}
        <a class="btn" href="/notify/channels/new?kind=wecom">
          添加机器人
        </a>
      </Head>
      {tested && <Tested {...tested} />}
      <p class="prose gap">
        对外只发送待办件数和平台网址，不发送姓名、账号、单位和问题内容；不记录是否阅读。接收人登录工作台查看详情。
      </p>
      <div class="cols c75">
        <div class="stackv">
          <Channels channels={channels} csrf={csrf} />
          <Messages messages={await newestMessages(deps.db, districtId, MESSAGES)} />
        </div>
        <HoursForm csrf={csrf} settings={settings} typed={typed} />
      </div>
    </>
  )
  return render(c, page, { title: '通知设置', current: '/notify' }, typed ? 422 : 200)
}

function Tested({ name, delivery }: { name: string; delivery: Delivery }) {
  if (delivery.outcome === 'sent')
    return (
      <Alert tone="pass" title={`测试消息已由“${name}”发出`}>
        请到收件箱或群聊中核对是否收到。
      </Alert>
    )
  return (
    <Alert tone="fail" title={`“${name}”没有发出测试消息：${delivery.why}`}>
      {delivery.outcome === 'later' ? '请过几分钟再试。' : '请修改设置后再试。'}
    </Alert>
  )
}

const Channels = ({ channels, csrf }: { channels: readonly ChannelRow[]; csrf: string }) => (
  <section class="card">
    <header>
      <h2>通知渠道</h2>
      <p>{`${channels.filter(({ enabled }) => enabled).length} 个已启用`}</p>
    </header>
    {channels.length === 0 ? (
      <Empty title="没有设置通知渠道">待办事项在各人的工作台查看；需要邮件或群机器人提醒的，在此添加。</Empty>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>渠道</th>
            <th>状态</th>
            <th>最近发送</th>
            <th>办理</th>
          </tr>
        </thead>
        <tbody>
          {channels.map((channel) => (
            <Channel channel={channel} csrf={csrf} />
          ))}
        </tbody>
      </table>
    )}
  </section>
)

function Channel({ channel, csrf }: { channel: ChannelRow; csrf: string }) {
  const { id, kind, name, enabled, digest, sentAt, failedAt, failedWhy } = channel
  return (
    <tr>
      <td class="t">
        <a href={`/notify/channels/${id}`}>{name}</a>
        <small>{channelLabels[kind]}</small>
      </td>
      <td class="s">
        <Status mark={enabled ? 'pass' : 'unkn'} word={enabled ? '已启用' : '未启用'} />
        {kind !== 'mail' && <small>{digest ? '每日发送办公室待办件数' : '不发送办公室待办件数'}</small>}
      </td>
      <td class="full">
        {failedAt ? (
          <>
            <Status mark="fail" word="未发出" />
            <small>{`${formatMinute(failedAt)}　${failedWhy ?? ''}`}</small>
          </>
        ) : (
          (sentAt && formatMinute(sentAt)) || '没有发送过'
        )}
      </td>
      <td>
        <form method="post" action={`/notify/channels/${id}/switch`}>
          <CsrfField csrf={csrf} />
          <input type="hidden" name="to" value={enabled ? 'off' : 'on'} />
          <button class="btn sml" type="submit" aria-label={`${enabled ? '停用' : '启用'}${name}`}>
            {enabled ? '停用' : '启用'}
          </button>
        </form>
      </td>
    </tr>
  )
}

const marks: Readonly<Record<Message['state'], Mark>> = {
  waiting: 'pend',
  sent: 'pass',
  failed: 'warn',
  'given-up': 'fail',
}

const Messages = ({ messages }: { messages: readonly Message[] }) => (
  <section class="card">
    <header>
      <h2>最近的消息</h2>
    </header>
    {messages.length === 0 ? (
      <Empty title="没有消息">启用渠道并有人开通每日待办提醒后，在此查看发送情况。</Empty>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>日期</th>
            <th>渠道</th>
            <th>内容</th>
            <th>状态</th>
          </tr>
        </thead>
        <tbody>
          {messages.map(({ day, channelName, personal, total, state, why, dueAt }) => (
            <tr>
              <td class="num s">{day}</td>
              <td class="t">
                {channelName}
                <small>{personal ? '个人' : '办公室'}</small>
              </td>
              <td data-l="内容">{`待办 ${total} 项`}</td>
              <td class="full">
                <Status mark={marks[state]} word={messageStates[state]} />
                {why && <small>{why}</small>}
                {(state === 'waiting' || state === 'failed') && <small>{`${formatMinute(dueAt)} 以后发送`}</small>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)

type HoursProps = { csrf: string; settings: NotifySettings | undefined; typed: Typed | undefined }

function HoursForm({ csrf, settings, typed }: HoursProps) {
  const { errors = {}, values: shown = { ...usualHours, ...settings } } = typed ?? {}
  return (
    <FormCard csrf={csrf} action="/notify/settings" title="发送时段和平台网址" submit="保存" primary>
      <Field
        name="baseUrl"
        label="平台网址"
        required
        value={shown['baseUrl']}
        error={errors['baseUrl']}
        hint="接收人打开本平台所用的网址，写在每条消息末尾"
      />
      <Field
        name="sendFrom"
        label="每天从几点起发送"
        type="time"
        required
        value={shown['sendFrom']}
        error={errors['sendFrom']}
      />
      <Field
        name="sendUntil"
        label="到几点为止"
        type="time"
        required
        value={shown['sendUntil']}
        error={errors['sendUntil']}
        hint="其余时间和休息日不发送，顺延到下一个工作日，不丢弃"
      />
    </FormCard>
  )
}
