import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { signIn, signOut } from '../../access/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { Alert } from '../components/alert.tsx'
import { Field } from '../components/field.tsx'
import { sessionOf, type WebContext } from '../context.ts'
import { readForm } from '../forms.ts'
import { render } from '../layout.tsx'
import { defineRoutes, sessionCookie } from '../routing.ts'
import { ownPath, refuseOtherOrigin } from '../security.ts'
import { goOn, visitorOf } from '../sign-in-steps.ts'
import { OtherWays, type OtherWaysIn, otherWaysOf } from './other-ways.tsx'

const form = z.object({
  login: z.string('请填写用户名。').max(100, '用户名过长，请核对。'),
  password: z.string('请填写密码。').max(1000, '密码过长，请核对。'),
  back: z.string().optional(),
})

const duties = [
  ['二（一）备案报送', '登记账号，附件2导入导出', '各单位填报人、监管员'],
  ['二（二）清理整合', '排查摸底，关停注销或变更，公告和核验', '各单位填报人、监管员'],
  ['二（三）运维监管', '每月系统监测、人工复核', '监管员、复核员'],
  ['二（三）运维监管', '季度监测报告，报分管领导批阅', '监管员、负责人'],
  ['三　责任落实', '一把手抓总，分管领导负责，工作人员落实', '各单位'],
] as const

function SignInPage({
  back,
  ways,
  login,
  problem,
  fields,
}: {
  back: string
  ways: OtherWaysIn
  login?: string
  problem?: string | undefined
  fields?: Record<string, string>
}) {
  return (
    <div class="gate-grid">
      <form class="card" method="post" action="/sign-in">
        <header>
          <h1>登录</h1>
        </header>
        <div class="in">
          {problem && <Alert tone="fail" title={problem} />}
          <input type="hidden" name="back" value={back} />
          <Field name="login" label="用户名" value={login} required autocomplete="username" error={fields?.['login']} />
          <Field
            name="password"
            label="密码"
            type="password"
            required
            autocomplete="current-password"
            error={fields?.['password']}
            hint="连续输错五次须稍候再试，之后等候时间逐次加长。忘记密码请联系本级管理员重置。"
          />
          <button class="btn pri wide" type="submit">
            登录
          </button>
          <OtherWays ways={ways} back={back} />
        </div>
      </form>
      <section class="stackv">
        <div>
          <h2>本平台办理的事项</h2>
          <p class="mut sm">依据《关于加强和规范全区政务新媒体建设管理应用有关工作的通知》</p>
        </div>
        <div class="card">
          <table class="cards nw13">
            <thead>
              <tr>
                <th>通知条款</th>
                <th>事项</th>
                <th>谁来办</th>
              </tr>
            </thead>
            <tbody>
              {duties.map(([clause, duty, who]) => (
                <tr>
                  <td class="t">{clause}</td>
                  <td>{duty}</td>
                  <td>{who}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </div>
  )
}

async function submit(c: WebContext): Promise<Response> {
  refuseOtherOrigin(c)
  const read = await readForm(c, form)
  if (!read.ok)
    return render(
      c,
      <SignInPage
        ways={await otherWaysOf(c)}
        back={ownPath(String(read.values['back'] ?? '/'))}
        login={String(read.values['login'] ?? '')}
        fields={read.errors}
      />,
      { title: '登录', current: '' },
      422,
    )
  const { login, password } = read.value
  const back = ownPath(read.value.back)
  try {
    return goOn(c, await signIn(c.var.deps, { login, password, visitor: visitorOf(c) }), back)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return render(
      c,
      <SignInPage ways={await otherWaysOf(c)} back={back} login={login} problem={error.message} />,
      { title: '登录', current: '' },
      error.status,
    )
  }
}

async function leave(c: WebContext): Promise<Response> {
  const token = getCookie(c, sessionCookie)
  if (token) await signOut(c.var.deps, token)
  deleteCookie(c, sessionCookie, { path: '/' })
  // The next person at this machine finds nothing of this one.
  c.header('Clear-Site-Data', '"cache", "storage"')
  return c.redirect('/sign-in', 303)
}

function switchDisplay(c: WebContext): Response {
  setCookie(c, 'govmedia_mode', c.req.query('mode') === 'elder' ? 'elder' : 'standard', {
    sameSite: 'Lax',
    path: '/',
    maxAge: 31_536_000,
    httpOnly: true,
  })
  return c.redirect(ownPath(c.req.query('back')), 303)
}

export const signInRoutes = defineRoutes([
  {
    method: 'get',
    path: '/sign-in',
    door: 'public',
    handle: async (c) => {
      if (sessionOf(c)) return c.redirect('/', 303)
      const page = <SignInPage ways={await otherWaysOf(c)} back={ownPath(c.req.query('back'))} />
      return render(c, page, { title: '登录', current: '' })
    },
  },
  { method: 'post', path: '/sign-in', door: 'public', handle: submit },
  { method: 'post', path: '/sign-out', door: 'signed-in', handle: leave },
  { method: 'get', path: '/display', door: 'public', handle: switchDisplay },
])
