import { platforms } from '../../../vocabulary/platforms.ts'
import { Alert, Head } from '../../../web/index.ts'
import { allowedMatchDecisions, matchKindLabels, matchStateLabels, partLabels, resultOf } from '../model.ts'
import type { Earlier, KeptMatch } from '../queries/matches.ts'
import { DecidedCard, Deciding } from './match-decision.tsx'
import { MatchSides } from './match-sides.tsx'
import type { MatchView } from './match-view.ts'
import { MatchMark } from './run.tsx'

/** One found account beside the ledger: what speaks for the reading, what would change it, and a person's decision. */
export function MatchPage(view: MatchView) {
  const { match, found, problem, trail } = view
  return (
    <>
      <Head
        crumb={<a href={`/concealment/${match.runId}`}>核查结果</a>}
        title={
          <>
            {match.name || '（未列名称）'} <MatchMark state={match.state} box />
          </>
        }
        note={`${platforms[match.platform].label}　${found.sheet}第${found.row}行　${resultOf(match)}`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      <div class="stackv">
        <MatchSides {...view} />
        <Reasons match={match} />
        {match.decidedAt && <DecidedCard {...view} />}
        {allowedMatchDecisions[match.state].length > 0 && <Deciding {...view} />}
        {view.earlier.length > 0 && <EarlierCard earlier={view.earlier} />}
        {trail}
      </div>
    </>
  )
}

const Reasons = ({ match }: { match: KeptMatch }) => (
  <section class="card">
    <header>
      <h2>{`系统判断：${matchKindLabels[match.kind]}`}</h2>
      <p>{`依据得分 ${match.score}，满分 100`}</p>
    </header>
    <table class="cards">
      <thead>
        <tr>
          <th>依据</th>
          <th>说明</th>
          <th class="r">得分</th>
        </tr>
      </thead>
      <tbody>
        {match.parts.map(({ part, points, sentence }) => (
          <tr>
            <td class="t">{partLabels[part]}</td>
            <td data-l="说明">{sentence}</td>
            <td class="r num" data-l="得分">
              {points}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    <div class="in">
      {match.remarks.map((remark) => (
        <p>{remark}</p>
      ))}
      <p class="mut">{`什么情况下判断会改变：${match.wouldChange}`}</p>
    </div>
  </section>
)

const EarlierCard = ({ earlier }: { earlier: readonly Earlier[] }) => (
  <section class="card">
    <header>
      <h2>其他清单中的同一账号</h2>
    </header>
    <ul class="plain rows">
      {earlier.map((one) => (
        <li>
          {`${one.fileName}　${matchStateLabels[one.state]}：${resultOf(one)}${one.reason ? `　${one.reason}` : ''}`}
        </li>
      ))}
    </ul>
  </section>
)
