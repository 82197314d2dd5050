import { idFrom } from '../id-from.ts'
import { z } from 'zod'
import {
  chooseCapacity,
  delegationLabels,
  endDelegation,
  lendRole,
  listDelegations,
  may,
  namesOfUsers,
  peopleToLend,
  type Role,
  roleLabels,
  stateOn,
} from '../../access/index.ts'
import { civilDate, isCivilDate } from '../../calendar/index.ts'
import { isUuid } from '../../database/index.ts'
import { Alert } from '../components/alert.tsx'
import { CsrfField, Field, Select } from '../components/field.tsx'
import { Empty, Head } from '../components/head.tsx'
import { Pager, pageFrom, pageSize } from '../components/paging.tsx'
import type { WebContext } from '../context.ts'
import { formValues, idField, readForm, typedValues } from '../forms.ts'
import { render } from '../layout.tsx'
import { refusalOf } from '../refusal-of.ts'
import { defineRoutes } from '../routing.ts'

const title = '代理'
const dayField = (what: string) =>
  z.string(`请填写${what}。`).refine(isCivilDate, `${what}应写作 2026-09-30 这样的形式。`).transform(civilDate)
const form = z.object({
  what: z
    .string('请选择交出的角色。')
    .refine(
      (found) => isUuid(found.split(' ')[0] ?? '') && (found.split(' ')[1] ?? '') in roleLabels,
      '请从列表中选择。',
    ),
  deputyId: idField('请选择代理人。'),
  fromDay: dayField('开始日期'),
  toDay: dayField('截止日期'),
  reason: z.string('请写明代理的原因。').max(100, '代理的原因不超过 100 个字。'),
})

type Shown = { problem?: string; errors?: Record<string, string>; values?: Record<string, string> }

async function delegationsPage(c: WebContext, shown: Shown = {}, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { districtId, csrf } = session
  const all = await listDelegations(deps, actor, districtId)
  const manages = may(actor, 'users.manage', { districtId })
  const people = await peopleToLend(deps, actor, { districtId, manages })
  const names = await namesOfUsers(
    deps,
    districtId,
    all.flatMap(({ lenderId, deputyId, madeBy }) => [lenderId, deputyId, madeBy]),
  )
  const today = deps.clock.today()
  const page = pageFrom(c)
  const { errors = {}, values = {} } = shown
  const field = (name: string) => ({ name, required: true, value: values[name] ?? '', error: errors[name] })
  const body = (
    <>
      <Head title={title} note="出差、休假期间把一个角色交给他人办理；到期自动结束，代理期间的办理都记作“代 某 办”" />
      {shown.problem && <Alert tone="fail" title={shown.problem} />}
      <div class="cols c75">
        <section class="card">
          <header>
            <h2>{manages ? '本区的代理' : '我的代理'}</h2>
            {all.length > 0 && <p>{`${all.length} 件`}</p>}
          </header>
          {all.length === 0 ? (
            <Empty title="没有代理">需要时在“办理代理”登记。</Empty>
          ) : (
            <table class="cards">
              <thead>
                <tr>
                  <th>被代理人</th>
                  <th>代理人</th>
                  <th>角色</th>
                  <th>起止</th>
                  <th>原因</th>
                  <th>状态</th>
                  <th>办理</th>
                </tr>
              </thead>
              <tbody>
                {all.slice((page - 1) * pageSize, page * pageSize).map((one) => {
                  const state = stateOn(one, today)
                  const open = state === 'coming' || state === 'running'
                  return (
                    <tr>
                      <td class="t">{names.get(one.lenderId) ?? ''}</td>
                      <td data-l="代理人">{names.get(one.deputyId) ?? ''}</td>
                      <td>{roleLabels[one.role]}</td>
                      <td class="num full">{`${one.fromDay} 至 ${one.toDay}`}</td>
                      <td class="full">{one.reason}</td>
                      <td class="s">
                        <span class={`st ${state === 'running' ? 'pass' : state === 'coming' ? 'pend' : 'unkn'}`}>
                          {delegationLabels[state]}
                        </span>
                      </td>
                      <td class="full">
                        {open && (
                          <form class="inl" method="post" action={`/delegations/${one.id}/end`}>
                            <CsrfField csrf={csrf} />
                            <button
                              class="btn txt"
                              type="submit"
                              aria-label={`提前结束：${names.get(one.lenderId)}，${roleLabels[one.role]}`}
                            >
                              提前结束
                            </button>
                          </form>
                        )}
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          )}
          {all.length > pageSize && <Pager c={c} page={page} total={all.length} path="/delegations" />}
        </section>
        <form class="card" method="post" action="/delegations">
          <header>
            <h2>办理代理</h2>
          </header>
          <div class="in">
            <CsrfField csrf={csrf} />
            <Select
              {...field('what')}
              label="交出的角色"
              choices={[{ value: '', label: '请选择' }, ...people.lenders]}
              hint={manages ? '系统管理员可以代为办理，但不能交给自己。' : '只能交出本人的角色，每件一个。'}
            />
            <Select
              {...field('deputyId')}
              label="代理人"
              choices={[{ value: '', label: '请选择' }, ...people.deputies]}
              hint={
                people.deputies.length === 0 &&
                `${manages ? '本地区' : '本单位'}没有其他在用的用户，请系统管理员先添加。`
              }
            />
            <Field {...field('fromDay')} label="开始日期" type="date" />
            <Field {...field('toDay')} label="截止日期" type="date" hint="当日仍然有效。" />
            <Field
              {...field('reason')}
              label="原因"
              maxlength={100}
              hint="经办与复核仍须分开：被代理人和代理人办过的事项，互相不能复核。"
            />
            <p class="acts">
              <button class="btn pri" type="submit">
                登记
              </button>
            </p>
          </div>
        </form>
      </div>
    </>
  )
  return render(c, body, { title, current: '/delegations' }, status)
}

async function lend(c: WebContext): Promise<Response> {
  const read = await readForm(c, form)
  const values = await typedValues(c)
  if (!read.ok) return delegationsPage(c, { errors: read.errors, values }, 422)
  const { what, ...rest } = read.value
  const [lenderId = '', role = ''] = what.split(' ')
  try {
    const { districtId } = c.var.session
    await lendRole(c.var.deps, c.var.actor, { districtId, lenderId, role: role as Role, ...rest })
    return c.redirect('/delegations', 303)
  } catch (error) {
    const { message, status } = refusalOf(error)
    return delegationsPage(c, { problem: message, values }, status)
  }
}

async function end(c: WebContext): Promise<Response> {
  const delegationId = idFrom(c, '代理')
  try {
    await endDelegation(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, delegationId })
    return c.redirect('/delegations', 303)
  } catch (error) {
    const { message, status } = refusalOf(error)
    return delegationsPage(c, { problem: message }, status)
  }
}

// In the head of every page: as whom somebody goes on.
async function choose(c: WebContext): Promise<Response> {
  const found = String((await formValues(c))['capacity'] ?? '')
  await chooseCapacity(c.var.deps, c.var.session, found === '' ? null : found)
  return c.redirect('/', 303)
}

export const delegationRoutes = defineRoutes([
  { method: 'get', path: '/delegations', door: 'signed-in', handle: (c) => delegationsPage(c) },
  { method: 'post', path: '/delegations', door: 'signed-in', handle: lend },
  { method: 'post', path: '/delegations/:id/end', door: 'signed-in', handle: end },
  { method: 'post', path: '/capacity', door: 'signed-in', handle: choose },
])
