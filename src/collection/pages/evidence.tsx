import { formatMinute } from '../../calendar/index.ts'
import { maskNumbers } from '../../vocabulary/personal-numbers.ts'
import { Alert, CsrfField, Field, Head, type Mark, Status } from '../../web/index.ts'
import { eraseReasons } from '../evidence/erase.ts'
import { erasedWhyLabels, type EvidenceRow, evidenceKinds } from '../evidence/model.ts'
import { excerptOf, type KeptText } from '../evidence/read.ts'

type Props = {
  evidence: EvidenceRow
  opened: KeptText
  /** How the stamp was verified just now; undefined where there is none or nothing to verify it on. */
  stampFault: string | undefined
  erasedBy: string
  csrf: string
  may: { reveal: boolean; erase: boolean }
  /** A browser is set that draws pictures. */
  isDrawn: boolean
  problem?: string | undefined
  purpose?: string | undefined
}

const LETTERS = 3_000
const pathOf = ({ accountId, id }: EvidenceRow) => `/evidence/${accountId}/${id}`

/** One piece of evidence: what it says (masked), where it came from, its digests and stamp, how to take it along or erase it. */
export function EvidencePage(props: Props) {
  const { evidence, opened, erasedBy, problem } = props
  const { accountId, accountName, kind, observedAt, erased } = evidence
  return (
    <>
      <Head
        crumb={<a href={`/accounts/${accountId}`}>{accountName}</a>}
        title="证据"
        note={`${evidenceKinds[kind]}　${formatMinute(observedAt)} 采集`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      {opened.state === 'damaged' && (
        <Alert tone="fail" title="原件与采集时的摘要值不一致，已损坏">
          不得作为依据。请立即联系系统管理员核对备份。
        </Alert>
      )}
      {erased && (
        <Alert tone="unkn" title={`原件已于 ${formatMinute(erased.at)} 删除：${erasedWhyLabels[erased.because]}`}>
          {erased.because === 'personal'
            ? `办理人${erasedBy}。来源、时间和摘要值保留；同一内容再次出现时不再保存原件。`
            : '来源、时间和摘要值保留。'}
        </Alert>
      )}
      <div class="cols c75">
        <div class="stackv">
          <Content {...props} />
          <Origin {...props} />
        </div>
        <div class="stackv">
          <Proof {...props} />
          {opened.state === 'whole' && <TakeAlong {...props} />}
          {opened.state === 'whole' && props.may.erase && <EraseForm {...props} />}
        </div>
      </div>
    </>
  )
}

const Content = ({ opened, evidence: { isCut } }: Props) => (
  <section class="card">
    <header>
      <h2>内容</h2>
      <p>电话、证件等号码已遮盖</p>
    </header>
    <div class="in">
      {opened.state === 'whole' ? (
        <Lines text={excerptOf(opened.document, LETTERS)} />
      ) : (
        <p>{opened.state === 'erased' ? '原件已删除。' : '原件已损坏，不予显示。'}</p>
      )}
      {isCut && <p class="mut">内容过长，只保存了前面的部分；整个应答的摘要值见右侧。</p>}
    </div>
  </section>
)

/** Never as markup: what came from outside is text here, whatever it says. */
export const Lines = ({ text }: { text: string }) => (
  <>
    {text.split('\n').map((line) => (
      <p>{line}</p>
    ))}
  </>
)

function Origin({ evidence }: Props) {
  const { source, url, finalUrl, status, headers, why, observedAt, lastSeenAt, times } = evidence
  return (
    <section class="card">
      <header>
        <h2>来源</h2>
      </header>
      <dl class="in dl">
        <dt>采集来源</dt>
        <dd>{source}</dd>
        <dt>网址</dt>
        <dd>{maskNumbers(url)}</dd>
        {finalUrl !== url && (
          <>
            <dt>转到</dt>
            <dd>{maskNumbers(finalUrl)}</dd>
          </>
        )}
        <dt>应答状态</dt>
        <dd>{status ?? '没有应答'}</dd>
        {why && (
          <>
            <dt>说明</dt>
            <dd>{maskNumbers(why)}</dd>
          </>
        )}
        <dt>采集时间</dt>
        <dd>{formatMinute(observedAt)}</dd>
        <dt>最后见到</dt>
        <dd>{`${formatMinute(lastSeenAt)}，相同内容共见到 ${times} 次`}</dd>
        {Object.entries(headers).map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{maskNumbers(value)}</dd>
          </>
        ))}
      </dl>
    </section>
  )
}

function Proof({ evidence, stampFault }: Props) {
  const { sha256, sm3, byteCount, replySha256, replyBytes, stamp } = evidence
  const { mark, word } = stampWords(evidence, stampFault)
  return (
    <section class="card">
      <header>
        <h2>摘要值和时间戳</h2>
      </header>
      <dl class="in dl">
        <dt>保存内容</dt>
        <dd>{`${byteCount} 字节`}</dd>
        <dt>SHA-256</dt>
        <dd>
          <code>{sha256}</code>
        </dd>
        <dt>SM3</dt>
        <dd>
          <code>{sm3}</code>
        </dd>
        {replySha256 && (
          <>
            <dt>整个应答</dt>
            <dd>
              {`${replyBytes} 字节，SHA-256 `}
              <code>{replySha256}</code>
            </dd>
          </>
        )}
        <dt>可信时间戳</dt>
        <dd>
          <Status mark={mark} word={word} />
          {stamp?.stampedAt && (
            <small>{`${formatMinute(stamp.stampedAt)}　${stamp.signer ?? ''}　${stamp.authority}`}</small>
          )}
          {stamp?.state === 'failed' && <small>{`${stamp.why ?? ''}，已试 ${stamp.tries} 次，将自动再试`}</small>}
          {stamp?.state === 'stamped' && <a href={`${pathOf(evidence)}/stamp`}>下载时间戳</a>}
        </dd>
      </dl>
    </section>
  )
}

/** How a stamp stands, in a word; the fault, where it was verified anew. */
export function stampWords({ stamp }: Pick<EvidenceRow, 'stamp'>, fault?: string): { mark: Mark; word: string } {
  if (!stamp) return { mark: 'unkn', word: '未加盖' }
  if (stamp.state === 'failed') return { mark: 'warn', word: '未能加盖' }
  if (fault) return { mark: 'fail', word: fault }
  return stamp.isTrusted ? { mark: 'pass', word: '已加盖，核验通过' } : { mark: 'warn', word: '已加盖，签发机构未核验' }
}

const TakeAlong = ({ evidence, csrf, may, isDrawn, purpose }: Props) => (
  <section class="card">
    <header>
      <h2>下载</h2>
    </header>
    <div class="in stack">
      <p>
        <a href={`${pathOf(evidence)}/text`}>下载保存内容（号码遮盖，纯文本）</a>
      </p>
      {isDrawn && (
        <form method="post" action={`${pathOf(evidence)}/picture`}>
          <CsrfField csrf={csrf} />
          <p>按保存内容重现，非页面原样截图：没有版式和图片，号码遮盖。查看留痕。</p>
          <p class="acts">
            <button class="btn" type="submit">
              重现图
            </button>
          </p>
        </form>
      )}
      {may.reveal && (
        <form method="post" action={`${pathOf(evidence)}/original`}>
          <CsrfField csrf={csrf} />
          <Field
            name="purpose"
            label="用途"
            required
            value={purpose}
            maxlength={80}
            hint="未遮盖的可能含个人信息，用途留痕备查。摘要值按未遮盖的计算。"
          />
          <p class="acts">
            <button class="btn" type="submit">
              下载未遮盖的保存内容
            </button>
          </p>
        </form>
      )}
    </div>
  </section>
)

// Opened first, then chosen: erasing can't be undone.
const EraseForm = ({ evidence, csrf }: Props) => (
  <section class="card">
    <header>
      <h2>删除个人信息</h2>
    </header>
    <details class="in">
      <summary>删除原件</summary>
      <form method="post" action={`${pathOf(evidence)}/erase`}>
        <CsrfField csrf={csrf} />
        <label class="opt">
          <input type="checkbox" name="sure" value="yes" required />
          <span>
            <b>确认删除</b>
            <small>删除保存的全部内容，不能恢复；来源、时间、摘要值和办理人保留，已作出的认定不变。</small>
          </span>
        </label>
        <p class="acts">
          {Object.entries(eraseReasons).map(([value, label]) => (
            <button class="btn bad" type="submit" name="reason" value={value}>
              {label}
            </button>
          ))}
        </p>
      </form>
    </details>
  </section>
)
