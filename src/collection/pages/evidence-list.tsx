import { formatMinute } from '../../calendar/index.ts'
import { maskNumbers } from '../../vocabulary/personal-numbers.ts'
import { Status } from '../../web/index.ts'
import { type EvidenceRow, evidenceKinds } from '../evidence/model.ts'
import type { KeptEvidence } from '../evidence/read.ts'
import { Lines, stampWords } from './evidence.tsx'

const pathOf = ({ accountId, id }: EvidenceRow) => `/evidence/${accountId}/${id}`

/** The newest evidence of an account. */
export const EvidenceList = ({ evidence }: { evidence: readonly EvidenceRow[] }) => (
  <section class="card">
    <header>
      <h2>证据</h2>
    </header>
    <table class="cards">
      <thead>
        <tr>
          <th>采集时间</th>
          <th>最后见到</th>
          <th>内容</th>
          <th>时间戳</th>
        </tr>
      </thead>
      <tbody>
        {evidence.map((one) => (
          <tr>
            <td class="t num">
              <a href={pathOf(one)}>{formatMinute(one.observedAt)}</a>
            </td>
            <td data-l="最后见到" class="num">
              {formatMinute(one.lastSeenAt)}
            </td>
            <td data-l="内容">
              {evidenceKinds[one.kind]}
              <small>{one.erased ? '原件已删除' : maskNumbers(one.why ?? one.source)}</small>
            </td>
            <td class="s">
              <Status {...stampWords(one)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)

/** What was kept, beside a finding: a beginning of its text, from where, when, and the digest it is known by. */
export const KeptEvidenceList = ({ kept }: { kept: KeptEvidence }) => (
  <>
    {kept.map((one) => (
      <article class="ev">
        <header>
          <b>{`${evidenceKinds[one.kind]}　${formatMinute(one.observedAt)} 采集`}</b>
          <span>{one.lastSeenAt > one.observedAt && `最后见到 ${formatMinute(one.lastSeenAt)}`}</span>
        </header>
        <div class="shot">
          {one.excerpt !== null && <Lines text={one.excerpt} />}
          {one.state === 'damaged' && <p class="fl">原件与采集时的摘要值不一致，已损坏，不得作为依据。</p>}
          {one.erased && <p>原件已删除，来源、时间和摘要值保留。</p>}
          <p>
            <a href={pathOf(one)}>查看证据、下载</a>
          </p>
        </div>
        <footer>
          {`${one.source}　${maskNumbers(one.finalUrl)}`}
          <br />
          {`SHA-256 ${one.sha256.slice(0, 16)}……　时间戳：${stampWords(one).word}`}
        </footer>
      </article>
    ))}
  </>
)
