import { namesOfUsers, readRights, reviewRights, type RightsLine, roleLabels } from '../../access/index.ts'
import { Alert } from '../components/alert.tsx'
import { CsrfField } from '../components/field.tsx'
import { Head } from '../components/head.tsx'
import type { WebContext } from '../context.ts'
import { typedValues } from '../forms.ts'
import { render } from '../layout.tsx'
import { refusalOf } from '../refusal-of.ts'
import { defineRoutes } from '../routing.ts'
import { shownMinute } from '../shown-time.ts'

const title = '权限复核'

async function page(c: WebContext, problem?: string, status = 200): Promise<Response> {
  const { deps, actor, session } = c.var
  const { lines, reviewed, digest } = await readRights(deps, actor, session.districtId)
  const names = await namesOfUsers(deps, session.districtId, reviewed ? [reviewed.by] : [])
  const isNew = ({ changedAt }: RightsLine) => !reviewed || changedAt > reviewed.at
  const fresh = lines.filter(isNew).length
  // What changed since is looked at first.
  const ordered = [...lines.filter(isNew), ...lines.filter((line) => !isNew(line))]
  const body = (
    <>
      <Head
        title={title}
        note={
          reviewed
            ? `上次复核 ${shownMinute(c, reviewed.at)}，${names.get(reviewed.by) ?? '服务器操作员'}`
            : '还没有复核过'
        }
      />
      {problem && <Alert tone="fail" title={problem} />}
      <section class="card">
        <header>
          <h2>用户和角色</h2>
          <p>{`${lines.length} 人，其中 ${fresh} 人${reviewed ? '在上次复核后有变动' : '待复核'}`}</p>
        </header>
        <table class="cards">
          <thead>
            <tr>
              <th>姓名</th>
              <th>用户名</th>
              <th>单位</th>
              <th>角色</th>
              <th>角色设定</th>
              <th>状态</th>
            </tr>
          </thead>
          <tbody>
            {ordered.map((line) => (
              <tr>
                <td class="t">{line.displayName}</td>
                <td class="mono">{line.login}</td>
                <td>{line.unitName ?? '主管单位'}</td>
                <td class="full">{line.roles.map((role) => roleLabels[role]).join('、') || '无'}</td>
                <td class="num" data-l="设定">
                  {shownMinute(c, line.changedAt)}
                </td>
                <td class="s">
                  {line.disabled ? (
                    <span class="st unkn">已停用</span>
                  ) : isNew(line) ? (
                    <span class="st warn">待复核</span>
                  ) : (
                    <span class="st pass">已复核</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <form class="in" method="post" action="/rights">
          <CsrfField csrf={session.csrf} />
          <input type="hidden" name="seen" value={digest} />
          <p class="mut sm">有不应有的角色、已离岗的人员，请系统管理员在“用户与权限”调整后再登记。</p>
          <p class="acts">
            <button class="btn pri" type="submit">
              逐人核对无误，登记复核
            </button>
          </p>
        </form>
      </section>
    </>
  )
  return render(c, body, { title, current: '/rights' }, status)
}

async function review(c: WebContext): Promise<Response> {
  const { seen = '' } = await typedValues(c)
  try {
    await reviewRights(c.var.deps, c.var.actor, { districtId: c.var.session.districtId, seen })
    return c.redirect('/rights', 303)
  } catch (error) {
    const { message, status } = refusalOf(error)
    return page(c, message, status)
  }
}

export const rightsRoutes = defineRoutes([
  { method: 'get', path: '/rights', door: 'security.manage', handle: (c) => page(c) },
  { method: 'post', path: '/rights', door: 'security.manage', handle: review },
])
