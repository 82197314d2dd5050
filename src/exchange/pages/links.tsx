import { addDays, dayOf } from '../../calendar/index.ts'
import { Alert, CsrfField, Empty, Field, Head, Select, shownMinute, Status, type WebContext } from '../../web/index.ts'
import type { Peer } from '../model.ts'
import { type Link, longestTokenDays, type PeerToken } from '../wire/model.ts'

export type LinksShown = {
  problem?: string
  status?: number
  typed?: Record<string, string>
  made?: { name: string; token: string }
}
type Props = LinksShown & {
  c: WebContext
  peers: readonly Peer[]
  links: readonly Link[]
  tokens: readonly PeerToken[]
}

/** 在线收发 for the administrator: where others are gone to, and with which tokens others come. */
export function LinksPage(props: Props) {
  const { problem, made, peers } = props
  const open = peers.filter(({ revokedAt }) => revokedAt === null)
  return (
    <>
      <Head
        crumb={<a href="/exchange/keys">公钥</a>}
        title="在线收发"
        note="双方之间有网络的，数据包可以在线取送；没有设置的，仍用文件交换"
      />
      {problem && <Alert tone="fail" title={problem} />}
      {made && (
        <Alert tone="pass" title={`已为“${made.name}”建立收发令牌，只显示这一次`}>
          <p>
            <code>{made.token}</code>
          </p>
          <p>请立即复制，连同本平台网址交给对方的系统管理员。遗失的只能撤销后重新建立。</p>
        </Alert>
      )}
      {open.length === 0 ? (
        <section class="card">
          <Empty title="还没有信任任何公钥">先与对方核对公钥，再设置在线收发。</Empty>
        </section>
      ) : (
        <div class="stackv">
          <Going {...props} open={open} />
          <Coming {...props} open={open} />
        </div>
      )}
    </>
  )
}

type Listed = Props & { open: readonly Peer[] }
const nameOf = (peers: readonly Peer[], code: string) => {
  const peer = peers.findLast((one) => one.code === code)
  return peer ? `${peer.name}（${code}）` : code
}
const choices = (peers: readonly Peer[]) =>
  peers.map(({ code, name }) => ({ value: code, label: `${name}（${code}）` }))

const Going = ({ c, peers, open, links, typed = {} }: Listed) => (
  <section class="card">
    <header>
      <h2>到对方取送</h2>
      <p>用对方给的网址和令牌</p>
    </header>
    {links.length > 0 && (
      <table class="cards">
        <thead>
          <tr>
            <th>对方</th>
            <th>主机</th>
            <th>方式</th>
            <th>最近一次</th>
            <th>办理</th>
          </tr>
        </thead>
        <tbody>
          {links.map(({ peerCode, host, auto, triedAt, why }) => (
            <tr>
              <td class="t">{nameOf(peers, peerCode)}</td>
              <td data-l="主机">{host}</td>
              <td data-l="方式">{auto ? '自动取送，也可由人办理' : '由人办理'}</td>
              <td class="full" data-l="最近一次">
                {triedAt === null ? (
                  '没有取送过'
                ) : (
                  <>
                    <Status mark={why === null ? 'pass' : 'fail'} word={why === null ? '成功' : '没有办成'} />
                    <small>{`${shownMinute(c, triedAt)}　${why ?? ''}`}</small>
                  </>
                )}
              </td>
              <td>
                <form method="post" action={`/exchange/links/${peerCode}/remove`}>
                  <CsrfField csrf={c.var.session.csrf} />
                  <button class="btn sml" type="submit" aria-label={`取消与${nameOf(peers, peerCode)}的在线收发`}>
                    取消
                  </button>
                </form>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
    <form class="in prose" method="post" action="/exchange/links">
      <CsrfField csrf={c.var.session.csrf} />
      <Select name="peer" label="对方" choices={choices(open)} value={typed['peer']} />
      <Field
        name="url"
        label="对方平台网址"
        required
        value={typed['url']}
        autocomplete="off"
        hint="https 开头；加密保存，保存后只显示主机名。在内网的，须由服务器管理员在 GOVMEDIA_ALLOW_HOSTS 中列明"
      />
      <Field
        name="token"
        label="对方给的收发令牌"
        type="password"
        required
        autocomplete="off"
        hint="形如“gx_行政区划代码_随机字符”；加密保存，不再显示"
      />
      <div class="checks">
        <label>
          <input type="checkbox" name="auto" value="on" checked={typed['auto'] === 'on'} />
          每5分钟自动取送；收到的检查、交办仍由监管员登记
        </label>
      </div>
      <p class="acts">
        <button class="btn pri" type="submit">
          保存
        </button>
        <span class="mut">同一对方再次保存的，替换以前的设置。</span>
      </p>
    </form>
  </section>
)

function Coming({ c, peers, open, tokens, typed = {} }: Listed) {
  const last = addDays(dayOf(c.var.deps.wall.now()), longestTokenDays)
  return (
    <section class="card">
      <header>
        <h2>对方到本机取送</h2>
        <p>一个单位一个令牌，只能收发双方之间的数据包</p>
      </header>
      {tokens.length > 0 && (
        <table class="cards">
          <thead>
            <tr>
              <th>对方</th>
              <th>建立时间</th>
              <th>有效期至</th>
              <th>最近使用</th>
              <th>办理</th>
            </tr>
          </thead>
          <tbody>
            {tokens.map(({ id, peerCode, createdAt, expiresOn, lastUsedAt }) => (
              <tr>
                <td class="t">{nameOf(peers, peerCode)}</td>
                <td data-l="建立时间">{shownMinute(c, createdAt)}</td>
                <td class="num" data-l="有效期至">
                  {expiresOn}
                </td>
                <td data-l="最近使用">{lastUsedAt ? shownMinute(c, lastUsedAt) : '没有使用过'}</td>
                <td>
                  <form method="post" action={`/exchange/tokens/${id}/revoke`}>
                    <CsrfField csrf={c.var.session.csrf} />
                    <button class="btn sml" type="submit" aria-label={`撤销${nameOf(peers, peerCode)}的收发令牌`}>
                      撤销
                    </button>
                  </form>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <form class="in prose" method="post" action="/exchange/tokens">
        <CsrfField csrf={c.var.session.csrf} />
        <Select name="for" label="供哪个单位使用" choices={choices(open)} value={typed['for']} />
        <Field
          name="expiresOn"
          label="有效期至"
          type="date"
          required
          value={typed['expiresOn'] ?? last}
          hint="当日24:00失效，最长一年"
        />
        <p class="acts">
          <button class="btn pri" type="submit">
            建立令牌
          </button>
        </p>
      </form>
    </section>
  )
}
