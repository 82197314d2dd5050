import type { Child } from 'hono/jsx'
import {
  beginSecondFactor,
  enrolSecondFactor,
  factorState,
  pendingSecret,
  removeSecondFactor,
  renewRecoveryCodes,
} from '../../access/index.ts'
import { qrSvg } from '../../files/index.ts'
import { Alert } from '../components/alert.tsx'
import { CsrfField, Field } from '../components/field.tsx'
import { Head } from '../components/head.tsx'
import type { WebContext } from '../context.ts'
import { typedValues } from '../forms.ts'
import { render } from '../layout.tsx'
import { refusalOf } from '../refusal-of.ts'
import { defineRoutes } from '../routing.ts'
import { shownMinute } from '../shown-time.ts'

const title = '动态口令'
type Shown = { problem?: string; codes?: readonly string[] }

async function page(c: WebContext, shown: Shown = {}, status = 200): Promise<Response> {
  const { deps, session } = c.var
  const body = (
    <>
      <Head
        crumb={<a href="/own-sign-ins">我的登录</a>}
        title={title}
        note="登录时除密码外，再填写手机上每半分钟一换的 6 位数字"
      />
      {session.mustEnrol && (
        <Alert tone="warn" title="本区要求您的角色启用动态口令">
          启用后才能办理业务。
        </Alert>
      )}
      {shown.problem && <Alert tone="fail" title={shown.problem} />}
      {shown.codes && <Codes codes={shown.codes} />}
      {await standing(c, await factorState(deps.db, session.user.id))}
    </>
  )
  return render(c, body, { title, current: '' }, status)
}

function Codes({ codes }: { codes: readonly string[] }) {
  return (
    <section class="card">
      <header>
        <h2>备用码</h2>
        <p>只显示这一次</p>
      </header>
      <div class="in prose">
        <p>手机丢失或更换时，用备用码代替动态口令登录，每个只能用一次。请抄下或打印，和公章一样保管。</p>
        <ul class="code">
          {codes.map((code) => (
            <li>{code}</li>
          ))}
        </ul>
      </div>
    </section>
  )
}

type State = Awaited<ReturnType<typeof factorState>>

async function standing(c: WebContext, state: State): Promise<Child> {
  const { csrf } = c.var.session
  if (!state) return <Begin csrf={csrf} />
  if (!state.enrolledAt) return setUp(c)
  return (
    <section class="card">
      <header>
        <h2>已启用</h2>
        <p>{shownMinute(c, state.enrolledAt)}</p>
      </header>
      <div class="in prose">
        <p>{`备用码还剩 ${state.codesLeft} 个。`}</p>
        <p class="acts">
          <Act csrf={csrf} action="/second-factor/codes" label="更换备用码" />
          <Act csrf={csrf} action="/second-factor/remove" label="停用（更换手机）" />
        </p>
      </div>
    </section>
  )
}

const Act = ({ csrf, action, label }: { csrf: string; action: string; label: string }) => (
  <form class="inl" method="post" action={action}>
    <CsrfField csrf={csrf} />
    <button class="btn" type="submit">
      {label}
    </button>
  </form>
)

const Begin = ({ csrf }: { csrf: string }) => (
  <section class="card">
    <header>
      <h2>启用</h2>
    </header>
    <div class="in prose">
      <p>
        手机上先装一个身份验证程序，凡支持 TOTP（RFC 6238）的都可以，如 FreeOTP、Microsoft
        Authenticator。手机不须联网，也不须登记号码。
      </p>
      <form class="acts" method="post" action="/second-factor/begin">
        <CsrfField csrf={csrf} />
        <button class="btn pri" type="submit">
          生成密钥
        </button>
      </form>
    </div>
  </section>
)

async function setUp(c: WebContext): Promise<Child> {
  const { deps, session } = c.var
  const secret = await pendingSecret(deps, session.user)
  if (!secret) return null
  const picture = Buffer.from(await qrSvg(secret.uri)).toString('base64')
  return (
    <form class="card" method="post" action="/second-factor/enrol">
      <header>
        <h2>登记手机</h2>
      </header>
      <div class="in prose">
        <CsrfField csrf={session.csrf} />
        <p>用手机上的身份验证程序扫描：</p>
        <img src={`data:image/svg+xml;base64,${picture}`} width="220" height="220" alt="动态口令密钥的二维码" />
        <p>
          不能扫描的，手工输入密钥：<span class="code">{secret.text.match(/.{1,4}/g)?.join(' ')}</span>
        </p>
        <Field
          name="code"
          label="手机上显示的 6 位数字"
          required
          autocomplete="one-time-code"
          maxlength={10}
          hint="填写一次，确认手机登记无误。"
        />
        <p class="acts">
          <button class="btn pri" type="submit">
            启用
          </button>
        </p>
      </div>
    </form>
  )
}

async function enrol(c: WebContext): Promise<Response> {
  const { code = '' } = await typedValues(c)
  try {
    const codes = await enrolSecondFactor(c.var.deps, c.var.actor, code)
    c.set('session', { ...c.var.session, mustEnrol: false })
    return await page(c, { codes })
  } catch (error) {
    const { message, status } = refusalOf(error)
    return page(c, { problem: message }, status)
  }
}

const step = (work: (c: WebContext) => Promise<Shown | void>) => async (c: WebContext) => {
  try {
    const shown = await work(c)
    return shown ? await page(c, shown) : c.redirect('/second-factor', 303)
  } catch (error) {
    const { message, status } = refusalOf(error)
    return page(c, { problem: message }, status)
  }
}

/** One's own second factor. The pages that make or show a secret ask first who sits there. */
export const secondFactorRoutes = defineRoutes([
  { method: 'get', path: '/second-factor', door: 'signed-in', handle: (c) => page(c) },
  {
    method: 'post',
    path: '/second-factor/begin',
    door: 'signed-in',
    handle: step((c) => beginSecondFactor(c.var.deps, c.var.actor)),
  },
  { method: 'post', path: '/second-factor/enrol', door: 'signed-in', handle: enrol },
  {
    method: 'post',
    path: '/second-factor/codes',
    door: 'signed-in',
    handle: step(async (c) => ({ codes: await renewRecoveryCodes(c.var.deps, c.var.actor) })),
  },
  {
    method: 'post',
    path: '/second-factor/remove',
    door: 'signed-in',
    handle: step((c) => removeSecondFactor(c.var.deps, c.var.actor)),
  },
])
