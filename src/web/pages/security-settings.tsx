import { z } from 'zod'
import {
  changePolicy,
  passwordLabels,
  policyFields,
  policyOf,
  privilegedRoles,
  roleLabels,
  secondFactorLabels,
} from '../../access/index.ts'
import { systemChain } from '../../trail/index.ts'
import { CsrfField, Field, Select } from '../components/field.tsx'
import { Head } from '../components/head.tsx'
import { trailPanel } from '../components/trail-panel.tsx'
import type { WebContext } from '../context.ts'
import { readForm, typedValues } from '../forms.ts'
import { render } from '../layout.tsx'
import { defineRoutes } from '../routing.ts'

const form = z.object(policyFields)

type Typed = { values: Record<string, string>; errors: Record<string, string> }

async function page(c: WebContext, typed?: Typed): Promise<Response> {
  const { deps, session } = c.var
  const { districtId, csrf } = session
  const policy = await policyOf(deps.db, districtId || systemChain)
  const number = (name: 'idleMinutes' | 'absoluteHours' | 'confirmMinutes' | 'rotationDays') => ({
    name,
    type: 'number' as const,
    required: true,
    value: typed ? (typed.values[name] ?? '') : String(policy[name]),
    error: typed?.errors[name],
  })
  const body = (
    <>
      <Head title="安全设置" note="由安全保密员调整，立即生效，每次调整都留痕" />
      <div class="cols c75">
        <form class="card" method="post" action="/security">
          <header>
            <h2>登录和验证</h2>
          </header>
          <div class="in prose">
            <CsrfField csrf={csrf} />
            <Field
              {...number('idleMinutes')}
              label="无操作自动退出（分钟）"
              hint="5 至 120 分钟。正在填写的内容不会因为打字而算作操作，长文稿请随时保存。"
            />
            <Field {...number('absoluteHours')} label="一次登录最长（小时）" hint="1 至 24 小时，到时须重新登录。" />
            <Field
              {...number('confirmMinutes')}
              label="验证身份后免再验证（分钟）"
              hint="1 至 60 分钟。签发通报、公开数据、导出完整联系方式、调整权限和安全设置、管理公钥和令牌前，超过这段时间须再次验证身份。"
            />
            <Select
              name="secondFactor"
              label="动态口令"
              required
              value={typed ? (typed.values['secondFactor'] ?? '') : policy.secondFactor}
              error={typed?.errors['secondFactor']}
              choices={Object.entries(secondFactorLabels).map(([value, label]) => ({ value, label }))}
              hint={`重要角色：${[...privilegedRoles].map((role) => roleLabels[role]).join('、')}。改为必须启用后，没有启用的人下次打开页面须先启用。`}
            />
            <Select
              name="passwords"
              label="密码规则"
              required
              value={typed ? (typed.values['passwords'] ?? '') : policy.passwords}
              error={typed?.errors['passwords']}
              choices={Object.entries(passwordLabels).map(([value, label]) => ({ value, label }))}
              hint="重要角色至少 12 个字符，其他至少 8 个；常见密码一律不收。改为按等保后，超过期限未更换的人下次打开页面须先更换。"
            />
            <Field {...number('rotationDays')} label="按等保时，密码更换周期（天）" hint="30 至 365 天。" />
            <p class="acts">
              <button class="btn pri" type="submit">
                保存
              </button>
            </p>
          </div>
        </form>
        {await trailPanel(c, { kind: 'security', id: districtId }, '没有调整过，按系统默认执行。')}
      </div>
    </>
  )
  return render(c, body, { title: '安全设置', current: '/security' }, typed ? 422 : 200)
}

async function save(c: WebContext): Promise<Response> {
  const read = await readForm(c, form)
  if (!read.ok) return page(c, { errors: read.errors, values: await typedValues(c) })
  await changePolicy(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, changes: read.value })
  return c.redirect('/security', 303)
}

export const securityRoutes = defineRoutes([
  { method: 'get', path: '/security', door: 'security.manage', handle: (c) => page(c) },
  { method: 'post', path: '/security', door: 'security.manage', handle: save },
])
