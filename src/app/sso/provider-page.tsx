import { kindLabels, type Provider, type ProviderKind, returnUrl, type Tested } from '../../sso/index.ts'
import { Alert, Field, FormCard, Head, keptHint, render, SettingCards, type WebContext } from '../../web/index.ts'

type Values = Record<string, string>
export type Shown = { errors?: Values; values?: Values; problem?: string; tested?: Tested }

/** Sets a provider up or changes one. What is secret is never shown again: blank leaves it as it is kept. */
export function providerPage(
  c: WebContext,
  {
    kind,
    provider,
    ownAddress,
  }: { kind: ProviderKind; provider?: Provider | undefined; ownAddress?: string | undefined },
  shown: Shown = {},
): Response | Promise<Response> {
  const { csrf } = c.var.session
  const title = provider ? provider.label : '添加认证服务'
  const values = shown.values ?? (provider ? valuesOf(provider) : { publicUrl: ownAddress ?? '' })
  const failed = shown.problem !== undefined || Object.keys(shown.errors ?? {}).length > 0
  const fields = { values, errors: shown.errors ?? {}, kept: provider?.hasSecret ?? false }
  const page = (
    <>
      <Head crumb={<a href="/sso">统一身份认证</a>} title={title} note={kindLabels[kind]} />
      {shown.problem && <Alert tone="fail" title={shown.problem} />}
      {shown.tested && <Outcome tested={shown.tested} />}
      <SettingCards
        csrf={csrf}
        action={provider ? `/sso/providers/${provider.id}` : '/sso/providers'}
        isNew={!provider}
        next="保存后不会立即启用。请先测试连接，再回到“统一身份认证”启用。"
        doings={provider && <Doings provider={provider} csrf={csrf} />}
        fields={
          <>
            <input type="hidden" name="kind" value={kind} />
            <Field
              name="label"
              label="名称"
              required
              value={values['label']}
              error={fields.errors['label']}
              hint="写在登录页的按钮上，如：区统一身份认证平台"
            />
            {kind === 'oidc' && <OidcFields {...fields} />}
            {kind === 'cas' && <CasFields {...fields} />}
            {kind === 'ldap' && <LdapFields {...fields} />}
            {kind !== 'ldap' && <WebFields {...fields} />}
          </>
        }
      />
    </>
  )
  return render(c, page, { title, current: '/sso' }, failed ? 422 : 200)
}

function Outcome({ tested }: { tested: Tested }) {
  if (!tested.ok)
    return (
      <Alert tone="fail" title="测试没有通过">
        {tested.why}
      </Alert>
    )
  return (
    <Alert tone="pass" title="测试通过">
      <ul>
        {tested.found.map((line) => (
          <li>{line}</li>
        ))}
      </ul>
    </Alert>
  )
}

function valuesOf(provider: Provider): Values {
  const { label } = provider
  if (provider.kind === 'ldap') {
    const { startTls, ...settings } = provider.settings
    return { label, ...settings, ...(startTls && { startTls: 'on' }) }
  }
  const { strong, ...settings } = provider.settings
  return { label, ...settings, strong: strong.join('，') }
}

type FieldsProps = { values: Values; errors: Values; kept: boolean }

const intranetHint = '在内网的，须由服务器管理员在 GOVMEDIA_ALLOW_HOSTS 中列明主机名'

const OidcFields = ({ values, errors, kept }: FieldsProps) => (
  <>
    <Field
      name="issuer"
      label="签发者地址（issuer）"
      required
      value={values['issuer']}
      error={errors['issuer']}
      hint={`如 https://id.example.gov.cn，须与对方自称的一字不差；${intranetHint}`}
    />
    <Field
      name="clientId"
      label="客户端编号（client_id）"
      required
      value={values['clientId']}
      error={errors['clientId']}
      autocomplete="off"
    />
    <Field
      name="secret"
      label="客户端密钥（client_secret）"
      type="password"
      required={!kept}
      error={errors['secret']}
      autocomplete="new-password"
      hint={kept ? keptHint : '加密保存，保存后不再显示'}
    />
  </>
)

const CasFields = ({ values, errors }: FieldsProps) => (
  <Field
    name="url"
    label="认证地址"
    required
    value={values['url']}
    error={errors['url']}
    hint={`写到 /login 之前，如 https://cas.example.gov.cn/cas；${intranetHint}`}
  />
)

const WebFields = ({ values, errors }: FieldsProps) => (
  <>
    <Field
      name="publicUrl"
      label="本平台网址"
      required
      value={values['publicUrl']}
      error={errors['publicUrl']}
      hint="各单位打开本平台所用的网址，如 https://media.example.gov.cn；回调地址由它组成"
    />
    <Field
      name="strong"
      label="视同双因素的认证方式"
      value={values['strong']}
      error={errors['strong']}
      hint="对方已作双因素认证时应答的 acr、amr 值，如 mfa；多个用逗号隔开。留空的，登录后仍按本平台的安全设置验证"
    />
  </>
)

const LdapFields = ({ values, errors, kept }: FieldsProps) => (
  <>
    <Field
      name="url"
      label="目录地址"
      required
      value={values['url']}
      error={errors['url']}
      hint={`如 ldaps://ldap.example.gov.cn；${intranetHint}`}
    />
    <div class="checks">
      <label>
        <input type="checkbox" name="startTls" checked={values['startTls'] === 'on'} />用 STARTTLS 加密（ldap:// 地址）
      </label>
    </div>
    <Field
      name="bindDn"
      label="绑定用户"
      value={values['bindDn']}
      error={errors['bindDn']}
      autocomplete="off"
      hint="用于查询的目录用户，只须有读权限，如 cn=reader,dc=example,dc=cn；允许匿名查询的留空"
    />
    <Field
      name="secret"
      label="绑定密码"
      type="password"
      error={errors['secret']}
      autocomplete="new-password"
      hint={kept ? keptHint : '加密保存，保存后不再显示'}
    />
    <Field
      name="baseDn"
      label="查询起点"
      required
      value={values['baseDn']}
      error={errors['baseDn']}
      hint="如 ou=people,dc=example,dc=cn"
    />
    <Field
      name="filter"
      label="查询条件"
      required
      value={values['filter'] ?? '(uid={login})'}
      error={errors['filter']}
      hint="用 {login} 表示登录时填写的用户名；活动目录写作 (sAMAccountName={login})"
    />
    <Field
      name="subject"
      label="身份属性"
      required
      value={values['subject'] ?? 'entryUUID'}
      error={errors['subject']}
      hint="人员改名、调动后也不变的属性：OpenLDAP 用 entryUUID，活动目录用 objectGUID"
    />
    <Field name="name" label="姓名属性" required value={values['name'] ?? 'cn'} error={errors['name']} />
  </>
)

function Doings({ provider, csrf }: { provider: Provider; csrf: string }) {
  const { id, kind } = provider
  const at = `/sso/providers/${id}`
  return (
    <>
      {provider.kind !== 'ldap' && (
        <section class="card">
          <header>
            <h2>回调地址</h2>
          </header>
          <div class="in prose">
            <p class="code">{returnUrl(provider, provider.settings.publicUrl)}</p>
            <p class="hint">
              {kind === 'oidc'
                ? '请在对方登记为本平台的回调地址；退出后返回的地址登记为本平台网址加 /sign-in。'
                : '请在对方的服务清单中登记，地址后另带参数。'}
            </p>
          </div>
        </section>
      )}
      <FormCard csrf={csrf} action={`${at}/test`} title="测试连接" submit="测试">
        <p>按已保存的设置连接一次，不登录任何人。</p>
      </FormCard>
      <FormCard csrf={csrf} action={`${at}/remove`} title="删除" submit="删除认证服务">
        <p>删除后，已保存的密钥销毁，与它的关联全部解除。用户本身和权限不受影响。</p>
      </FormCard>
    </>
  )
}
