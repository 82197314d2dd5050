import { listUsers } from '../../access/index.ts'
import {
  kindLabels,
  listLinks,
  listPending,
  listProviders,
  pendingSince,
  type Provider,
  providerKinds,
} from '../../sso/index.ts'
import {
  Alert,
  CsrfField,
  Empty,
  Field,
  FormCard,
  Head,
  render,
  Select,
  Status,
  type WebContext,
} from '../../web/index.ts'

import { Links, type Shared, Waiting } from './people-lists.tsx'

type Shown = { problem?: string; errors?: Record<string, string>; values?: Record<string, string> }

/** 统一身份认证: providers, who waits to be linked, who is linked. */
export async function overviewPage(c: WebContext, shown: Shown = {}, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { levelId: districtId, csrf } = session
  const providers = await listProviders(deps.db, districtId)
  const ids = providers.map(({ id }) => id)
  const pending = await listPending(deps, ids, pendingSince(deps.wall.now()))
  const links = await listLinks(deps, districtId)
  const users = (await listUsers(deps, actor, districtId)).filter(({ disabled }) => !disabled)
  const shared = { csrf, providers }
  const page = (
    <>
      <Head
        title="统一身份认证"
        note={
          districtId === session.districtId
            ? '外部认证服务只验明身份；用户和权限都由本平台管理员建立、关联'
            : `代码 ${districtId} 本级的认证服务和人员，与页首所选的地区无关`
        }
      >
        {providerKinds.map((kind) => (
          <a class="btn" href={`/sso/new?kind=${kind}`}>
            {`添加 ${kindLabels[kind]}`}
          </a>
        ))}
      </Head>
      <datalist id="users">
        {users.map(({ login, displayName }) => (
          <option value={login}>{displayName}</option>
        ))}
      </datalist>
      {shown.problem && <Alert tone="fail" title={shown.problem} />}
      <div class={providers.length > 0 ? 'cols c75' : undefined}>
        <div class="stackv">
          <Providers {...shared} districtId={districtId} />
          <Waiting {...shared} pending={pending} />
          <Links {...shared} c={c} links={links} />
        </div>
        {providers.length > 0 && <LinkForm {...shared} shown={shown} />}
      </div>
    </>
  )
  return render(c, page, { title: '统一身份认证', current: '/sso' }, status)
}

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

function LinkForm({ csrf, providers, shown: { errors = {}, values = {} } }: Shared & { shown: Shown }) {
  return (
    <FormCard
      csrf={csrf}
      action="/sso/links"
      title="直接关联"
      submit="关联"
      primary
      hint="关联不改变用户的角色。停用密码登录的，只能经认证服务登录；本级至少留一名能用密码登录的系统管理员。"
    >
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
      <Field
        name="login"
        label="用户"
        required
        list="users"
        value={values['login']}
        error={errors['login']}
        autocomplete="off"
        hint="输入姓名或用户名的一部分，从列出的用户中选择"
      />
      <div class="checks">
        <label>
          <input type="checkbox" name="passwordOff" checked={values['passwordOff'] === 'on'} />
          同时停用密码登录
        </label>
      </div>
    </FormCard>
  )
}
