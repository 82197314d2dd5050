import type { Child } from 'hono/jsx'
import { formatDayZh, formatMinute, type Instant } from '../../../calendar/index.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { Alert, CsrfField, Empty, Field, Head, Status } from '../../../web/index.ts'
import {
  REASON_MOST,
  type RepostAsked,
  type RepostDuty,
  type RepostStanding,
  repostStandingLabels,
  type RepostState,
  repostStandings,
} from '../model.ts'
import { allowedRepostActions, type RepostAction, repostActionLabels } from '../verbs/state-repost.ts'
import { type Counts, DutyMark, standingMarks } from './reposts.tsx'

export type Part = { asked: RepostAsked; state: RepostState; may: readonly RepostAction[] }

type Props = {
  csrf: string
  duty: RepostDuty
  parts: readonly Part[]
  counts: Counts
  shown: RepostStanding | undefined
  reasons: ReadonlyMap<string, string>
  nameOf: (id: string) => string
  maySet: boolean
  now: Instant
  problem?: string | undefined
  trail: Child
}

/** One duty: every account with what was found, and what a person may say of it. */
export function RepostPage(props: Props) {
  const { duty, counts, now, problem, trail, parts } = props
  return (
    <>
      <Head crumb={<a href="/reposts">转载任务</a>} title={duty.title} note={`稿源：${duty.source}`}>
        <DutyMark duty={duty} counts={counts} now={now} />
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      <div class="cols c75">
        <div class="stackv">
          <section class="card">
            <dl class="dl in">
              <dt>布置日期</dt>
              <dd>{formatDayZh(duty.issuedOn)}</dd>
              <dt>转载时限</dt>
              <dd>{formatMinute(duty.dueAt)}</dd>
              <dt>原文</dt>
              <dd>
                {duty.link ? (
                  <a href={duty.link} target="_blank" rel="noreferrer">
                    {duty.link}
                  </a>
                ) : (
                  '未填链接'
                )}
              </dd>
            </dl>
          </section>
          <Standings {...props} />
          <section class="card">
            <header>
              <h2>各账号转载情况</h2>
              <p>{`${Object.values(counts).reduce((sum, count) => sum + count, 0)} 个账号`}</p>
            </header>
            {parts.length === 0 ? (
              <Empty title="没有这种情况的账号" />
            ) : (
              <table class="cards">
                <thead>
                  <tr>
                    <th>账号</th>
                    <th>转载时间</th>
                    <th>依据</th>
                    <th>情况</th>
                    {duty.state === 'open' && <th>办理</th>}
                  </tr>
                </thead>
                <tbody>
                  {parts.map((part) => (
                    <PartRow {...props} part={part} />
                  ))}
                </tbody>
              </table>
            )}
          </section>
        </div>
        <div class="stackv">
          <Withdraw {...props} />
          {trail}
        </div>
      </div>
    </>
  )
}

const Standings = ({ duty, counts, shown }: Props) => (
  <nav class="tabs" aria-label="转载情况">
    <a href={`/reposts/${duty.id}`} aria-current={shown === undefined ? 'page' : undefined}>
      全部
    </a>
    {repostStandings.map((one) =>
      counts[one] ? (
        <a href={`/reposts/${duty.id}?standing=${one}`} aria-current={shown === one ? 'page' : undefined}>
          {`${repostStandingLabels[one]} ${counts[one]}`}
        </a>
      ) : null,
    )}
  </nav>
)

function PartRow({ part, duty, csrf, reasons, nameOf }: Props & { part: Part }) {
  const { asked, state, may } = part
  return (
    <tr>
      <td class="t full">
        <a href={`/accounts/${asked.accountId}`}>{asked.accountName}</a>
        <small>{`${platforms[asked.platform].label}　${asked.unitName}`}</small>
      </td>
      <td class="num" data-l="转载时间">
        {state.doneAt ? formatMinute(state.doneAt) : state.doneOn ? formatDayZh(state.doneOn) : '—'}
      </td>
      <td data-l="依据">
        {state.link ? (
          <a href={state.link} target="_blank" rel="noreferrer">
            {state.by === 'collected' ? '采集到的内容' : '报送的链接'}
          </a>
        ) : (
          groundWords(state)
        )}
        {asked.statedBy && asked.statedAt && (
          <small>{`${nameOf(asked.statedBy)}，${formatMinute(asked.statedAt)}`}</small>
        )}
        {asked.reasonId && <small>{reasons.get(asked.reasonId) ?? '（理由已删除）'}</small>}
      </td>
      <td class="s">
        <Status mark={standingMarks[state.standing]} word={repostStandingLabels[state.standing]} />
      </td>
      {duty.state === 'open' && (
        <td class="full">
          {may.length > 0 && (
            <details>
              <summary>办理</summary>
              {may.map((action) => (
                <WordForm csrf={csrf} duty={duty} part={part} action={action} />
              ))}
            </details>
          )}
        </td>
      )}
    </tr>
  )
}

const groundWords = ({ standing, by }: RepostState): string => {
  if (by === 'said') return '由人登记'
  if (by === 'collected') return '采集到的内容'
  if (standing === 'missed') return '布置以来逐日已采集，没有找到'
  return standing === 'unlooked' ? '有未采集的日期，不能认定' : '—'
}

type WordProps = { csrf: string; duty: RepostDuty; part: Part; action: RepostAction }

function WordForm({ csrf, duty, part: { asked, state }, action }: WordProps) {
  const id = `${action}-${asked.accountId}`
  return (
    <form class="unfolded" method="post" action={`/reposts/${duty.id}/accounts/${asked.accountId}`}>
      <CsrfField csrf={csrf} />
      <input type="hidden" name="action" value={action} />
      <input type="hidden" name="version" value={String(asked.version)} />
      {action === 'claim' || action === 'confirm' ? (
        <>
          <Field
            id={`${id}-at`}
            name="doneAt"
            label="转载时间"
            type="datetime-local"
            required
            value={state.doneAt ? formatMinute(state.doneAt).replace(' ', 'T') : undefined}
          />
          <Field id={`${id}-link`} name="link" label="链接" value={state.link ?? undefined} hint="没有链接的，留空。" />
        </>
      ) : (
        <Field id={`${id}-why`} name="reason" label="理由" required maxlength={REASON_MOST} />
      )}
      <button class="btn" type="submit">
        {repostActionLabels[action]}
      </button>
    </form>
  )
}

const Withdraw = ({ csrf, duty, maySet }: Props) =>
  maySet && duty.state === 'open' ? (
    <section class="card">
      <details class="in">
        <summary>
          <b>撤回这项任务</b>
          <small>　布置有误的；撤回后不再比对，也不计入判定</small>
        </summary>
        <form class="unfolded" method="post" action={`/reposts/${duty.id}/withdraw`}>
          <CsrfField csrf={csrf} />
          <input type="hidden" name="version" value={String(duty.version)} />
          <Field id="withdraw-why" name="reason" label="撤回的理由" required maxlength={REASON_MOST} />
          <button class="btn bad" type="submit">
            撤回
          </button>
        </form>
      </details>
    </section>
  ) : null

/** What a signed-in person may say of a part. */
export const wordsAllowed = (
  { state }: Pick<RepostAsked, 'state'>,
  { maySet, mayClaim }: { maySet: boolean; mayClaim: boolean },
): RepostAction[] => allowedRepostActions(state).filter((action) => (action === 'claim' ? mayClaim : maySet))
