import type { Child } from 'hono/jsx'
import { formatDayZh, formatMinute, type Instant } from '../../calendar/index.ts'
import { dueWords, type FindingOrder } from '../../rectification/index.ts'
import type { ShownPerson } from '../../registry/index.ts'
import { maskNumbers } from '../../vocabulary/personal-numbers.ts'
import { Alert, type Choice, Head, shownMinute, type WebContext } from '../../web/index.ts'
import {
  type Action,
  actionLabels,
  bodiesOf,
  type Body,
  bodyLabels,
  type Case,
  kindLabels,
  type PaperKind,
  paperLabels,
  type Step,
} from '../model.ts'
import { hasPaper, isDraft } from '../print-paper.ts'
import type { KeptPaper } from '../queries.ts'
import type { Clock } from '../rules.ts'
import { lateEntry, saidAt, stepFacts, thingOf } from '../words.ts'
import { CaseMark, Clocks } from './clocks.tsx'
import { StepForms } from './step-forms.tsx'

export type CaseView = {
  c: WebContext
  one: Case
  steps: readonly Step[]
  clocks: readonly Clock[]
  names: ReadonlyMap<string, string>
  papers: readonly KeptPaper[]
  /** What came of the finding it is linked with. */
  order: FindingOrder | undefined
  findings: readonly Choice[]
  problems: readonly Choice[]
  evidence: readonly Choice[]
  people: readonly { label: string; person: ShownPerson | null }[]
  revealed: { personId: string; phone: string | null } | undefined
  now: Instant
  mayHandle: boolean
  mayReveal: boolean
  seesReview: boolean
  /** Where 瞒报漏报核查 shows the impostor, for who may read it. */
  matchPath: string | undefined
  typed: Record<string, string> | undefined
  problem: string | undefined
  trail: Child
}

/** One case: its clocks, the next steps, everything that happened, what it is linked with, its papers. */
export function CasePage(view: CaseView) {
  const { one, clocks, problem, mayHandle, trail } = view
  return (
    <>
      <Head
        crumb={<a href="/emergency">应急处置</a>}
        title={
          <>
            {thingOf(one)} <CaseMark one={one} box />
          </>
        }
        note={[kindLabels[one.kind], one.unitName, `${formatMinute(one.startedAt)} 发现`].filter(Boolean).join('　')}
      />
      {problem && <Alert tone="fail" title={problem} />}
      <Clocks clocks={clocks} />
      <div class={mayHandle ? 'cols c57' : undefined}>
        {mayHandle && <StepForms {...view} />}
        <div class="stackv">
          <Timeline {...view} />
          <Linked {...view} />
          <Papers {...view} />
          {trail}
        </div>
      </div>
    </>
  )
}

/** Everything that was done, as it happened; what was entered later says so. */
function Timeline({ one, steps, names, c, seesReview }: CaseView) {
  const byTime = steps.toSorted((first, second) => (first.at < second.at ? -1 : first.at > second.at ? 1 : 0))
  return (
    <section class="card">
      <header>
        <h2>处置经过</h2>
        <p>{steps.length > 0 ? `${steps.length} 项` : ''}</p>
      </header>
      <ol class="tl in">
        <li>
          <time>{formatMinute(one.startedAt)}</time>
          <b>发现（获知）</b>
          {`　${names.get(one.openedBy) ?? '系统用户'}登记`}
          {one.link && <p class="url">{maskNumbers(one.link)}</p>}
          {one.reference && <p>{`编号 ${one.reference}`}</p>}
        </li>
        {byTime.map((step) => (
          <li>
            <time>{formatMinute(step.at)}</time>
            <b>{actionLabels[step.action]}</b>
            {`　${names.get(step.by) ?? '系统用户'}`}
            {stepFacts(step).map((fact) => (
              <p class="url">{fact}</p>
            ))}
            {step.evidenceId && one.accountId && seesReview && (
              <p>
                <a href={`/evidence/${one.accountId}/${step.evidenceId}`}>查看采集的证据</a>
              </p>
            )}
            {step.words && <p>{saidAt(step)}</p>}
            {Object.entries(step.facts.reasons ?? {}).map(([action, reason]) => (
              <p>{`未办“${actionLabels[action as Action]}”：${maskNumbers(reason ?? '')}`}</p>
            ))}
            {step.fileId && (
              <p class="url">
                <a href={`/emergency/${one.id}/files/${step.version}`}>{step.fileName ?? '证明材料'}</a>
                <small>{`SHA-256 ${step.fileSha256 ?? ''}`}</small>
              </p>
            )}
            {lateEntry(step) && <small>{`${shownMinute(c, step.recordedAt)} 登记`}</small>}
          </li>
        ))}
      </ol>
    </section>
  )
}

/** The account, the finding and the order: a 风险提示 is none of them. */
function Linked({ one, order, findings, problems, matchPath, seesReview, now }: CaseView) {
  const { accountId, accountName, findingId, problemId, matchId } = one
  if (!accountId && !matchId) return null
  const labelOf = (choices: readonly Choice[], id: string) => choices.find(({ value }) => value === id)?.label
  return (
    <section class="card">
      <header>
        <h2>关联</h2>
        <p>风险提示不是认定，问题以人工复核确认为准</p>
      </header>
      <dl class="in dl">
        {accountId && (
          <>
            <dt>{one.kind === 'impostor' ? '被冒用的账号' : '账号'}</dt>
            <dd>
              <a href={`/accounts/${accountId}`}>{accountName}</a>
            </dd>
          </>
        )}
        {matchId && (
          <>
            <dt>来源</dt>
            <dd>{matchPath ? <a href={matchPath}>瞒报漏报核查</a> : '瞒报漏报核查'}</dd>
          </>
        )}
        {findingId && (
          <>
            <dt>监测线索</dt>
            <dd>
              {seesReview ? (
                <a href={`/review/${findingId}`}>{labelOf(findings, findingId) ?? '复核记录'}</a>
              ) : (
                (labelOf(findings, findingId) ?? '已关联')
              )}
            </dd>
          </>
        )}
        {problemId && accountId && (
          <>
            <dt>登记的问题</dt>
            <dd>
              {seesReview ? (
                <a href={`/problems/of/${accountId}`}>{labelOf(problems, problemId) ?? '已登记'}</a>
              ) : (
                '已登记'
              )}
            </dd>
          </>
        )}
        {findingId && (
          <>
            <dt>整改</dt>
            <dd>
              {order ? (
                <>
                  <a href={`/orders/${order.id}`}>{order.number}</a>
                  {order.feedbackBy && <p>{`反馈期限 ${formatDayZh(order.feedbackBy)}`}</p>}
                  <p class="mut sm">{dueWords(order, now)}</p>
                </>
              ) : (
                '确认后下达整改通知，反馈期限另行计算'
              )}
            </dd>
          </>
        )}
      </dl>
    </section>
  )
}

/** What is printed: as the case stands now, and as it was printed before. */
function Papers({ c, one, papers, mayHandle }: CaseView) {
  const wanted = (['request', 'transfer', 'report'] as const).filter((paper) => hasPaper(one, paper))
  const addressees = (paper: PaperKind): readonly (Body | null)[] =>
    paper === 'transfer' ? bodiesOf(one.kind) : [null]
  const path = (paper: string, format: string, query = '') => `/emergency/${one.id}/paper/${paper}/${format}${query}`
  const links = (paper: string, query = '') => (
    <>
      <a href={path(paper, 'pdf', query)}>PDF</a>
      {'　'}
      <a href={path(paper, 'docx', query)}>Word</a>
    </>
  )
  return (
    <section class="card">
      <header>
        <h2>文书</h2>
        <p>不加盖印章，按发文程序签发</p>
      </header>
      {!mayHandle && papers.length === 0 ? (
        <p class="in mut">还没有打印。</p>
      ) : (
        <dl class="in dl">
          {mayHandle &&
            wanted.flatMap((paper) =>
              addressees(paper).map((body) => (
                <>
                  <dt>{`${paperLabels[paper]}${body ? `（${bodyLabels[body]}）` : ''}${isDraft(one, paper) ? '（草稿）' : ''}`}</dt>
                  <dd>{links(paper, body ? `?body=${body}` : '')}</dd>
                </>
              )),
            )}
          {papers.map(({ paper, body, version, printedAt }) => (
            <>
              <dt>{`已打印　${paperLabels[paper]}${body ? `（${bodyLabels[body]}）` : ''}`}</dt>
              <dd>
                {`${shownMinute(c, printedAt)}　`}
                {links(paper, `?version=${version}${body ? `&body=${body}` : ''}`)}
              </dd>
            </>
          ))}
        </dl>
      )}
    </section>
  )
}
