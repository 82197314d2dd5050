import { Status } from '../../web/index.ts'
import type { FindingDetail } from '../finding-detail.ts'
import type { Facts } from '../model.ts'
import { factLine, findingMarks, percent } from './words.ts'

/** 以往怎么判: decisions on the same indicator, this account's first, and how often people agreed with the machine. */
export function EarlierDecisions({ detail: { earlierDecisions, agreement, finding } }: { detail: FindingDetail }) {
  return (
    <section class="card">
      <header>
        <h2>以往怎么判</h2>
        <p>{`同指标 ${agreement.decided} 条`}</p>
      </header>
      {earlierDecisions.length === 0 ? (
        <p class="in mut">同指标还没有作出过决定。</p>
      ) : (
        <>
          <table class="cards">
            <thead class="vh">
              <tr>
                <th>账号</th>
                <th>决定</th>
              </tr>
            </thead>
            <tbody>
              {earlierDecisions.map((earlier) => (
                <tr>
                  <td class="t">
                    <a href={`/review/${earlier.findingId}`}>{earlier.accountName}</a>
                    <small>
                      {`${earlier.month}　${earlier.sameAccount ? '本账号　' : ''}${earlier.reason ?? factLine(finding.indicator, earlier.facts as Facts, finding.checkpoint)}`}
                    </small>
                  </td>
                  <td class="s">
                    <Status {...findingMarks[earlier.state]} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <footer>
            <span>{`本指标系统与人工一致 ${percent(agreement.confirmed, agreement.decided)}（${agreement.confirmed}/${agreement.decided}）`}</span>
          </footer>
        </>
      )}
    </section>
  )
}

/** The keys that do something on this page; `choices`: those of the decisions that may be taken, none where none may. */
export const KeysHint = ({ choices }: { choices: readonly string[] }) => (
  <p class="sm mut desk">
    {choices.length > 0 && (
      <>
        {choices.map((key) => (
          <>
            <kbd>{key}</kbd>{' '}
          </>
        ))}
        {'选决定　'}
        <kbd>E</kbd>
        {' 写说明（Esc 结束）　'}
      </>
    )}
    <kbd>J</kbd> <kbd>K</kbd>
    {' 换条　'}
    <kbd>O</kbd> 开主页
  </p>
)
