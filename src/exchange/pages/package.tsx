import type { Child } from 'hono/jsx'
import { month, monthZh } from '../../calendar/index.ts'
import type { Difference } from '../../rollup/index.ts'
import { figureLines } from '../../rollup/index.ts'
import { circularLevels } from '../../rectification/index.ts'
import { momentZh } from '../../superiors/index.ts'
import { Alert, CsrfField, Field, Head, shownMinute, type WebContext } from '../../web/index.ts'
import { conflictLabels, type Held } from '../compare.ts'
import { type KeptPackage, kindLabels, wayLabels } from '../model.ts'
import type { SaidOf } from '../said.ts'
import type { Delivery } from '../wire/model.ts'
import { aboutWords, DeliveryStatus, packageHref } from './packages.tsx'

export type AnswerView = { kept: KeptPackage & { said: SaidOf<'answer'> }; held: Held }

export type PackageView = {
  c: WebContext
  kept: KeptPackage
  /** Answers to this request, or this answer alone, each held against what is known here. */
  answers: readonly AnswerView[]
  /** Of figures: what differs from what the district sent for the same month before. */
  differences: readonly Difference[]
  /** What became of it on its way; undefined: nobody fetched or sent it, it goes as a file. */
  delivered: Delivery | undefined
  /** Whether this person may send it over the network, to an office that is set up. */
  mayCarry: boolean
  may: { enter: boolean; send: boolean; seesItem: boolean }
  typed: string | undefined
  problem: string | undefined
}

/** One package: what it says, what became of it, and what doesn't fit, beside each other. */
export function PackagePage(view: PackageView) {
  const { c, kept, problem } = view
  const { said } = kept
  return (
    <>
      <Head
        crumb={<a href="/exchange">上下级报送</a>}
        title={aboutWords(said)}
        note={`${wayLabels[kept.way]}的${kindLabels[kept.kind]}　${said.from.name}至${said.to.name}，${shownMinute(c, said.madeAt)}制作`}
      >
        <a class="btn" href={`${packageHref(kept)}/file`}>
          下载数据包
        </a>
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      <div class="stackv">
        {said.kind === 'request' && <RequestCard view={view} said={said} />}
        {view.answers.map((one) => (
          <AnswerCard c={c} view={one} />
        ))}
        {said.kind === 'request' && kept.way === 'out' && view.answers.length === 0 && (
          <Alert tone="pend" title="还没有收到反馈">
            对方的反馈包在“上下级报送”接收后，显示在这里。
          </Alert>
        )}
        {said.kind === 'figures' && <FiguresCard said={said} differences={view.differences} />}
        <PackageFacts c={c} kept={kept} delivered={view.delivered} mayCarry={view.mayCarry} />
      </div>
    </>
  )
}

function RequestCard({ view, said }: { view: PackageView; said: SaidOf<'request'> }) {
  const { kept, may, c, typed } = view
  const { body } = said
  return (
    <section class="card">
      <header>
        <h2>交办内容</h2>
        <p>{`${body.issuer}（${circularLevels[body.level]}）　${momentZh(body.dueAt)}前反馈`}</p>
      </header>
      <dl class="in dl">
        <dt>交办要求</dt>
        <dd>{body.asked}</dd>
        {body.indicators.length > 0 && (
          <>
            <dt>涉及的指标</dt>
            <dd>{body.indicators.join('、')}</dd>
          </>
        )}
        <dt>涉及的单位和账号</dt>
        <dd class="lines">{body.named === '' ? '没有写明' : body.named}</dd>
        {kept.itemId && (
          <>
            <dt>办理</dt>
            <dd>{may.seesItem ? <a href={`/superiors/${kept.itemId}`}>已登记为上级交办</a> : '已登记为上级交办'}</dd>
          </>
        )}
      </dl>
      {kept.way === 'in' && kept.itemId === null && may.enter && (
        <form class="in" method="post" action={`/exchange/in/${kept.id}/enter`}>
          <CsrfField csrf={c.var.session.csrf} />
          <Field
            name="named"
            label="登记为上级交办：涉及的单位和账号"
            type="textarea"
            rows={5}
            required
            value={typed ?? body.named}
            hint="上级所写的名称与本区台账不一致的，按台账改正；每行一个，写作“单位｜账号｜平台｜要求”或者“单位｜要求”。数据包原文不变。"
          />
          <p class="acts">
            <button class="btn pri" type="submit">
              登记为上级交办
            </button>
          </p>
        </form>
      )}
      {kept.way === 'in' && kept.itemId !== null && may.send && (
        <form class="in" method="post" action={`/exchange/in/${kept.id}/answer`}>
          <CsrfField csrf={c.var.session.csrf} />
          <p class="acts">
            <button class="btn pri" type="submit">
              制作反馈包
            </button>
            <span class="mut">反馈函审签后制作；再次制作的为下一次反馈，以前的都保留。</span>
          </p>
        </form>
      )}
    </section>
  )
}

function AnswerCard({ c, view: { kept, held } }: { c: WebContext; view: AnswerView }) {
  const { body } = kept.said
  return (
    <section class="card">
      <header>
        <h2>{`第${body.serial}次反馈`}</h2>
        <p>
          {`${body.letter.number}，${body.letter.signedOn}审签；${shownMinute(c, kept.at)}${kept.way === 'in' ? '接收' : '制作'}　`}
          <a href={packageHref(kept)}>数据包</a>
        </p>
      </header>
      {held.conflicts.length > 0 && (
        <Alert tone="fail" title="有不一致，请与对方核实；各次反馈都保留，没有覆盖">
          {held.conflicts.map((one) => conflictLabels[one]).join('；')}。
        </Alert>
      )}
      <dl class="in dl">
        <dt>核查处理情况</dt>
        <dd class="lines">{body.letter.result}</dd>
        <dt>下一步工作</dt>
        <dd class="lines">{body.letter.next}</dd>
        {body.answers.map(({ unit, answer }) => (
          <>
            <dt>{unit}</dt>
            <dd>{answer ?? '没有反馈，或者反馈未经核对'}</dd>
          </>
        ))}
        {body.ledger.length > 0 && (
          <>
            <dt>涉及账号的台账</dt>
            <dd>
              <ul class="plain">
                {body.ledger.map((row) => (
                  <li>{`${row.unit}　${row.account}（${row.platform}）　${row.running}，${row.filing}`}</li>
                ))}
              </ul>
            </dd>
          </>
        )}
        {body.figures?.month && (
          <>
            <dt>{`${monthZh(month(body.figures.month.of))}数据`}</dt>
            <dd>
              {figureLines(body.figures)
                .map(({ what, value }) => `${what} ${value}`)
                .join('，')}
            </dd>
          </>
        )}
        <dt>佐证材料</dt>
        <dd>
          {body.evidence.length === 0
            ? '没有'
            : `${body.evidence.map(({ name, sha256 }) => `${name}（${sha256.slice(0, 12)}）`).join('，')}；原件存下级，括号内为摘要前12位`}
        </dd>
      </dl>
      {held.differences.length > 0 && <Differences title="与其他各次所报不同的项目" rows={held.differences} />}
    </section>
  )
}

const Differences = ({ title, rows }: { title: string; rows: readonly Difference[] }) => (
  <table class="cards">
    <caption class="in">{title}</caption>
    <thead>
      <tr>
        <th>项目</th>
        <th>另一次所报</th>
        <th>本次所报</th>
      </tr>
    </thead>
    <tbody>
      {rows.map(({ what, before, after }) => (
        <tr>
          <td class="t full">{what}</td>
          <td data-l="另一次所报">{before}</td>
          <td data-l="本次所报">{after}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

function FiguresCard({ said, differences }: { said: SaidOf<'figures'>; differences: readonly Difference[] }) {
  return (
    <section class="card">
      <header>
        <h2>月度数据</h2>
      </header>
      {differences.length > 0 && (
        <Alert tone="warn" title="与该地区此前报送的同月数据不一致">
          两次都保留；各地区汇总按制作时间最近的一次显示。
        </Alert>
      )}
      {differences.length > 0 && <Differences title="与上一次报送不同的项目" rows={differences} />}
      <dl class="in dl">
        {figureLines(said.body.figures).map(({ what, value }) => (
          <>
            <dt>{what}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
    </section>
  )
}

const PackageFacts = ({ c, kept, delivered, mayCarry }: Pick<PackageView, 'c' | 'kept' | 'delivered' | 'mayCarry'>) => (
  <section class="card">
    <header>
      <h2>数据包</h2>
    </header>
    <dl class="in dl">
      <Fact label="编号">{kept.id}</Fact>
      <Fact label="摘要">{kept.digest}</Fact>
      <Fact label={kept.way === 'in' ? '接收时间' : '制作时间'}>{shownMinute(c, kept.at)}</Fact>
      <Fact label="有效期至">{momentZh(kept.said.expiresAt)}</Fact>
      {kept.way === 'out' && (
        <Fact label="送交">
          {delivered ? (
            <>
              <DeliveryStatus delivery={delivered} />
              {`　${shownMinute(c, delivered.at)}　${delivered.why ?? ''}`}
            </>
          ) : (
            '没有在线送交'
          )}
        </Fact>
      )}
      <Fact label="附件">
        {kept.said.files.length === 0
          ? '没有'
          : kept.said.files.map(({ name }, at) => (
              <>
                {at > 0 && '　'}
                <a href={`${packageHref(kept)}/attachments/${at + 1}`}>{name}</a>
              </>
            ))}
      </Fact>
    </dl>
    {mayCarry && delivered?.state !== 'sent' && delivered?.state !== 'fetched' && (
      <form
        class="in"
        method="post"
        action={`/exchange/out/${kept.id}/${kept.kind === 'request' ? 'carry-down' : 'carry'}`}
      >
        <CsrfField csrf={c.var.session.csrf} />
        <p class="acts">
          <button class="btn" type="submit">
            在线送交对方
          </button>
        </p>
      </form>
    )}
  </section>
)

const Fact = ({ label, children }: { label: string; children: Child }) => (
  <>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </>
)
