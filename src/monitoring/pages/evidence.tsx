import type { Child } from 'hono/jsx'
import { formatMinute } from '../../calendar/index.ts'
import { type KeptEvidence, KeptEvidenceList, type Post } from '../../collection/index.ts'
import type { FindingDetail } from '../finding-detail.ts'
import { classLabels, type Threshold } from '../model.ts'
import { nameOf, PatrolCard } from './patrols.tsx'
import { ProblemWords } from './problems.tsx'
import { platformLabel } from './words.ts'

type Props = {
  detail: FindingDetail
  names: ReadonlyMap<string, string>
  kept: KeptEvidence
  /** What it rests on in a ledger of its own (`broughtEvidence`); undefined where that is none. */
  brought: Child | undefined
  /** Posts that differ from what was approved, beside what people put on record. */
  compared: Child | undefined
}

/** What the finding rests on: posts around the window, who looked when, what patrollers saw. */
export function Evidence({ detail, names, kept, brought, compared }: Props) {
  const { finding, profileUrl, indicator } = detail
  return (
    <section class="card">
      <header>
        <h2>证据</h2>
        <p>
          {profileUrl ? (
            <>
              <a href={profileUrl} target="_blank" rel="noreferrer" data-key="O">
                打开账号主页
              </a>{' '}
              <kbd class="desk">O</kbd>
            </>
          ) : (
            '台账未登记主页链接'
          )}
        </p>
      </header>
      <div class="in stackv">
        {brought ? (
          brought
        ) : indicator.restsOnCollection ? (
          <>
            <PostList detail={detail} names={names} />
            <KeptEvidenceList kept={kept} />
          </>
        ) : indicator.reported ? (
          <>
            {compared}
            {detail.problems.map((problem) => (
              <article class="ev">
                <header>
                  <b>{`人工登记　${problem.seenOn}`}</b>
                  <span>{nameOf(names, problem.reportedBy)}</span>
                </header>
                <p class="shot">
                  <ProblemWords problem={problem} />
                </p>
                {problem.withdrawnBy && <footer>已撤回，不计</footer>}
              </article>
            ))}
          </>
        ) : (
          <>
            <p>{`本条依据台账登记的${finding.unitName}${platformLabel(finding.platform)}账号信息判定。`}</p>
            <p>
              <a href={`/accounts/${finding.accountId}`}>查看台账</a>
            </p>
          </>
        )}
        {detail.patrols.map((patrol) => (
          <PatrolCard patrol={patrol} names={names} />
        ))}
      </div>
    </section>
  )
}

function PostList({ detail, names }: { detail: FindingDetail; names: ReadonlyMap<string, string> }) {
  const { finding, postsInWindow, postsBefore, spans, window } = detail
  const posts = [...postsInWindow, ...postsBefore]
  return (
    <article class="ev">
      <header>
        <b>{`已采集的发布　截至 ${window.to}`}</b>
        <span>{`窗口内 ${postsInWindow.length} 条`}</span>
      </header>
      <div class="shot">
        <p class="mut sm">{`${finding.accountName}　最近 ${posts.length} 条`}</p>
        <ul>
          {posts.map((post, at) => (
            <PostLine post={post} hit={at === 0} />
          ))}
          {posts.length === 0 && <li>没有采集到带发布时间的内容</li>}
        </ul>
      </div>
      <footer>
        {spans.length === 0
          ? '窗口内没有采集记录。'
          : spans.slice(0, 6).map((span) => (
              <>
                {`${span.source === 'patrol' ? '人工巡查' : span.source}　看到 ${span.from} 至 ${span.to}　${formatMinute(span.collectedAt)}${
                  span.importedBy ? `　${nameOf(names, span.importedBy)}导入` : ''
                }`}
                <br />
              </>
            ))}
      </footer>
    </article>
  )
}

function PostLine({ post, hit }: { post: Post; hit: boolean }) {
  return (
    <li class={hit ? 'hit' : undefined}>
      {post.url ? (
        <a href={post.url} target="_blank" rel="noreferrer">
          {post.title || post.url}
        </a>
      ) : (
        <span>{post.title}</span>
      )}
      <span class="num">
        {post.publishedAt && post.timePrecision === 'moment' ? formatMinute(post.publishedAt) : post.publishedOn}
      </span>
    </li>
  )
}

/** 依据和临界情况: the clause, the number that decided with its source, what would change the verdict. */
export function ClauseCard({ detail: { indicator, result } }: { detail: FindingDetail }) {
  return (
    <section class="card">
      <header>
        <h2>依据和临界情况</h2>
      </header>
      <div class="in stackv">
        <blockquote class="clause nb">
          <q>{indicator.clause}</q>
          <cite>
            {classLabels[result.class]}
            {result.threshold && `　${thresholdWords(result.threshold)}`}
          </cite>
        </blockquote>
        {result.wouldChange && (
          <p>
            <b>什么会改变这个判断：</b>
            {result.wouldChange}
          </p>
        )}
      </div>
    </section>
  )
}

function thresholdWords({ maxSilentDays, strict, source, effectiveFrom }: Threshold): string {
  const count =
    maxSilentDays === undefined
      ? ''
      : `本区按 ${maxSilentDays} 个自然日计，满 ${maxSilentDays} 日${strict ? '即不合格' : '仍算合格'}，节假日不豁免；`
  return `${count}口径出自${source}，自 ${effectiveFrom} 起`
}
