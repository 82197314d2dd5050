import { momentZh } from '../../superiors/index.ts'
import {
  Alert,
  CsrfField,
  Empty,
  Field,
  FilterBy,
  Head,
  Pager,
  Select,
  shownMinute,
  Status,
  type WebContext,
} from '../../web/index.ts'
import { type Month, month, monthZh } from '../../calendar/index.ts'
import { type KeptPackage, kindLabels, type Peer, wayLabels } from '../model.ts'
import type { Said } from '../said.ts'
import { LastTurn } from './last-turn.tsx'
import { type Delivery, deliveryLabels, type Link } from '../wire/model.ts'

type Props = {
  c: WebContext
  rows: readonly KeptPackage[]
  total: number
  page: number
  problem: string | undefined
  done: string | undefined
  links: readonly (Link & { name: string; above: boolean })[]
  delivered: ReadonlyMap<string, Delivery>
  /** Which of them don't fit what was sent before. */
  unfitting: ReadonlySet<string>
  peers: readonly Peer[]
  /** Whether there is an office at all with which packages may be exchanged. */
  trusted: boolean
  months: readonly Month[]
  may: { ask: boolean; receive: boolean; send: boolean; trust: boolean }
}

/** What a package is about, in a few words. */
export const aboutWords = (said: Said): string => {
  switch (said.kind) {
    case 'request':
      return said.body.title
    case 'answer':
      return `第${said.body.serial}次反馈　${said.body.letter.number}`
    case 'figures':
      return said.body.figures.month ? `${monthZh(month(said.body.figures.month.of))}数据` : '月度数据'
  }
}

export const packageHref = ({ id, way }: Pick<KeptPackage, 'id' | 'way'>) => `/exchange/${way}/${id}`

/** 上下级报送: packages made and taken in, the newest on top; what may be made and taken in here. */
export function PackagesPage(props: Props) {
  const { c, rows, total, page, problem, may } = props
  return (
    <>
      <Head
        title="上下级报送"
        note="与上级、下级的另一套系统交换检查、交办、反馈和月度数据；数据包带签名，用文件或者在线交换"
      >
        {may.ask && (
          <a class="btn pri" href="/exchange/new">
            制发检查、交办
          </a>
        )}
        {may.trust && (
          <a class="btn" href="/exchange/keys">
            管理公钥
          </a>
        )}
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      {props.done && <Alert tone="pass" title={props.done} />}
      <div class="stackv">
        {props.links.length > 0 && (may.receive || may.send || may.ask) && <Online {...props} />}
        {may.receive && <Receiving c={c} />}
        {may.send && <Reporting {...props} />}
        <section class="card">
          <form class="filter" method="get" action="/exchange">
            <FilterBy c={c} name="kind" label="种类" labels={kindLabels} all="全部种类" />
            <FilterBy c={c} name="way" label="方向" labels={wayLabels} all="收到和发出" />
            <button class="btn" type="submit">
              查看
            </button>
          </form>
          {total === 0 ? (
            <Empty title="没有数据包">
              {props.trusted ? '制作、接收的数据包列在这里。' : '先由系统管理员与对方核对公钥，再交换数据包。'}
            </Empty>
          ) : (
            <table class="cards">
              <thead>
                <tr>
                  <th>内容</th>
                  <th>种类</th>
                  <th>对方</th>
                  <th>时间</th>
                  <th>情况</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr>
                    <td class="t">
                      <a href={packageHref(row)}>{aboutWords(row.said)}</a>
                    </td>
                    <td data-l="种类">{`${wayLabels[row.way]}　${kindLabels[row.kind]}`}</td>
                    <td data-l="对方">{row.way === 'out' ? row.said.to.name : row.said.from.name}</td>
                    <td data-l="时间">{shownMinute(c, row.at)}</td>
                    <td class="s">
                      <Standing row={row} delivery={props.delivered.get(row.id)} fits={!props.unfitting.has(row.id)} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <Pager c={c} page={page} total={total} />
        </section>
      </div>
    </>
  )
}

const deliveryMarks = { sent: 'pass', fetched: 'pass', failed: 'warn', refused: 'fail' } as const

/** What became of a package on its way to the other office. */
export const DeliveryStatus = ({ delivery }: { delivery: Delivery }) => (
  <Status mark={deliveryMarks[delivery.state]} word={deliveryLabels[delivery.state]} />
)

type StandingProps = { row: KeptPackage; delivery: Delivery | undefined; fits: boolean }
function Standing({ row, delivery, fits }: StandingProps) {
  if (!fits) return <Status mark="warn" word="有不一致" />
  if (row.way === 'out' && delivery) return <DeliveryStatus delivery={delivery} />
  if (row.said.kind === 'request')
    return row.way === 'out' ? (
      <Status mark="pend" word={`${momentZh(row.said.body.dueAt)}前反馈`} />
    ) : row.itemId ? (
      <Status mark="pass" word="已登记为上级交办" />
    ) : (
      <Status mark="warn" word="待登记" />
    )
  return row.way === 'out' ? <Status mark="pass" word="已制作" /> : <Status mark="pass" word="已接收" />
}

const Online = ({ c, links, may }: Props) => (
  <section class="card">
    <header>
      <h2>在线收发</h2>
      <p>取回的与用文件接收的同样核验；送达以前的数据包都保留在本机</p>
    </header>
    <table class="cards">
      <thead>
        <tr>
          <th>对方</th>
          <th>最近一次</th>
          <th>办理</th>
        </tr>
      </thead>
      <tbody>
        {links.map(({ peerCode, name, above, auto, triedAt, why }) => (
          <tr>
            <td class="t">
              {`${name}（${peerCode}）`}
              {auto && <small>每5分钟自动取送</small>}
            </td>
            <td class="full" data-l="最近一次">
              <LastTurn c={c} triedAt={triedAt} why={why} />
            </td>
            <td>
              <div class="acts">
                {may.receive && (
                  <GoForm c={c} peer={peerCode} at="fetch" word={above ? '从上级取件' : '从下级取件'} name={name} />
                )}
                {(above ? may.send : may.ask) && (
                  <GoForm
                    c={c}
                    peer={peerCode}
                    at={above ? 'send' : 'send-down'}
                    word={above ? '报送上级' : '送交下级'}
                    name={name}
                  />
                )}
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

type GoFormProps = { c: WebContext; peer: string; at: 'fetch' | 'send' | 'send-down'; word: string; name: string }
const GoForm = ({ c, peer, at, word, name }: GoFormProps) => (
  <form method="post" action={`/exchange/${at}`}>
    <CsrfField csrf={c.var.session.csrf} />
    <input type="hidden" name="peer" value={peer} />
    <button class="btn" type="submit" aria-label={`${word}：${name}`}>
      {word}
    </button>
  </form>
)

const Receiving = ({ c }: { c: WebContext }) => (
  <form class="card" method="post" action="/exchange/import" enctype="multipart/form-data">
    <div class="in">
      <CsrfField csrf={c.var.session.csrf} />
      <Field
        name="file"
        label="接收数据包"
        type="file"
        accept=".gmpkg"
        required
        hint="接收时核验签名、收件单位、有效期和附件；不符的不予接收，并写明原因。"
      />
      <p class="acts">
        <button class="btn" type="submit">
          核验并接收
        </button>
      </p>
    </div>
  </form>
)

function Reporting({ c, peers, months }: Props) {
  const open = peers.filter(({ revokedAt }) => revokedAt === null)
  if (open.length === 0) return null
  return (
    <form class="card" method="post" action="/exchange/figures">
      <div class="in row">
        <CsrfField csrf={c.var.session.csrf} />
        <Select
          name="month"
          label="报送月度数据"
          choices={months.map((one) => ({ value: one, label: monthZh(one) }))}
        />
        <Select
          name="to"
          label="报送至"
          choices={open.map(({ code, name }) => ({ value: code, label: `${name}（${code}）` }))}
        />
        <p class="acts">
          <button class="btn" type="submit">
            制作数据包
          </button>
        </p>
      </div>
    </form>
  )
}
