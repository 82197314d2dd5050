import { z } from 'zod'
import { isOwnAddress, isSafeAddress, isSafeDirectory, type ProviderInput } from '../../sso/index.ts'
import { idField } from '../../web/index.ts'

const LABEL_MOST = 30

const label = z.string('请填写名称。').max(LABEL_MOST, `名称不超过${LABEL_MOST}个字。`)
const secret = z.string().max(500, '密钥过长，请核对。').optional()

const address = (what: string, example: string) =>
  z
    .string(`请填写${what}。`)
    .max(300, `${what}过长，请核对。`)
    .refine(isSafeAddress, `${what}应写作 ${example} 这样的形式，须为 https，不带用户名和密码。`)

const publicUrl = z
  .string('请填写本平台网址。')
  .max(200, '本平台网址过长，请核对。')
  .transform((typed) => typed.replace(/\/$/, ''))
  .refine(
    isOwnAddress,
    '本平台网址应写作 https://media.example.gov.cn 这样的形式，须为 https，不带路径和参数；非标准端口的写明端口。',
  )

/** Values that stand for more than a password, with commas or blanks between them. */
const strong = z
  .string()
  .max(500, '内容过长，请核对。')
  .optional()
  .transform((typed = '') => typed.split(/[\s,，、;；]+/).filter(Boolean))

const attribute = (what: string) =>
  z
    .string(`请填写${what}。`)
    .regex(/^[a-zA-Z][a-zA-Z0-9-]{0,60}$/, `${what}应为目录中的属性名，如 entryUUID，由字母、数字、横线组成。`)

const oidc = z.object({
  kind: z.literal('oidc'),
  label,
  issuer: address('签发者地址', 'https://id.example.gov.cn').refine(
    (text) => !URL.canParse(text) || new URL(text).search === '',
    '签发者地址不带参数。',
  ),
  clientId: z.string('请填写客户端编号。').max(200, '客户端编号过长，请核对。'),
  secret,
  publicUrl,
  strong,
})

const cas = z.object({
  kind: z.literal('cas'),
  label,
  url: address('认证地址', 'https://cas.example.gov.cn/cas').refine(
    (text) => !URL.canParse(text) || new URL(text).search === '',
    '认证地址不带参数，写到 /login 之前。',
  ),
  publicUrl,
  strong,
})

const ldap = z
  .object({
    kind: z.literal('ldap'),
    label,
    url: z.string('请填写目录地址。').max(200, '目录地址过长，请核对。'),
    startTls: z.literal('on').optional(),
    bindDn: z.string().max(300, '绑定用户过长，请核对。').optional(),
    secret,
    baseDn: z.string('请填写查询起点。').max(300, '查询起点过长，请核对。'),
    filter: z
      .string('请填写查询条件。')
      .max(500, '查询条件过长，请核对。')
      .refine(isFilter, '查询条件应写作 (uid={login}) 这样的形式：括号成对，用 {login} 表示登录时填写的用户名。'),
    subject: attribute('身份属性'),
    name: attribute('姓名属性'),
  })
  .refine(({ url, startTls }) => isSafeDirectory({ url, startTls: startTls === 'on' }), {
    path: ['url'],
    message:
      '目录地址应写作 ldaps://ldap.example.gov.cn，或写作 ldap://… 并勾选“用 STARTTLS 加密”；不加密的只能在本机。',
  })

function isFilter(text: string): boolean {
  let depth = 0
  for (const sign of text) {
    if (sign === '(') depth++
    if (sign === ')') depth--
    if (depth < 0) return false
  }
  return depth === 0 && text.startsWith('(') && text.endsWith(')') && text.includes('{login}')
}

/** A provider as typed; a blank secret leaves the one that is kept. */
export const providerForm = (place: { districtId: string; id: string | undefined }) =>
  z.discriminatedUnion('kind', [oidc, cas, ldap], '请选择认证服务的种类。').transform((form): ProviderInput => {
    const common = { ...place, label: form.label }
    if (form.kind === 'cas') {
      const { url, publicUrl: own, strong: accepted } = form
      return { ...common, kind: 'cas', settings: { url, publicUrl: own, strong: accepted } }
    }
    if (form.kind === 'oidc') {
      const { issuer, clientId, publicUrl: own, strong: accepted } = form
      return {
        ...common,
        secret: form.secret,
        kind: 'oidc',
        settings: { issuer, clientId, publicUrl: own, strong: accepted },
      }
    }
    const { url, bindDn = '', baseDn, filter, subject, name } = form
    const settings = { url, startTls: form.startTls === 'on', bindDn, baseDn, filter, subject, name }
    return { ...common, secret: form.secret, kind: 'ldap', settings }
  })

/** An identity and the user whom an administrator says it is. */
export const linkForm = z.object({
  providerId: idField('请选择认证服务。'),
  subject: z.string('请填写身份标识。'),
  login: z.string('请填写用户名。'),
  passwordOff: z.literal('on').optional(),
})
