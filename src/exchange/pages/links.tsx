import type { Child } from 'hono/jsx'
import { addDays, dayOf } from '../../calendar/index.ts'
import { Alert, CsrfField, Empty, Field, Head, Select, shownMinute, type WebContext } from '../../web/index.ts'
import type { Peer } from '../model.ts'
import { LastTurn } from './last-turn.tsx'
import { type Link, longestTokenDays, type PeerToken } from '../wire/model.ts'

export type LinksShown = {
  problem?: string
  /** The field that the problem is about; undefined: the page as a whole. */
  wrong?: string
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
  const { problem, wrong, made, peers } = props
  const open = peers.filter(({ revokedAt }) => revokedAt === null)
  return (
    <>
      <Head
        crumb={<a href="/exchange/keys">公钥</a>}
        title="在线收发"
        note="双方之间有网络的，数据包可以在线取送；没有设置的，仍用文件交换"
      />
      {problem && wrong === undefined && <Alert tone="fail" title={problem} />}
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

const errorOf = ({ problem, wrong }: Props, field: string) => (wrong === field ? problem : undefined)

type CardProps<Row> = {
  c: WebContext
  title: string
  note: string
  heads: readonly string[]
  rows: readonly Row[]
  cells: (row: Row) => Child
  /** What ends a row: where it is sent, the button's word, and whom it ends as a reader hears it. */
  end: (row: Row) => { action: string; word: string; label: string }
  form: { action: string; submit: string; hint?: string; fields: Child }
}

/** What is set up, a row each with the button that ends it, and the form that sets up another. */
function ListWithForm<Row>({ c, title, note, heads, rows, cells, end, form }: CardProps<Row>) {
  const csrf = <CsrfField csrf={c.var.session.csrf} />
  return (
    <section class="card">
      <header>
        <h2>{title}</h2>
        <p>{note}</p>
      </header>
      {rows.length > 0 && (
        <table class="cards">
          <thead>
            <tr>
              {[...heads, '办理'].map((head) => (
                <th>{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => {
              const { action, word, label } = end(row)
              return (
                <tr>
                  {cells(row)}
                  <td>
                    <form method="post" action={action}>
                      {csrf}
                      <button class="btn sml" type="submit" aria-label={label}>
                        {word}
                      </button>
                    </form>
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      )}
      <form class="in prose" method="post" action={form.action}>
        {csrf}
        {form.fields}
        <p class="acts">
          <button class="btn pri" type="submit">
            {form.submit}
          </button>
          {form.hint && <span class="mut">{form.hint}</span>}
        </p>
      </form>
    </section>
  )
}

function Going(props: Listed) {
  const { c, peers, open, links, typed = {} } = props
  return (
    <ListWithForm
      c={c}
      title="到对方取送"
      note="用对方给的网址和令牌"
      heads={['对方', '主机', '方式', '最近一次']}
      rows={links}
      cells={({ peerCode, host, auto, triedAt, why }) => (
        <>
          <td class="t">{nameOf(peers, peerCode)}</td>
          <td data-l="主机">{host}</td>
          <td data-l="方式">{auto ? '自动取送，也可由人办理' : '由人办理'}</td>
          <td class="full" data-l="最近一次">
            <LastTurn c={c} triedAt={triedAt} why={why} />
          </td>
        </>
      )}
      end={({ peerCode }) => ({
        action: `/exchange/links/${peerCode}/remove`,
        word: '取消',
        label: `取消与${nameOf(peers, peerCode)}的在线收发`,
      })}
      form={{
        action: '/exchange/links',
        submit: '保存',
        hint: '同一对方再次保存的，替换以前的设置。',
        fields: (
          <>
            <Select name="peer" label="对方" choices={choices(open)} value={typed['peer']} />
            <Field
              name="url"
              label="对方平台网址"
              required
              value={typed['url']}
              error={errorOf(props, 'url')}
              autocomplete="off"
              hint="https 开头；加密保存，保存后只显示主机名。在内网的，须由服务器管理员在 GOVMEDIA_ALLOW_HOSTS 中列明"
            />
            <Field
              name="token"
              label="对方给的收发令牌"
              type="password"
              required
              error={errorOf(props, 'token')}
              autocomplete="off"
              hint="形如“gx_行政区划代码_随机字符”；加密保存，不再显示"
            />
            <div class="checks">
              <label>
                <input type="checkbox" name="auto" value="on" checked={typed['auto'] === 'on'} />
                每5分钟自动取送；收到的检查、交办仍由监管员登记
              </label>
            </div>
          </>
        ),
      }}
    />
  )
}

function Coming(props: Listed) {
  const { c, peers, open, tokens, typed = {} } = props
  const last = addDays(dayOf(c.var.deps.wall.now()), longestTokenDays)
  return (
    <ListWithForm
      c={c}
      title="对方到本机取送"
      note="一个令牌只供一个单位使用，只能收发双方之间的数据包"
      heads={['对方', '建立时间', '有效期至', '最近使用']}
      rows={tokens}
      cells={({ peerCode, createdAt, expiresOn, lastUsedAt }) => (
        <>
          <td class="t">{nameOf(peers, peerCode)}</td>
          <td data-l="建立时间">{shownMinute(c, createdAt)}</td>
          <td class="num" data-l="有效期至">
            {expiresOn}
          </td>
          <td data-l="最近使用">{lastUsedAt ? shownMinute(c, lastUsedAt) : '没有使用过'}</td>
        </>
      )}
      end={({ id, peerCode }) => ({
        action: `/exchange/tokens/${id}/revoke`,
        word: '撤销',
        label: `撤销${nameOf(peers, peerCode)}的收发令牌`,
      })}
      form={{
        action: '/exchange/tokens',
        submit: '建立令牌',
        fields: (
          <>
            <Select name="for" label="供哪个单位使用" choices={choices(open)} value={typed['for']} />
            <Field
              name="expiresOn"
              label="有效期至"
              type="date"
              required
              value={typed['expiresOn'] ?? last}
              error={errorOf(props, 'expiresOn')}
              hint="当日24:00失效，最长一年"
            />
          </>
        ),
      }}
    />
  )
}
