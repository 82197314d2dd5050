import type { Refusal } from '../vocabulary/refusals/index.ts'
import { Alert } from './components/alert.tsx'
import { CsrfField, Field } from './components/field.tsx'
import { Head } from './components/head.tsx'
import type { WebContext } from './context.ts'
import { confirmationField, sentFields } from './forms.ts'
import { render } from './layout.tsx'

type Held = { action: string; fields: [string, string][]; note: string }

/**
 * The page between a form and its handling: password or code, with everything that was sent carried along. What can't be
 * carried, an uploaded file, is chosen again on the page it came from, `above`.
 */
export async function askAgain(c: WebContext, error: Refusal, above: string): Promise<Response> {
  const { csrf } = c.var.session
  const title = '请先验证身份'
  const held = await heldUp(c, above)
  const page = (
    <>
      <Head title={title} />
      {error.code === 'access.confirm-wrong' && <Alert tone="fail" title={error.message} />}
      <form class="card" method="post" action={held.action}>
        <div class="in prose">
          {!held.fields.some(([name]) => name === '_csrf') && <CsrfField csrf={csrf} />}
          {held.fields.map(([name, value]) => (
            <input type="hidden" name={name} value={value} />
          ))}
          <p>{held.note}</p>
          <Field
            name={confirmationField}
            label="密码或动态口令"
            type="password"
            required
            autocomplete="current-password"
          />
          <p class="acts">
            <button class="btn pri" type="submit">
              确认是本人
            </button>
            <a class="btn txt" href={above}>
              不办了，返回
            </a>
          </p>
        </div>
      </form>
    </>
  )
  return render(c, page, { title, current: '' }, error.status)
}

async function heldUp(c: WebContext, above: string): Promise<Held> {
  const sent = c.req.method === 'POST' ? await sentFields(c) : { fields: [], withFile: false }
  const address = c.req.path + new URL(c.req.url).search
  if (c.req.method === 'POST' && !sent.withFile && c.req.path !== '/confirm')
    return {
      action: address,
      fields: sent.fields,
      note: '本项事关权限、安全或对外发文，距您上次验证身份已有一段时间。填写的内容已经保留，验证后继续办理。',
    }
  const back = new Map(sent.fields).get('back') ?? (sent.withFile ? above : address)
  return {
    action: '/confirm',
    fields: [['back', back]],
    note: sent.withFile
      ? '距您上次验证身份已有一段时间。验证后回到原页面，请重新选择文件再提交。'
      : '距您上次验证身份已有一段时间。验证后继续。',
  }
}
