import type { Instant } from '../calendar/index.ts'
import { formatDayZh } from '../calendar/index.ts'
import { Alert, CsrfField, Empty, Field, Head } from '../web/index.ts'
import type { OpenSet, WholeSet } from './queries.ts'

type Minute = (at: Instant) => string

const states = {
  prepared: ['pend', '待审定'],
  released: ['pass', '公开中'],
  withdrawn: ['unkn', '已撤回'],
} as const

function SetMark({ state }: { state: OpenSet['state'] }) {
  const [mark, word] = states[state]
  return <span class={`st ${mark}`}>{word}</span>
}

type ListProps = {
  csrf: string
  sets: readonly OpenSet[]
  mayPrepare: boolean
  /** Tables of the open set that no longer hold. */
  changed: readonly string[]
  /** Where everybody reads what is open; undefined: nothing is. */
  address: string | undefined
  minute: Minute
}

/** 公开数据 as the office sees it: what was prepared, what is open. */
export function SetsPage({ csrf, sets, mayPrepare, changed, address, minute }: ListProps) {
  return (
    <>
      <Head title="公开数据" note="账号名录、已办结月份的监测总数、主动公开文件的名称；审定后任何人不登录即可下载">
        {mayPrepare && (
          <form method="post" action="/open-data">
            <CsrfField csrf={csrf} />
            <button class="btn pri" type="submit">
              准备新的一期
            </button>
          </form>
        )}
      </Head>
      {address ? (
        <Alert tone="pass" title="正在公开">
          公开地址：<a href={address}>{address}</a>
        </Alert>
      ) : (
        <Alert tone="unkn" title="没有公开任何数据">
          准备一期，由另一人审定后才公开；随时可以撤回。
        </Alert>
      )}
      {changed.length > 0 && (
        <Alert tone="warn" title={`公开的${changed.join('、')}与现在的数据不一致`}>
          公开以后有文件印发、撤回，账号或者月份有变动。请准备新的一期，审定后替换。
        </Alert>
      )}
      <section class="card">
        <header>
          <h2>各期</h2>
          <p>公开过的照原样保留</p>
        </header>
        {sets.length === 0 ? (
          <Empty title="还没有准备过">“准备新的一期”汇总可以公开的数据，不会自动公开。</Empty>
        ) : (
          <table class="cards">
            <thead>
              <tr>
                <th>期次</th>
                <th>状态</th>
                <th>数据截至</th>
                <th>准备时间</th>
                <th>说明</th>
              </tr>
            </thead>
            <tbody>
              {sets.map((set) => (
                <tr>
                  <td class="t">
                    <a class="nm" href={`/open-data/${set.id}`}>{`第 ${set.serial} 期`}</a>
                  </td>
                  <td class="s">
                    <SetMark state={set.state} />
                  </td>
                  <td class="num" data-l="数据截至">
                    {formatDayZh(set.asOf)}
                  </td>
                  <td class="num" data-l="准备时间">
                    {minute(set.preparedAt)}
                  </td>
                  {set.reason ? <td data-l="说明">{set.reason}</td> : <td class="hid" />}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </>
  )
}

type OneProps = {
  csrf: string
  set: WholeSet
  release: { obstacle: string | undefined } | undefined
  mayWithdraw: boolean
  problem: string | undefined
  typed: string
  minute: Minute
}

/** One set with its files: what is about to be open to everybody, before it is. */
export function SetPage({ csrf, set, release, mayWithdraw, problem, typed, minute }: OneProps) {
  return (
    <>
      <Head
        crumb={<a href="/open-data">公开数据</a>}
        title={
          <>
            {`第 ${set.serial} 期`}
            <SetMark state={set.state} />
          </>
        }
        note={`数据截至 ${formatDayZh(set.asOf)}　${minute(set.preparedAt)} 准备${set.releasedAt ? `　${minute(set.releasedAt)} 审定` : ''}`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {release?.obstacle && <Alert tone="pend" title={release.obstacle} />}
      <div class="cols c75">
        <section class="card">
          <header>
            <h2>文件</h2>
            <p>审定前请逐个打开核对：公开后任何人都能下载</p>
          </header>
          <Files files={set.files} at={`/open-data/${set.id}/files`} />
        </section>
        <aside class="stackv">
          {release && !release.obstacle && (
            <form class="card" method="post" action={`/open-data/${set.id}/release`}>
              <header>
                <h2>审定公开</h2>
              </header>
              <div class="in stack">
                <CsrfField csrf={csrf} />
                <p class="sm">审定后立即公开，上一期同时撤下。数据中没有个人信息和未经复核的线索。</p>
                <button class="btn pri" type="submit">
                  审定公开
                </button>
              </div>
            </form>
          )}
          {mayWithdraw && (
            <form class="card" method="post" action={`/open-data/${set.id}/withdraw`}>
              <header>
                <h2>撤回</h2>
              </header>
              <div class="in stack">
                <CsrfField csrf={csrf} />
                <Field name="reason" label="撤回理由" value={typed} hint="4至200字" maxlength={200} required />
                <button class="btn" type="submit">
                  撤回公开
                </button>
              </div>
            </form>
          )}
        </aside>
      </div>
    </>
  )
}

const Files = ({ files, at }: { files: Readonly<Record<string, string>>; at: string }) => (
  <table class="cards">
    <thead>
      <tr>
        <th>文件</th>
        <th class="r">字节</th>
      </tr>
    </thead>
    <tbody>
      {inOrder(files).map(([name, text]) => (
        <tr>
          <td class="t">
            <a class="nm" href={`${at}/${encodeURIComponent(name)}`}>
              {name}
            </a>
          </td>
          <td class="r" data-l="字节">
            {Buffer.byteLength(text).toLocaleString('zh-CN')}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)

// What explains the others stands first; the database keeps no order of its own.
const inOrder = (files: Readonly<Record<string, string>>) =>
  Object.entries(files).toSorted(
    ([a], [b]) => Number(b === '说明.txt') - Number(a === '说明.txt') || a.localeCompare(b, 'zh-CN'),
  )

/** What everybody sees, without signing in. */
export function PublicPage({ set, district, at }: { set: WholeSet; district: string; at: string }) {
  return (
    <>
      <Head title={`${district}政务新媒体公开数据`} note={`数据截至 ${formatDayZh(set.asOf)}`} />
      <section class="card">
        <div class="in prose">
          <pre class="words">{set.files['说明.txt']}</pre>
        </div>
        <Files files={set.files} at={at} />
        <div class="in prose">
          <p>
            订阅：<a href={at.replace(/files$/u, 'circulars.atom')}>主动公开文件（Atom）</a>、
            <a href={at.replace(/files$/u, 'feeds.opml')}>账号订阅源（OPML）</a>；名录也可由程序读取，见
            <a href="/api">对外接口说明</a>。
          </p>
        </div>
      </section>
    </>
  )
}
