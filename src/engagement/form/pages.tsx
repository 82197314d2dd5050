import type { Child } from 'hono/jsx'
import { Alert, Field } from '../../web/index.ts'
import type { ReportStanding } from './receive-error.ts'

export const paths = { form: '/report-error', status: '/report-error/status' } as const

const here = (path: string, districtId: string | undefined) => (districtId ? `${path}?district=${districtId}` : path)

type Props = {
  district: string | undefined
  /** `3个工作日`: the clock in force today. */
  within: string
  values: Record<string, string>
  problem?: string | undefined
}

/** 我要找错: what an account published that is wrong. No sign-in, no script; nothing is asked that isn't needed. */
export const ErrorFormPage = ({ district, within, values, problem }: Props) => (
  <form class="card" method="post" action={here(paths.form, district)}>
    <header>
      <h1>我要找错</h1>
      <p>
        <a href={here(paths.status, district)}>查询办理情况</a>
      </p>
    </header>
    <div class="in">
      <p class="mut gap">{`发现本区政务新媒体内容有错误、链接打不开、办事入口不能用的，请在这里告诉我们，${within}内答复。`}</p>
      {problem && <Alert tone="fail" title={problem} />}
      <Field
        name="account"
        label="是哪个账号"
        required
        maxlength={100}
        value={values['account']}
        hint="账号名称和平台，如“某某发布”微信公众号。"
        autocomplete="off"
      />
      <Field
        name="link"
        label="文章或者页面链接"
        maxlength={500}
        value={values['link']}
        hint="选填。"
        autocomplete="off"
      />
      <Field
        name="what"
        label="错在哪里"
        type="textarea"
        rows={5}
        required
        maxlength={2000}
        value={values['what']}
        hint="请不要填写他人的姓名、电话、证件号码，不要填写涉及国家秘密的内容。"
      />
      <Field
        name="contact"
        label="联系方式"
        maxlength={200}
        value={values['contact']}
        hint="选填，只用于核实问题，加密保存。不填也能凭编号查询。"
        autocomplete="off"
      />
      <div class="vh" aria-hidden="true">
        <label for="homepage">请留空</label>
        <input type="text" id="homepage" name="homepage" value="" tabindex={-1} autocomplete="off" />
      </div>
      <button class="btn pri wide" type="submit">
        提交
      </button>
    </div>
  </form>
)

/** The code is shown here and nowhere else. */
export const ReceivedPage = ({ code, district }: { code: string; district: string | undefined }) => (
  <section class="card">
    <header>
      <h1>已收到</h1>
    </header>
    <div class="in stack">
      <p>感谢您指出问题。请记下编号，凭编号查询办理情况；编号只显示这一次。</p>
      <p>
        <span class="code">{code}</span>
      </p>
      <p>
        <a href={here(paths.status, district)}>查询办理情况</a>
      </p>
    </div>
  </section>
)

type StatusProps = { district: string | undefined; standing?: ReportStanding | undefined; problem?: string | undefined }

/** 查询办理情况, by the code alone. */
export const StatusPage = ({ district, standing, problem }: StatusProps) => (
  <div class="stackv">
    {standing && <Standing standing={standing} />}
    <form class="card" method="post" action={here(paths.status, district)}>
      <header>
        <h1>查询办理情况</h1>
        <p>
          <a href={here(paths.form, district)}>我要找错</a>
        </p>
      </header>
      <div class="in">
        {problem && <Alert tone="fail" title={problem} />}
        <Field name="code" label="编号" required maxlength={40} autocomplete="off" hint="大小写、有没有横线都可以。" />
        <button class="btn pri wide" type="submit">
          查询
        </button>
      </div>
    </form>
  </div>
)

const Standing = ({ standing: { received, state, answer, answered } }: { standing: ReportStanding }) => (
  <section class="card">
    <header>
      <h2>{state}</h2>
    </header>
    <dl class="dl in">
      <dt>收到时间</dt>
      <dd>{received}</dd>
      {answer !== null && (
        <>
          <dt>{state === '未予办理' ? '理由' : '答复'}</dt>
          <dd class="said">{answer}</dd>
        </>
      )}
      {answered !== null && state === '已答复' && (
        <>
          <dt>答复时间</dt>
          <dd>{answered}</dd>
        </>
      )}
    </dl>
  </section>
)

/** Where several districts share an installation. */
export const ChooseDistrictPage = ({ districts }: { districts: readonly { id: string; name: string }[] }): Child => (
  <section class="card">
    <header>
      <h1>我要找错</h1>
    </header>
    <ul class="plain rows">
      {districts.map(({ id, name }) => (
        <li>
          <a href={here(paths.form, id)}>{name}</a>
        </li>
      ))}
    </ul>
  </section>
)
