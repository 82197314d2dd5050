import { z } from 'zod'
import { changePassword, passwordHint, policyOf, type SecurityPolicy } from '../../access/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { Alert } from '../components/alert.tsx'
import { CsrfField, Field } from '../components/field.tsx'
import { Head } from '../components/head.tsx'
import type { WebContext } from '../context.ts'
import { readForm } from '../forms.ts'
import { render } from '../layout.tsx'
import { defineRoutes } from '../routing.ts'

const form = z
  .object({
    current: z.string('请填写当前密码。'),
    next: z.string('请填写新密码。').max(1000, '新密码过长，请缩短。'),
    again: z.string('请再填一遍新密码。'),
  })
  .refine(({ next, again }) => next === again, { path: ['again'], message: '两次填写的新密码不一致，请重新填写。' })

function PasswordPage({
  c,
  policy,
  problem,
  fields = {},
}: {
  c: WebContext
  policy: SecurityPolicy
  problem?: string
  fields?: Record<string, string>
}) {
  const { session } = c.var
  return (
    <>
      <Head title="修改密码" note={`用户名 ${session.user.login}`} />
      {session.mustChangePassword && (
        <Alert
          tone="warn"
          title={session.passwordOver ? `密码已用满 ${policy.rotationDays} 天，须更换` : '首次登录须先修改初始密码'}
        >
          修改后才能办理业务。
        </Alert>
      )}
      {problem && <Alert tone="fail" title={problem} />}
      <form class="card" method="post" action="/password">
        <div class="in prose">
          <CsrfField csrf={session.csrf} />
          <Field
            name="current"
            label="当前密码"
            type="password"
            required
            autocomplete="current-password"
            error={fields['current']}
          />
          <Field
            name="next"
            label="新密码"
            type="password"
            required
            autocomplete="new-password"
            error={fields['next']}
            hint={passwordHint(policy.passwords, session.actor.roles, policy.rotationDays)}
          />
          <Field
            name="again"
            label="再填一遍新密码"
            type="password"
            required
            autocomplete="new-password"
            error={fields['again']}
          />
          <button class="btn pri" type="submit">
            保存新密码
          </button>
        </div>
      </form>
    </>
  )
}

type Over = { problem?: string; fields?: Record<string, string> }

async function page(c: WebContext, over: Over = {}, status = 200): Promise<Response> {
  const policy = await policyOf(c.var.deps.db, c.var.actor.districtId)
  return render(c, <PasswordPage c={c} policy={policy} {...over} />, { title: '修改密码', current: '' }, status)
}

async function submit(c: WebContext): Promise<Response> {
  const read = await readForm(c, form)
  if (!read.ok) return page(c, { fields: read.errors }, 422)
  try {
    await changePassword(c.var.deps, c.var.actor, { ...read.value, keepCsrf: c.var.session.csrf })
    return c.redirect('/', 303)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (error.code === 'access.wrong-credentials')
      return await page(c, { fields: { current: '当前密码不正确，请重新填写。' } }, error.status)
    return await page(c, { problem: error.message }, error.status)
  }
}

export const passwordRoutes = defineRoutes([
  { method: 'get', path: '/password', door: 'signed-in', handle: (c) => page(c) },
  { method: 'post', path: '/password', door: 'signed-in', handle: submit },
])
