import type { Child } from 'hono/jsx'
import { type CivilDate, formatDayZh, formatMinute } from '../../calendar/index.ts'
import { filingStateLabels, operatingStatusLabels, runningStateLabels } from '../../registry/index.ts'
import { platforms } from '../../vocabulary/platforms.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import {
  Alert,
  CsrfField,
  Empty,
  FilterBy,
  Field,
  Head,
  type Mark,
  Pager,
  Select,
  Status,
  type WebContext,
} from '../../web/index.ts'
import {
  type SimilarPair,
  type SimilarSide,
  type SimilarState,
  similarStateLabels,
  similarStateOf,
  similarVerdictLabels,
  similarVerdicts,
} from './model.ts'

const marks: Readonly<Record<SimilarState, Mark>> = { open: 'pend', same: 'warn', different: 'pass' }
const SimilarMark = ({ pair, box }: { pair: SimilarPair; box?: boolean }) => (
  <Status mark={marks[similarStateOf(pair)]} word={similarStateLabels[similarStateOf(pair)]} {...(box && { box })} />
)
const address = ({ a, b }: SimilarPair) => `/cleanup/similar/${a.id}/${b.id}`

type ListProps = { c: WebContext; pairs: readonly SimilarPair[]; total: number; page: number; open: number }

/** Pairs that look alike; those that nobody has told apart stand first. */
export function SimilarPage({ c, pairs, total, page, open }: ListProps) {
  return (
    <>
      <Head
        crumb={<a href="/cleanup">清理整合</a>}
        title="疑似重复账号"
        note={`同一单位同一平台上名称、标识相近的账号　未辨认 ${open} 对`}
      />
      <Alert tone="pend" title={sentences.candidatesOnly} />
      <section class="card gap">
        <form class="filter" method="get" action="/cleanup/similar">
          <label class="vh" for="search">
            单位、账号
          </label>
          <input type="search" id="search" name="q" value={c.req.query('q') ?? ''} placeholder="单位、账号" />
          <FilterBy c={c} name="state" label="辨认情况" labels={similarStateLabels} />
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {pairs.length === 0 ? (
          <Empty title="没有疑似重复的账号">同一单位同一平台上有名称或标识相近的账号时，列在这里。</Empty>
        ) : (
          <PairTable pairs={pairs} />
        )}
        <Pager c={c} page={page} total={total} />
      </section>
    </>
  )
}

const PairTable = ({ pairs }: { pairs: readonly SimilarPair[] }) => (
  <table class="cards stick">
    <thead>
      <tr>
        <th>两个账号</th>
        <th>平台</th>
        <th>主办单位</th>
        <th>相近之处</th>
        <th>辨认</th>
      </tr>
    </thead>
    <tbody>
      {pairs.map((pair) => (
        <tr>
          <td class="t">
            <a href={address(pair)}>{`${pair.a.name}、${pair.b.name}`}</a>
          </td>
          <td data-l="平台">{platformsOf(pair)}</td>
          <td data-l="主办单位">{pair.unitName}</td>
          <td class="full" data-l="相近之处">
            {pair.signs.join('；')}
          </td>
          <td class="s">
            <SimilarMark pair={pair} />
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

const platformsOf = ({ a, b }: SimilarPair) =>
  [...new Set([a, b].map(({ platform }) => platforms[platform].label))].join('、')

/** What was sent and refused, and by which of the two forms. */
export type RefusedForm = { problem: string; typed: Readonly<Record<string, string>>; form: 'verdict' | 'item' }

export type PairView = {
  csrf: string
  pair: SimilarPair
  lastUpdates: ReadonlyMap<string, CivilDate>
  /** Items that are not settled, by account. */
  openItems: ReadonlyMap<string, string>
  decidedBy: string
  may: boolean
  refused?: RefusedForm | undefined
  trail: Child
}

/** Two accounts side by side: why they look alike, where they differ, and what a person says. */
export function PairPage(view: PairView) {
  const { pair, refused, may, trail } = view
  return (
    <>
      <Head
        crumb={<a href="/cleanup/similar">疑似重复账号</a>}
        title={
          <>
            {`${pair.a.name}、${pair.b.name}`} <SimilarMark pair={pair} box />
          </>
        }
        note={`${pair.unitName}　${platformsOf(pair)}`}
      />
      {refused && <Alert tone="fail" title={refused.problem} />}
      <Alert tone="pend" title={`相近之处：${pair.signs.join('；')}`}>
        系统只提示，是不是同一账号由人辨认。
      </Alert>
      <div class="stackv">
        <Sides {...view} />
        {pair.decision && <Said {...view} />}
        {may && (
          <div class="cols c2">
            <Telling {...view} />
            <Sending {...view} />
          </div>
        )}
        {trail}
      </div>
    </>
  )
}

type Line = { label: string; of: (side: SimilarSide) => Child; told?: (side: SimilarSide) => string | null }

const page = (url: string | null) =>
  url && /^https?:\/\//i.test(url) ? (
    <a href={url} target="_blank" rel="noreferrer">
      {url}
    </a>
  ) : (
    url
  )

const linesOf = ({ lastUpdates, openItems }: PairView): Line[] => [
  { label: '平台', of: ({ platform }) => platforms[platform].label, told: ({ platform }) => platform },
  { label: '主办单位', of: ({ unitName }) => unitName, told: ({ unitName }) => unitName },
  { label: '账号标识', of: ({ identifier }) => identifier, told: ({ identifier }) => identifier },
  { label: '主页链接', of: ({ profileUrl }) => page(profileUrl), told: ({ profileUrl }) => profileUrl },
  { label: '认证主体', of: ({ certifiedEntity }) => certifiedEntity, told: ({ certifiedEntity }) => certifiedEntity },
  { label: '曾用名', of: ({ renamedFrom }) => renamedFrom },
  { label: '开通时间', of: ({ openedOn }) => openedOn && formatDayZh(openedOn), told: ({ openedOn }) => openedOn },
  { label: '运营状态', of: ({ operatingStatus }) => operatingStatus && operatingStatusLabels[operatingStatus] },
  {
    label: '台账状态',
    of: (side) => `${runningStateLabels[side.runningState]}，${filingStateLabels[side.filingState]}`,
  },
  { label: '最近更新', of: ({ id }) => lastUpdates.has(id) && formatDayZh(lastUpdates.get(id)!) },
  { label: '粉丝量', of: ({ followers }) => followers?.toLocaleString('zh-CN') },
  { label: '清理事项', of: ({ id }) => openItems.has(id) && <a href={`/cleanup/${openItems.get(id)}`}>未销号</a> },
]

function Sides(view: PairView) {
  const { a, b } = view.pair
  const differs = ({ told }: Line) => told !== undefined && told(a) !== null && told(b) !== null && told(a) !== told(b)
  return (
    <section class="card">
      <header>
        <h2>两个账号</h2>
        <p>{sentences.countsNotScored}</p>
      </header>
      <table class="cards cells">
        <thead>
          <tr>
            <th>项目</th>
            {[a, b].map(({ id, name }) => (
              <th>
                <a href={`/accounts/${id}`}>{name}</a>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {linesOf(view).map((line) => (
            <tr>
              <td class="t">
                {line.label}
                {differs(line) && <small>不同</small>}
              </td>
              {[a, b].map((side) => (
                <td data-l={side.name}>{line.of(side) || '—'}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const Said = ({ pair, decidedBy }: PairView) => (
  <section class="card">
    <header>
      <h2>{`辨认结果：${similarStateLabels[similarStateOf(pair)]}`}</h2>
      <p>{`${decidedBy}　${formatMinute(pair.decision!.decidedAt)}`}</p>
    </header>
    <p class="in">{pair.decision!.reason}</p>
  </section>
)

const typedIn = ({ refused }: PairView, form: RefusedForm['form']): RefusedForm['typed'] =>
  refused?.form === form ? refused.typed : {}

function Telling(view: PairView) {
  const { csrf, pair } = view
  const { verdict, reason } = typedIn(view, 'verdict')
  return (
    <section class="card">
      <header>
        <h2>{pair.decision ? '重新辨认' : '辨认'}</h2>
      </header>
      <form class="in" method="post" action={address(pair)}>
        <CsrfField csrf={csrf} />
        <input type="hidden" name="number" value={String(pair.decision?.number ?? 0)} />
        <Select
          name="verdict"
          label="辨认结果"
          value={verdict}
          choices={[
            { value: '', label: '请选择' },
            ...similarVerdicts.map((value) => ({ value, label: similarVerdictLabels[value] })),
          ]}
        />
        <Field name="reason" id="verdict-reason" label="理由" value={reason} required maxlength={500} />
        <p class="acts">
          <button class="btn pri" type="submit">
            保存辨认结果
          </button>
        </p>
      </form>
    </section>
  )
}

function Sending(view: PairView) {
  const { csrf, pair } = view
  const { chosen, reason } = typedIn(view, 'item')
  return (
    <section class="card">
      <header>
        <h2>列入清理整合</h2>
        <p>由负责人另行审定</p>
      </header>
      <form class="in" method="post" action={`${address(pair)}/item`}>
        <CsrfField csrf={csrf} />
        <Select
          name="chosen"
          label="拟处置的账号"
          value={chosen}
          choices={[pair.a, pair.b].map((side) => ({
            value: side.id,
            label: `${side.name}（${platforms[side.platform].label}，${side.unitName}）`,
          }))}
        />
        <Field name="reason" id="item-reason" label="理由" value={reason} required maxlength={500} />
        <p class="acts">
          <button class="btn" type="submit">
            列入清理整合
          </button>
        </p>
      </form>
    </section>
  )
}
