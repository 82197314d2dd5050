import { holdFiles } from '../access/index.ts'
import type { Refusal } from '../vocabulary/refusals/index.ts'
import { Alert } from './components/alert.tsx'
import { CsrfField, Field } from './components/field.tsx'
import { Head } from './components/head.tsx'
import type { WebContext } from './context.ts'
import { confirmationField, heldField, sentFields } from './forms.ts'
import { render } from './layout.tsx'

type Held = { action: string; fields: [string, string][]; note: string }

/**
 * The page between a form and its handling: password or code, with everything that was sent carried along, files too: a page
 * can't carry these, so they are kept, sealed, for the time it takes. `above`: where who doesn't go on is led.
 */
export async function askAgain(c: WebContext, error: Refusal, above: string): Promise<Response> {
  const { csrf } = c.var.session
  const title = '请先验证身份'
  const held = await heldUp(c)
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

async function heldUp(c: WebContext): Promise<Held> {
  const address = c.req.path + new URL(c.req.url).search
  const { fields, files } = c.req.method === 'POST' ? await sentFields(c) : { fields: [], files: [] }
  if (c.req.method !== 'POST' || c.req.path === '/confirm') {
    const back = new Map(fields).get('back') ?? address
    return { action: '/confirm', fields: [['back', back]], note: '距您上次验证身份已有一段时间。验证后继续。' }
  }
  const { deps, session } = c.var
  if (files.length > 0) await holdFiles(deps, session, c.req.path, files)
  const own = fields.filter(([name]) => name !== heldField)
  const isKept = files.length > 0 || own.length < fields.length
  return {
    action: address,
    fields: isKept ? [...own, [heldField, 'yes']] : own,
    note: `本项事关权限、安全或对外发文，距您上次验证身份已有一段时间。填写的内容${isKept ? '和所选的文件' : ''}已经保留，验证后继续办理。`,
  }
}
