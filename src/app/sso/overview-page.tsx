import { listUsers, type UserSummary } from '../../access/index.ts'
import { formatMinute } from '../../calendar/index.ts'
import {
  kindLabels,
  type Link,
  listLinks,
  listPending,
  listProviders,
  type Pending,
  pendingSince,
  type Provider,
  providerKinds,
} from '../../sso/index.ts'
import { Alert, CsrfField, Empty, Field, Head, render, Select, Status, type WebContext } from '../../web/index.ts'

type Shown = { problem?: string; errors?: Record<string, string>; values?: Record<string, string> }

/** 统一身份认证: providers, who waits to be linked, who is linked. */
export async function overviewPage(c: WebContext, shown: Shown = {}, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId, csrf } = session
  const providers = await listProviders(deps.db, districtId)
  const ids = providers.map(({ id }) => id)
  const pending = await listPending(deps, ids, pendingSince(deps.wall.now()))
  const links = await listLinks(deps, districtId)
  const users = (await listUsers(deps, actor, districtId)).filter(({ disabled }) => !disabled)
  const shared = { csrf, providers, users }
  const page = (
    <>
      <Head title="统一身份认证" note="外部认证服务只验明身份；用户和权限都由本平台管理员建立、关联">
        {providerKinds.map((kind) => (
          <a class="btn" href={`/sso/new?kind=${kind}`}>
            {`添加 ${kindLabels[kind]}`}
          </a>
        ))}
      </Head>
      {shown.problem && <Alert tone="fail" title={shown.problem} />}
      <div class={providers.length > 0 ? 'cols c75' : undefined}>
        <div class="stackv">
          <Providers {...shared} districtId={districtId} />
          <Waiting {...shared} pending={pending} />
          <Links {...shared} links={links} ownId={actor.id} />
        </div>
        {providers.length > 0 && <LinkForm {...shared} shown={shown} />}
      </div>
    </>
  )
  return render(c, page, { title: '统一身份认证', current: '/sso' }, status)
}

type Shared = { csrf: string; providers: readonly Provider[]; users: readonly UserSummary[] }

const Providers = ({ csrf, providers, districtId }: Shared & { districtId: string }) => (
  <section class="card">
    <header>
      <h2>认证服务</h2>
      <p>{`${providers.filter(({ enabled }) => enabled).length} 个已启用`}</p>
    </header>
    {providers.length === 0 ? (
      <Empty title="没有设置认证服务">用户用本平台的用户名和密码登录；需要用统一身份认证登录的，在此添加。</Empty>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>名称</th>
            <th>状态</th>
            <th>办理</th>
          </tr>
        </thead>
        <tbody>
          {providers.map((provider) => (
            <ProviderRow provider={provider} csrf={csrf} isOwn={provider.districtId === districtId} />
          ))}
        </tbody>
      </table>
    )}
  </section>
)

function ProviderRow({ provider, csrf, isOwn }: { provider: Provider; csrf: string; isOwn: boolean }) {
  const { id, label, kind, enabled } = provider
  return (
    <tr>
      <td class="t">
        {isOwn ? <a href={`/sso/providers/${id}`}>{label}</a> : label}
        <small>{kindLabels[kind]}</small>
      </td>
      <td class="s">
        <Status mark={enabled ? 'pass' : 'unkn'} word={enabled ? '已启用' : '未启用'} />
      </td>
      <td>
        {isOwn ? (
          <form method="post" action={`/sso/providers/${id}/switch`}>
            <CsrfField csrf={csrf} />
            <input type="hidden" name="to" value={enabled ? 'off' : 'on'} />
            <button class="btn sml" type="submit" aria-label={`${enabled ? '停用' : '启用'}${label}`}>
              {enabled ? '停用' : '启用'}
            </button>
          </form>
        ) : (
          <span class="mut sm">各地区共用，由服务器操作员管理</span>
        )}
      </td>
    </tr>
  )
}

const labelOf = (providers: readonly Provider[], id: string) =>
  providers.find((one) => one.id === id)?.label ?? '已删除'

const userChoices = (users: readonly UserSummary[]) => [
  { value: '', label: '选择用户' },
  ...users.map(({ id, displayName, login }) => ({ value: id, label: `${displayName}（${login}）` })),
]

const Waiting = ({ csrf, providers, users, pending }: Shared & { pending: readonly Pending[] }) => (
  <section class="card">
    <header>
      <h2>待关联</h2>
      <p>{`${pending.length} 人`}</p>
    </header>
    {pending.length === 0 ? (
      <Empty title="没有待关联的人员">通过认证而尚未关联的人员列在这里，保留十四天。</Empty>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>对方称呼</th>
            <th>认证服务</th>
            <th>最近登录</th>
            <th>办理</th>
          </tr>
        </thead>
        <tbody>
          {pending.map((one) => (
            <WaitingRow {...{ csrf, providers, users, one }} />
          ))}
        </tbody>
      </table>
    )}
  </section>
)

function WaitingRow({ csrf, providers, users, one }: Shared & { one: Pending }) {
  const { providerId, subject, shown, times, lastAt } = one
  const hidden = (
    <>
      <CsrfField csrf={csrf} />
      <input type="hidden" name="providerId" value={providerId} />
      <input type="hidden" name="subject" value={subject} />
    </>
  )
  const who = shown || subject
  return (
    <tr>
      <td class="t">
        {shown || '没有姓名'}
        <small class="brk">{subject}</small>
      </td>
      <td>{labelOf(providers, providerId)}</td>
      <td>
        {formatMinute(lastAt)}
        {times > 1 && <small>{`共 ${times} 次`}</small>}
      </td>
      <td class="full">
        <form method="post" action="/sso/links" class="stack">
          {hidden}
          <select name="userId" required aria-label={`关联到：${who}`}>
            {userChoices(users).map(({ value, label }) => (
              <option value={value}>{label}</option>
            ))}
          </select>
          <label class="checks">
            <input type="checkbox" name="passwordOff" />
            同时停用密码登录
          </label>
          <button class="btn sml" type="submit" aria-label={`关联：${who}`}>
            关联
          </button>
        </form>
        <form method="post" action="/sso/pending/dismiss">
          {hidden}
          <button class="btn txt" type="submit" aria-label={`忽略：${who}`}>
            忽略
          </button>
        </form>
      </td>
    </tr>
  )
}

const Links = ({ csrf, providers, links, ownId }: Shared & { links: readonly Link[]; ownId: string }) => (
  <section class="card">
    <header>
      <h2>已关联</h2>
      <p>{`${links.length} 项`}</p>
    </header>
    {links.length === 0 ? (
      <Empty title="没有关联的用户">关联后，用户可以用认证服务登录，权限不变。</Empty>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>用户</th>
            <th>认证服务</th>
            <th>最近登录</th>
            <th>密码登录</th>
            <th>办理</th>
          </tr>
        </thead>
        <tbody>
          {links.map((link) => (
            <LinkRow
              link={link}
              label={labelOf(providers, link.providerId)}
              csrf={csrf}
              isSelf={link.userId === ownId}
            />
          ))}
        </tbody>
      </table>
    )}
  </section>
)

function LinkRow({ link, label, csrf, isSelf }: { link: Link; label: string; csrf: string; isSelf: boolean }) {
  const { providerId, subject, userId, name, login, passwordOff, disabled, lastUsedAt } = link
  return (
    <tr>
      <td class="t">
        {name}
        <small>{disabled ? `${login}　已停用` : login}</small>
      </td>
      <td>
        {label}
        <small class="brk">{subject}</small>
      </td>
      <td>{lastUsedAt ? formatMinute(lastUsedAt) : '没有登录过'}</td>
      <td class="s">
        <Status mark={passwordOff ? 'unkn' : 'pass'} word={passwordOff ? '已停用' : '可用'} />
      </td>
      <td class="full">
        <span class="acts">
          {!isSelf && (
            <form class="inl" method="post" action="/sso/links/password">
              <CsrfField csrf={csrf} />
              <input type="hidden" name="userId" value={userId} />
              <input type="hidden" name="to" value={passwordOff ? 'on' : 'off'} />
              <button class="btn txt" type="submit" aria-label={`${passwordOff ? '恢复' : '停用'}密码登录：${name}`}>
                {passwordOff ? '恢复密码登录' : '停用密码登录'}
              </button>
            </form>
          )}
          <form class="inl" method="post" action="/sso/links/remove">
            <CsrfField csrf={csrf} />
            <input type="hidden" name="providerId" value={providerId} />
            <input type="hidden" name="subject" value={subject} />
            <button class="btn txt" type="submit" aria-label={`解除关联：${name}，${label}`}>
              解除关联
            </button>
          </form>
        </span>
      </td>
    </tr>
  )
}

function LinkForm({ csrf, providers, users, shown: { errors = {}, values = {} } }: Shared & { shown: Shown }) {
  return (
    <form class="card" method="post" action="/sso/links">
      <header>
        <h2>直接关联</h2>
      </header>
      <div class="in">
        <CsrfField csrf={csrf} />
        <Select
          name="providerId"
          label="认证服务"
          required
          value={values['providerId'] ?? providers[0]?.id}
          error={errors['providerId']}
          choices={providers.map(({ id, label }) => ({ value: id, label }))}
        />
        <Field
          name="subject"
          label="身份标识"
          required
          value={values['subject']}
          error={errors['subject']}
          autocomplete="off"
          hint="对方用来认人的编号：OIDC 的 sub，CAS 的用户名，目录的身份属性。不清楚的，请本人先登录一次，再从“待关联”办理"
        />
        <Select
          name="userId"
          label="用户"
          required
          value={values['userId']}
          error={errors['userId']}
          choices={userChoices(users)}
        />
        <div class="checks">
          <label>
            <input type="checkbox" name="passwordOff" checked={values['passwordOff'] === 'on'} />
            同时停用密码登录
          </label>
        </div>
        <button class="btn pri" type="submit">
          关联
        </button>
        <p class="hint">
          关联不改变用户的角色。停用密码登录的，只能经认证服务登录；本级至少留一名能用密码登录的系统管理员。
        </p>
      </div>
    </form>
  )
}
