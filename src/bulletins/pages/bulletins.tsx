import { type Instant, type Month, monthZh } from '../../calendar/index.ts'
import { Alert, CsrfField, Empty, Head, Select } from '../../web/index.ts'
import type { Bulletin, WholeBulletin } from '../queries.ts'

type Minute = (at: Instant) => string

/** 草稿, 待审定, 已审定. */
function BulletinMark({ bulletin: { state, isDraft } }: { bulletin: Pick<Bulletin, 'state' | 'isDraft'> }) {
  if (state === 'superseded') return <span class="st unkn">已被新版取代</span>
  if (state === 'released') return <span class="st pass">已审定</span>
  return <span class="st pend">{isDraft ? '草稿' : '送审稿'}</span>
}

const Files = ({ id }: { id: string }) => (
  <span class="acts">
    <a href={`/bulletins/${id}/files/pdf`}>PDF</a>
    <a href={`/bulletins/${id}/files/docx`}>Word</a>
    <a href={`/bulletins/${id}/files/xlsx`}>附表</a>
  </span>
)

type ListProps = {
  csrf: string
  bulletins: readonly Bulletin[]
  /** Months that were checked, the newest first: of others there is nothing to tell. */
  months: readonly Month[]
  /** The month that was asked for last. */
  wanted: string | undefined
  mayCompile: boolean
  problem: string | undefined
  minute: Minute
  mayChange: boolean
}

/** 月度监测简报: every version, and the form that makes the next. */
export function BulletinsPage({ csrf, bulletins, months, wanted, mayCompile, problem, minute, mayChange }: ListProps) {
  return (
    <>
      <Head title="月度监测简报" note="一个月的监测情况，数字和口径与季度报告相同；审定后方可印发">
        {mayChange && (
          <a class="btn" href="/bulletins/schedule">
            自动编制
          </a>
        )}
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      <div class="stackv">
        {mayCompile && months.length > 0 && (
          <form class="card" method="post" action="/bulletins">
            <div class="filter">
              <CsrfField csrf={csrf} />
              <Select
                bare
                name="month"
                label="月份"
                value={wanted ?? months[0]}
                choices={months.map((value) => ({ value, label: monthZh(value) }))}
              />
              <button class="btn pri" type="submit">
                编制简报
              </button>
              <span class="mut sm">当月没有办结的，各页标注“草稿”。</span>
            </div>
          </form>
        )}
        <section class="card">
          <header>
            <h2>历次简报</h2>
            <p>每次编制另存一版，旧版照原样保留</p>
          </header>
          {bulletins.length === 0 ? (
            <Empty title="还没有编制过简报">先开展当月监测和人工复核，再编制简报。</Empty>
          ) : (
            <table class="cards">
              <thead>
                <tr>
                  <th>月份</th>
                  <th>版次</th>
                  <th>状态</th>
                  <th>编制时间</th>
                  <th>下载</th>
                </tr>
              </thead>
              <tbody>
                {bulletins.map((bulletin) => (
                  <tr>
                    <td class="t">
                      <a class="nm" href={`/bulletins/${bulletin.id}`}>
                        {monthZh(bulletin.month)}
                      </a>
                    </td>
                    <td data-l="版次">{`第 ${bulletin.version} 版`}</td>
                    <td class="s">
                      <BulletinMark bulletin={bulletin} />
                    </td>
                    <td class="num" data-l="编制时间">
                      {minute(bulletin.createdAt)}
                    </td>
                    <td class="full">
                      <Files id={bulletin.id} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
      </div>
    </>
  )
}

type OneProps = {
  csrf: string
  bulletin: WholeBulletin
  /** Undefined: it is not this person's to release, or done. */
  release: { obstacle: string | undefined } | undefined
  hasCheckpoint: boolean
  minute: Minute
}

/** One version: its words, its files, and what releasing it takes. */
export function BulletinPage({ csrf, bulletin, release, hasCheckpoint, minute }: OneProps) {
  const { id, month, version, content, createdAt, releasedAt } = bulletin
  return (
    <>
      <Head
        crumb={<a href="/bulletins">月度监测简报</a>}
        title={
          <>
            {`${monthZh(month)}监测简报`}
            <BulletinMark bulletin={bulletin} />
          </>
        }
        note={[`第 ${version} 版`, `${minute(createdAt)} 编制`, releasedAt && `${minute(releasedAt)} 审定`]
          .filter(Boolean)
          .join('　')}
      />
      {release?.obstacle && (
        <Alert tone="pend" title="还不能审定">
          {release.obstacle}
        </Alert>
      )}
      <div class="cols c75">
        <article class="doc">
          <h2>{content.title.join('')}</h2>
          {numbered(content.blocks).map(([number, block]) => {
            if (block.kind === 'heading')
              return block.level === 1 ? <h3>{`${number}、${block.text}`}</h3> : <h4>{`（${number}）${block.text}`}</h4>
            if (block.kind === 'paragraph') return <p>{block.runs.map(words)}</p>
            return block.kind === 'open-items' ? block.items.map((item) => <p>{item.map(words)}</p>) : null
          })}
        </article>
        <aside class="stackv">
          <section class="card">
            <header>
              <h2>下载</h2>
            </header>
            <div class="in stack">
              <Files id={id} />
              {hasCheckpoint && (
                <span class="acts">
                  <a href={`/bulletins/${id}/files/checkpoint`}>核验页</a>
                </span>
              )}
              <p class="sm mut">图和附件在下载的文件中。</p>
            </div>
          </section>
          {release && !release.obstacle && (
            <section class="card">
              <header>
                <h2>审定</h2>
              </header>
              <form class="in stack" method="post" action={`/bulletins/${id}/release`}>
                <CsrfField csrf={csrf} />
                <p class="sm">审定后各页不再标注“送审稿”，同时出具核验页。系统不会自行发出，由办公室印发。</p>
                <button class="btn pri" type="submit">
                  审定简报
                </button>
              </form>
            </section>
          )}
        </aside>
      </div>
    </>
  )
}

type Block = WholeBulletin['content']['blocks'][number]
const numerals = '一二三四五六七八九十'

/** The blocks with the numbers the paper gives its headings. */
function numbered(blocks: readonly Block[]): [string, Block][] {
  let [first, second] = [0, 0]
  return blocks.map((block) => {
    if (block.kind !== 'heading') return ['', block]
    if (block.level === 1) second = 0
    return [numerals.charAt(block.level === 1 ? first++ : second++), block]
  })
}

type Run = Extract<Block, { kind: 'paragraph' }>['runs'][number]
const words = (run: Run) => (typeof run === 'string' ? run : run.text)
