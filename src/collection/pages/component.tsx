import { addHours, formatMinute, type Instant } from '../../calendar/index.ts'
import { Alert, CsrfField, Empty, Field, Head, Status, type WebContext } from '../../web/index.ts'
import { type ComponentShown, componentSecretLabels, eventPathOf, TICKET_HOURS } from '../component/model.ts'
import type { GrantShown } from '../component/queries.ts'

/** What a refused form held, and why it was refused; no secret is in it. */
export type TypedComponent = { error: string; appid: string; address: string }

type Props = {
  c: WebContext
  component: ComponentShown | undefined
  grants: readonly GrantShown[]
  now: Instant
  mayChange: boolean
  typed: TypedComponent | undefined
}

/** 第三方平台: what a city or a province has registered at 微信开放平台, and the 公众号 that have authorised it. */
export function ComponentPage(props: Props) {
  const { component } = props
  return (
    <>
      <Head
        crumb={<a href="/sources">系统采集</a>}
        title="第三方平台"
        note="本级已在微信开放平台注册第三方平台的，公众号管理员扫码授权后即可采集，不必交出 AppSecret；仍须登记授权书"
      />
      {component && <Ticket component={component} now={props.now} />}
      <div class="cols c2">
        <div class="stackv">
          {component ? <Present {...props} component={component} /> : <Absent />}
          {component && <Grants {...props} />}
        </div>
        {props.mayChange && (
          <div class="stackv">
            <SettingsForm {...props} />
            {component && <RemoveForm {...props} component={component} />}
          </div>
        )}
      </div>
    </>
  )
}

const Absent = () => (
  <section class="card">
    <Empty title="没有设置第三方平台">公众号由运营单位提供 AppID 和 AppSecret 采集；本系统不接收微信的推送。</Empty>
  </section>
)

function Ticket({ component: { ticketAt }, now }: { component: ComponentShown; now: Instant }) {
  if (ticketAt !== null && addHours(ticketAt, TICKET_HOURS) > now) return null
  return (
    <Alert tone="warn" title={ticketAt === null ? '还没有收到验证票据' : `超过${TICKET_HOURS}小时没有收到验证票据`}>
      微信每10分钟推送一次。请核对授权事件接收URL、Token 和消息加解密
      Key，以及外网能否访问；在此之前，通过第三方平台的公众号按未采集处理。
    </Alert>
  )
}

const Present = ({ component }: { component: ComponentShown }) => (
  <section class="card">
    <header>
      <h2>现有设置</h2>
    </header>
    <div class="in">
      <dl class="dl">
        <dt>第三方平台 AppID</dt>
        <dd>{component.appid}</dd>
        <dt>密钥</dt>
        <dd>已保存，不再显示</dd>
        <dt>授权事件接收URL</dt>
        <dd>{`${component.address}${eventPathOf(component.appid)}`}</dd>
        <dt>最近的验证票据</dt>
        <dd>{component.ticketAt ? formatMinute(component.ticketAt) : '还没有'}</dd>
      </dl>
      <p class="hint">请将授权事件接收URL填入微信开放平台，并将对外网址的域名登记为授权发起页域名。</p>
    </div>
  </section>
)

const Grants = ({ grants }: Props) => (
  <section class="card">
    <header>
      <h2>授权情况</h2>
    </header>
    {grants.length === 0 ? (
      <Empty title="还没有公众号授权">在公众号的“接口采集”页发起扫码授权。</Empty>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>公众号</th>
            <th>授权</th>
            <th>时间</th>
          </tr>
        </thead>
        <tbody>
          {grants.map(({ appid, state, at, accountId, accountName }) => (
            <tr>
              <td class="t">
                {accountId === null ? (
                  '未对应台账账号'
                ) : (
                  <a href={`/sources/accounts/${accountId}/api`}>{accountName}</a>
                )}
                <small>{appid}</small>
              </td>
              <td class="s">
                <Status mark={state === 'given' ? 'pass' : 'fail'} word={state === 'given' ? '已授权' : '已取消授权'} />
              </td>
              <td data-l="时间" class="num">
                {formatMinute(at)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)

function SettingsForm({ c, component, typed }: Props) {
  return (
    <form class="card" method="post" action="/sources/component">
      <header>
        <h2>{component ? '更换设置' : '设置第三方平台'}</h2>
      </header>
      <div class="in stack">
        <CsrfField csrf={c.var.session.csrf} />
        {typed && <Alert tone="fail" title={typed.error} />}
        {component && <input type="hidden" name="version" value={String(component.version)} />}
        <Field
          name="appid"
          label="第三方平台 AppID"
          value={typed?.appid ?? component?.appid}
          required
          maxlength={18}
          autocomplete="off"
        />
        <Field
          name="address"
          label="对外网址"
          value={typed?.address ?? component?.address}
          required
          maxlength={200}
          hint="微信访问本系统的网址，如 https://xmt.example.gov.cn，不带路径"
        />
        {Object.entries(componentSecretLabels).map(([name, label]) => (
          <Field name={name} label={label} type="password" autocomplete="off" required maxlength={200} />
        ))}
        <p class="hint">密钥加密保存，保存后任何人都不能再查看，只能更换；更换后须等微信推送新的验证票据。</p>
        <p class="acts">
          <button class="btn pri" type="submit" name="do" value="set">
            保存
          </button>
        </p>
      </div>
    </form>
  )
}

const RemoveForm = ({ c, component }: Props & { component: ComponentShown }) => (
  <form class="card" method="post" action="/sources/component">
    <header>
      <h2>停用第三方平台</h2>
    </header>
    <div class="in stack">
      <CsrfField csrf={c.var.session.csrf} />
      <input type="hidden" name="version" value={String(component.version)} />
      <p class="hint">停用后密钥、票据一并销毁，不再接收微信的推送；通过它采集的公众号按未采集处理。</p>
      {/* Opened first, then pressed: keys that are destroyed are told anew. */}
      <details>
        <summary>停用</summary>
        <p class="acts">
          <button class="btn bad" type="submit" name="do" value="remove">
            销毁密钥并停用
          </button>
        </p>
      </details>
    </div>
  </form>
)
