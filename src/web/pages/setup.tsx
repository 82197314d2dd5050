import { z } from 'zod'
import { openDistrict } from '../../access/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { Alert } from '../components/alert.tsx'
import { CsrfField, Field } from '../components/field.tsx'
import { Head } from '../components/head.tsx'
import type { WebContext } from '../context.ts'
import { type FormValues, readForm } from '../forms.ts'
import { render } from '../layout.tsx'
import { defineRoutes } from '../routing.ts'

const form = z.object({
  code: z.string('请填写行政区划代码。').regex(/^[1-9]\d{5}$/, '行政区划代码是 6 位数字，如 430611。'),
  name: z.string('请填写地区名称。').max(30, '地区名称不超过 30 个字。'),
  officeName: z.string('请填写承办单位。').max(60, '承办单位不超过 60 个字。'),
  issuingOffice: z.string('请填写印发机关。').max(60, '印发机关不超过 60 个字。'),
})

function SetupPage({
  c,
  values = {},
  fields = {},
  problem,
}: {
  c: WebContext
  values?: FormValues
  fields?: Record<string, string>
  problem?: string
}) {
  const text = (name: string) => String(values[name] ?? '')
  return (
    <>
      <Head title="首次设置" note="登记本平台服务的地区，之后即可建立用户、导入台账" />
      {problem && <Alert tone="fail" title={problem} />}
      <form class="card" method="post" action="/setup">
        <div class="in prose">
          <CsrfField csrf={c.var.session.csrf} />
          <Field
            name="code"
            label="行政区划代码"
            value={text('code')}
            required
            error={fields['code']}
            hint="6 位数字，登记后不能更改。"
          />
          <Field
            name="name"
            label="地区名称"
            value={text('name')}
            required
            error={fields['name']}
            hint="全称，如“临湖区”，印在页面和报告上。"
          />
          <Field
            name="officeName"
            label="承办单位"
            value={text('officeName')}
            required
            error={fields['officeName']}
            hint="具体承担监管工作的单位，如“临湖区行政审批服务局”，作为季度报告落款。"
          />
          <Field
            name="issuingOffice"
            label="印发机关"
            value={text('issuingOffice')}
            required
            error={fields['issuingOffice']}
            hint="通报以它的名义印发，如“临湖区政务公开领导小组办公室”。"
          />
          <button class="btn pri" type="submit">
            保存
          </button>
        </div>
      </form>
    </>
  )
}

type Over = { values?: FormValues; fields?: Record<string, string>; problem?: string }
const page = (c: WebContext, over: Over = {}, status = 200) =>
  render(c, <SetupPage c={c} {...over} />, { title: '首次设置', current: '' }, status)

async function submit(c: WebContext): Promise<Response> {
  const read = await readForm(c, form)
  if (!read.ok) return page(c, { values: read.values, fields: read.errors }, 422)
  const { code, name, officeName, issuingOffice } = read.value
  try {
    await openDistrict(c.var.deps, c.var.actor, {
      id: code,
      name,
      shortName: name.replace(/[区县市]$/, ''),
      officeName,
      issuingOffice,
    })
    return c.redirect('/users', 303)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return page(c, { values: read.value, problem: error.message }, error.status)
  }
}

export const setupRoutes = defineRoutes([
  {
    method: 'get',
    path: '/setup',
    door: 'signed-in',
    handle: (c) => (c.var.session.districtId ? c.redirect('/', 303) : page(c)),
  },
  { method: 'post', path: '/setup', door: 'signed-in', handle: submit },
])
