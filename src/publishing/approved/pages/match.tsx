import type { Child } from 'hono/jsx'
import { dayOf, formatMinute } from '../../../calendar/index.ts'
import { maskNumbers } from '../../../vocabulary/personal-numbers.ts'
import { platforms } from '../../../vocabulary/platforms.ts'
import { sentences } from '../../../vocabulary/sentences.ts'
import { Alert, CsrfField, Field, Head } from '../../../web/index.ts'
import { type TextChanges, wholePartsNote } from '../../manuscripts/compare-texts.ts'
import { numberWords, stateLabels } from '../../manuscripts/model.ts'
import { type HeldText, isSuspect, type MatchedPost, TEXT_MOST } from '../model.ts'
import { StandingMark, whenWords, whyWords } from './marks.tsx'

type Props = {
  csrf: string
  post: MatchedPost
  text: HeldText | undefined
  /** Words that came and went from what was approved to what was published; undefined: one of them is not known. */
  changes: { title: TextChanges; text: TextChanges | undefined } | undefined
  mayEnter: boolean
  mayOpenManuscript: boolean
  typed: string | undefined
  problem: string | undefined
  trail: Child
}

/** One published post beside what was approved, word by word. */
export function MatchPage(props: Props) {
  const { post, problem, trail, mayEnter } = props
  return (
    <>
      <Head
        crumb={<a href={`/approved?month=${(post.on ?? dayOf(post.seenAt)).slice(0, 7)}`}>审发一致</a>}
        title={
          <>
            {post.title.trim() || '（无标题）'} <StandingMark standing={post.standing} />
          </>
        }
        note={`${post.unitName}　${post.accountName}（${platforms[post.platform].label}）`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {isSuspect(post.standing) && (
        <Alert tone="warn" title="系统比对存疑，尚未认定">
          月度判定时列为“未落实先审后发”的候选线索，由复核员看过下面的比对再决定；比对有误的，先更正发布记录或正文。
        </Alert>
      )}
      <div class="cols c75">
        <div class="stackv">
          <Compared {...props} />
          {mayEnter && <Enter {...props} />}
        </div>
        <aside class="stackv">
          <Facts {...props} />
          {trail}
        </aside>
      </div>
    </>
  )
}

function Facts({ post, text, mayOpenManuscript }: Props) {
  return (
    <section class="card">
      <header>
        <h2>帖文和稿件</h2>
      </header>
      <dl class="dl in">
        <dt>发布时间</dt>
        <dd>{whenWords(post)}</dd>
        <dt>原文</dt>
        <dd>
          {post.url ? (
            <a href={post.url} target="_blank" rel="noreferrer">
              打开原文
            </a>
          ) : (
            '没有链接'
          )}
        </dd>
        <dt>对应稿件</dt>
        <dd>{text === undefined ? '没有' : <Numbered {...text} opens={mayOpenManuscript} />}</dd>
        {text?.withdrawnAt && (
          <>
            <dt>撤稿</dt>
            <dd>{`${formatMinute(text.withdrawnAt)}${text.removedAt ? `，${formatMinute(text.removedAt)}登记删除` : '，还没有登记删除'}`}</dd>
          </>
        )}
        {text?.corrections.map((one) => (
          <>
            <dt>更正稿</dt>
            <dd>
              <Numbered {...one} opens={mayOpenManuscript} />
              {`　${stateLabels[one.state]}`}
            </dd>
          </>
        ))}
        <dt>比对</dt>
        <dd>{whyWords(post)}</dd>
      </dl>
    </section>
  )
}

const Numbered = ({ manuscriptId, number, opens }: { manuscriptId: string; number: number; opens: boolean }) =>
  opens ? <a href={`/manuscripts/${manuscriptId}`}>{numberWords(number)}</a> : <>{numberWords(number)}</>

const Changed = ({ changes: { parts } }: { changes: TextChanges }) => (
  <>
    {parts.map(({ kind, text }) => {
      const words = maskNumbers(text)
      return kind === 'same' ? words : kind === 'gone' ? <del>{words}</del> : <ins>{words}</ins>
    })}
  </>
)

// What did not pass is no 审定稿.
const textName = ({ why }: MatchedPost): string => (why.includes('returned') ? '退回稿' : '审定稿')

function Compared({ post, text, changes }: Props) {
  return (
    <section class="card">
      <header>
        <h2>{`与${textName(post)}比对`}</h2>
        {changes?.text && (
          <p>
            {[
              `划去的是${textName(post)}有、帖文没有的；标出的是帖文多出的`,
              ...(changes.text.hasWholeParts ? [wholePartsNote] : []),
            ].join('；')}
          </p>
        )}
      </header>
      <div class="in prose diff">
        {text === undefined ? (
          <>
            <p class="mut">没有找到相应的审定稿。帖文如下：</p>
            <p>
              <b>{post.title}</b>
            </p>
            <pre class="words">{post.text === null ? '正文未采集' : maskNumbers(post.text)}</pre>
          </>
        ) : (
          <>
            <p>
              <b>{changes && <Changed changes={changes.title} />}</b>
            </p>
            {changes?.text ? (
              <pre class="words">
                <Changed changes={changes.text} />
              </pre>
            ) : (
              <>
                <p class="mut">{`帖文的正文没有采集到，尚未比对。${textName(post)}如下：`}</p>
                <pre class="words">{maskNumbers(text.plain)}</pre>
              </>
            )}
          </>
        )}
      </div>
    </section>
  )
}

const Enter = ({ csrf, post, typed }: Props) => (
  <section class="card">
    <details class="in" open={typed !== undefined || post.text === null}>
      <summary>{post.text === null ? '录入帖文的正文' : '重新录入帖文的正文'}</summary>
      <form method="post" action={`/approved/posts/${post.accountId}/${post.id}`}>
        <CsrfField csrf={csrf} />
        <Field
          name="text"
          label="帖文正文"
          type="textarea"
          rows={8}
          required
          maxlength={TEXT_MOST}
          value={typed}
          hint={`打开原文，复制正文粘贴在这里，即与审定稿逐字比对。${sentences.nothingSecret}`}
        />
        <p class="acts">
          <button class="btn pri" type="submit">
            录入并比对
          </button>
        </p>
      </form>
    </details>
  </section>
)
