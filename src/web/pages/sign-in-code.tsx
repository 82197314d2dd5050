import { answerSecondFactor } from '../../access/index.ts'
import { Refusal, refuse } from '../../vocabulary/refusals/index.ts'
import { Alert } from '../components/alert.tsx'
import { Field } from '../components/field.tsx'
import { sessionOf, type WebContext } from '../context.ts'
import { typedValues } from '../forms.ts'
import { render } from '../layout.tsx'
import { defineRoutes } from '../routing.ts'
import { ownPath, refuseOtherOrigin } from '../security.ts'
import { goOn, stepToken, visitorOf } from '../sign-in-steps.ts'

const title = '输入动态口令'

function codePage(c: WebContext, back: string, problem?: string, status = 200): Response | Promise<Response> {
  const page = (
    <form class="card" method="post" action="/sign-in/code">
      <header>
        <h1>{title}</h1>
      </header>
      <div class="in prose">
        {problem && <Alert tone="fail" title={problem} />}
        <input type="hidden" name="back" value={back} />
        <Field
          name="code"
          label="动态口令"
          required
          autocomplete="one-time-code"
          maxlength={60}
          hint="手机上的 6 位数字。手机不在身边的，填写一个备用码；备用码也没有的，请系统管理员重置动态口令。"
        />
        <p class="acts">
          <button class="btn pri" type="submit">
            登录
          </button>
          <a class="btn txt" href="/sign-in">
            重新登录
          </a>
        </p>
      </div>
    </form>
  )
  return render(c, page, { title, current: '' }, status)
}

async function submit(c: WebContext): Promise<Response> {
  refuseOtherOrigin(c)
  const { code = '', back: found } = await typedValues(c)
  const back = ownPath(found)
  try {
    const token = stepToken(c)
    if (token === undefined) throw refuse('access.step-over')
    return goOn(c, await answerSecondFactor(c.var.deps, { token, code, visitor: visitorOf(c) }), back)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return codePage(c, back, error.message, error.status)
  }
}

/** The step behind the password, for whoever has a second factor. */
export const codeRoutes = defineRoutes([
  {
    method: 'get',
    path: '/sign-in/code',
    door: 'public',
    handle: (c) =>
      sessionOf(c)
        ? c.redirect('/', 303)
        : stepToken(c) === undefined
          ? c.redirect('/sign-in', 303)
          : codePage(c, ownPath(c.req.query('back'))),
  },
  { method: 'post', path: '/sign-in/code', door: 'public', handle: submit },
])
