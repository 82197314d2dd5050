import { botKinds, channelLabels, type ChannelRow, tlsLabels } from '../../notify/index.ts'
import {
  Alert,
  Field,
  FormCard,
  Head,
  keptHint,
  render,
  Select,
  SettingCards,
  type WebContext,
} from '../../web/index.ts'

type Values = Record<string, string>
type Shown = { errors?: Values; values?: Values; problem?: string }

/** Sets a channel up or changes one. What is secret is never shown again: blank leaves it as it is kept. */
export function channelPage(
  c: WebContext,
  { kind, channel }: { kind: 'mail' | 'bot'; channel?: ChannelRow | undefined },
  shown: Shown = {},
): Response | Promise<Response> {
  const { csrf } = c.var.session
  const title = channel ? channel.name : kind === 'mail' ? '设置邮件' : '添加机器人'
  const values: Values = shown.values ?? valuesOf(channel)
  const failed = shown.problem !== undefined || Object.keys(shown.errors ?? {}).length > 0
  const page = (
    <>
      <Head crumb={<a href="/notify">通知设置</a>} title={title} note={channel && channelLabels[channel.kind]} />
      {shown.problem && <Alert tone="fail" title={shown.problem} />}
      <SettingCards
        csrf={csrf}
        action={channel ? `/notify/channels/${channel.id}` : '/notify/channels'}
        isNew={!channel}
        next="保存后不会立即启用。请先发送测试消息，再回到“通知设置”启用。"
        doings={channel && <Doings channel={channel} csrf={csrf} />}
        fields={
          <>
            {(channel || kind === 'mail') && <input type="hidden" name="kind" value={channel?.kind ?? 'mail'} />}
            {kind === 'mail' ? (
              <MailFields values={values} errors={shown.errors ?? {}} kept={channel !== undefined} />
            ) : (
              <BotFields values={values} errors={shown.errors ?? {}} kept={channel !== undefined} />
            )}
          </>
        }
      />
    </>
  )
  return render(c, page, { title, current: '/notify' }, failed ? 422 : 200)
}

function valuesOf(channel: ChannelRow | undefined): Values {
  if (!channel) return {}
  if (channel.kind !== 'mail')
    return { kind: channel.kind, name: channel.name, keyword: channel.settings.keyword ?? '' }
  const { host, port, tls, from } = channel.settings
  return { name: channel.name, host, port: String(port), tls, from }
}

type FieldsProps = { values: Values; errors: Values; kept: boolean }

const MailFields = ({ values, errors, kept }: FieldsProps) => (
  <>
    <Field name="name" label="名称" required value={values['name'] ?? '邮件'} error={errors['name']} />
    <Field
      name="host"
      label="邮件服务器"
      required
      value={values['host']}
      error={errors['host']}
      hint="主机名，如 smtp.example.gov.cn；在内网的，须由服务器管理员在 GOVMEDIA_ALLOW_HOSTS 中列明"
    />
    <Field name="port" label="端口" type="number" required value={values['port'] ?? '465'} error={errors['port']} />
    <Select
      name="tls"
      label="加密方式"
      required
      value={values['tls'] ?? 'tls'}
      error={errors['tls']}
      choices={Object.entries(tlsLabels).map(([value, label]) => ({ value, label }))}
    />
    <Field name="from" label="发件地址" required value={values['from']} error={errors['from']} />
    <Field
      name="user"
      label="用户名"
      value={values['user']}
      error={errors['user']}
      autocomplete="off"
      hint={kept ? keptHint : undefined}
    />
    <Field
      name="password"
      label="密码"
      type="password"
      error={errors['password']}
      autocomplete="new-password"
      hint={kept ? keptHint : '加密保存，保存后不再显示'}
    />
    <div class="checks">
      <label>
        <input type="checkbox" name="anonymous" checked={values['anonymous'] === 'on'} />
        {kept ? '不需登录（删除已保存的用户名、密码）' : '不需登录'}
      </label>
    </div>
  </>
)

const BotFields = ({ values, errors, kept }: FieldsProps) => (
  <>
    {!kept && (
      <Select
        name="kind"
        label="种类"
        required
        value={values['kind']}
        error={errors['kind']}
        choices={botKinds.map((value) => ({ value, label: channelLabels[value] }))}
      />
    )}
    <Field name="name" label="名称" required value={values['name']} error={errors['name']} hint="如：办公室工作群" />
    <Field
      name="url"
      label="机器人网址（Webhook）"
      type="password"
      required={!kept}
      error={errors['url']}
      autocomplete="off"
      hint={kept ? keptHint : '在群设置中添加自定义机器人后，整段复制；加密保存，保存后不再显示'}
    />
    <Field
      name="secret"
      label="加签密钥"
      type="password"
      error={errors['secret']}
      autocomplete="off"
      hint="钉钉“加签”、飞书“签名校验”给出的密钥；未开启的留空。重新填写网址的，密钥一并重新填写"
    />
    <Field
      name="keyword"
      label="关键词"
      value={values['keyword']}
      error={errors['keyword']}
      hint="平台要求消息含关键词的填写，写在消息末尾"
    />
  </>
)

function Doings({ channel, csrf }: { channel: ChannelRow; csrf: string }) {
  const { id, kind, digest, enabled } = channel
  const at = `/notify/channels/${id}`
  return (
    <>
      <FormCard csrf={csrf} action={`${at}/test`} title="测试" submit="发送测试消息">
        {kind === 'mail' && <Field name="address" label="收件地址" required hint="只用于本次测试，不保存" />}
      </FormCard>
      {kind !== 'mail' && (
        <FormCard csrf={csrf} action={`${at}/switch`} title="办公室每日待办" submit="保存">
          <input type="hidden" name="to" value={enabled ? 'on' : 'off'} />
          <div class="checks">
            <label>
              <input type="checkbox" name="digest" checked={digest} />
              每个工作日向群内发送一次办公室待办件数
            </label>
          </div>
        </FormCard>
      )}
      <FormCard csrf={csrf} action={`${at}/remove`} title="删除" submit="删除渠道">
        <p>删除后，已保存的密码、网址一并销毁，待发送的消息不再发送。</p>
      </FormCard>
    </>
  )
}
