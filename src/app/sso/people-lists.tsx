import { formatMinute } from '../../calendar/index.ts'
import type { Link, Pending, Provider } from '../../sso/index.ts'
import {
  CsrfField,
  Empty,
  Pager,
  pageFrom,
  pageSize,
  SearchBox,
  searchFrom,
  Status,
  type WebContext,
} from '../../web/index.ts'

export type Shared = { csrf: string; providers: readonly Provider[] }

const labelOf = (providers: readonly Provider[], id: string) =>
  providers.find((one) => one.id === id)?.label ?? '已删除'

export const Waiting = ({ csrf, providers, pending }: Shared & { pending: readonly Pending[] }) => (
  <section class="card">
    <header>
      <h2>待关联</h2>
      <p>{pending.length > pageSize ? `${pending.length} 人，先列最近的 ${pageSize} 人` : `${pending.length} 人`}</p>
    </header>
    {pending.length === 0 ? (
      <Empty title="没有待关联的人员">通过认证而尚未关联的人员列在这里，保留十四天。</Empty>
    ) : (
      <table class="cards">
        <thead>
          <tr>
            <th>对方称呼</th>
            <th>认证服务</th>
            <th>最近登录</th>
            <th>办理</th>
          </tr>
        </thead>
        <tbody>
          {pending.slice(0, pageSize).map((one) => (
            <WaitingRow {...{ csrf, providers, one }} />
          ))}
        </tbody>
      </table>
    )}
  </section>
)

function WaitingRow({ csrf, providers, one }: Shared & { one: Pending }) {
  const { providerId, subject, shown, times, lastAt } = one
  const hidden = (
    <>
      <CsrfField csrf={csrf} />
      <input type="hidden" name="providerId" value={providerId} />
      <input type="hidden" name="subject" value={subject} />
    </>
  )
  const who = shown || subject
  return (
    <tr>
      <td class="t">
        {shown || '没有姓名'}
        <small class="brk">{subject}</small>
      </td>
      <td>{labelOf(providers, providerId)}</td>
      <td>
        {formatMinute(lastAt)}
        {times > 1 && <small>{`共 ${times} 次`}</small>}
      </td>
      <td class="full">
        <div class="linker">
          <form method="post" action="/sso/links" class="linker">
            {hidden}
            <input
              type="text"
              name="login"
              list="users"
              required
              autocomplete="off"
              placeholder="用户名"
              aria-label={`关联到：${who}`}
            />
            <label>
              <input type="checkbox" name="passwordOff" /> 同时停用密码登录
            </label>
            <button class="btn sml" type="submit" aria-label={`关联：${who}`}>
              关联
            </button>
          </form>
          <form method="post" action="/sso/pending/dismiss">
            {hidden}
            <button class="btn txt" type="submit" aria-label={`忽略：${who}`}>
              忽略
            </button>
          </form>
        </div>
      </td>
    </tr>
  )
}

export function Links({ c, csrf, providers, links }: Shared & { c: WebContext; links: readonly Link[] }) {
  const [sought, page] = [searchFrom(c), pageFrom(c)]
  const found = links.filter(({ name, login, subject }) => [name, login, subject].some((text) => text.includes(sought)))
  return (
    <section class="card">
      <header>
        <h2>已关联</h2>
        <p>{`${links.length} 项`}</p>
      </header>
      {(links.length > pageSize || sought !== '') && (
        <form class="filter in" method="get" action="/sso">
          <SearchBox c={c} label="查姓名、用户名、身份标识" />
          <button class="btn" type="submit">
            查找
          </button>
        </form>
      )}
      {found.length === 0 ? (
        <Empty title={sought === '' ? '没有关联的用户' : '没有符合条件的用户'}>
          {sought === '' ? '关联后，用户可以用认证服务登录，权限不变。' : '换一个姓名或用户名再查。'}
        </Empty>
      ) : (
        <>
          <table class="cards">
            <thead>
              <tr>
                <th>用户</th>
                <th>认证服务</th>
                <th>最近登录</th>
                <th>密码登录</th>
                <th>办理</th>
              </tr>
            </thead>
            <tbody>
              {found.slice((page - 1) * pageSize, page * pageSize).map((link) => (
                <LinkRow
                  link={link}
                  label={labelOf(providers, link.providerId)}
                  csrf={csrf}
                  isSelf={link.userId === c.var.actor.id}
                />
              ))}
            </tbody>
          </table>
          {found.length > pageSize && <Pager c={c} page={page} total={found.length} path="/sso" />}
        </>
      )}
    </section>
  )
}

function LinkRow({ link, label, csrf, isSelf }: { link: Link; label: string; csrf: string; isSelf: boolean }) {
  const { providerId, subject, userId, name, login, passwordOff, disabled, lastUsedAt } = link
  return (
    <tr>
      <td class="t">
        {name}
        <small>{disabled ? `${login}　已停用` : login}</small>
      </td>
      <td>
        {label}
        <small class="brk">{subject}</small>
      </td>
      <td>{lastUsedAt ? formatMinute(lastUsedAt) : '没有登录过'}</td>
      <td class="s">
        <Status mark={passwordOff ? 'unkn' : 'pass'} word={passwordOff ? '已停用' : '可用'} />
      </td>
      <td class="full">
        <span class="acts">
          {!isSelf && (
            <form class="inl" method="post" action="/sso/links/password">
              <CsrfField csrf={csrf} />
              <input type="hidden" name="userId" value={userId} />
              <input type="hidden" name="to" value={passwordOff ? 'on' : 'off'} />
              <button class="btn txt" type="submit" aria-label={`${passwordOff ? '恢复' : '停用'}密码登录：${name}`}>
                {passwordOff ? '恢复密码登录' : '停用密码登录'}
              </button>
            </form>
          )}
          <form class="inl" method="post" action="/sso/links/remove">
            <CsrfField csrf={csrf} />
            <input type="hidden" name="providerId" value={providerId} />
            <input type="hidden" name="subject" value={subject} />
            <button class="btn txt" type="submit" aria-label={`解除关联：${name}，${label}`}>
              解除关联
            </button>
          </form>
        </span>
      </td>
    </tr>
  )
}
