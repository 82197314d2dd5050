import { Status } from '../../web/index.ts'
import { triggerRules, triggerStateLabels } from '../triggers/index.ts'
import type { CaseView } from './case-view.tsx'
import { clauseOf, factsText, triggerMarks } from './triggers.tsx'

/** 责任追究线索 that a case raised: on which facts and by which clause; decided among all others. */
export function CluesCard({ clues, unitName }: CaseView) {
  if (clues.length === 0) return null
  return (
    <section class="card">
      <header>
        <h2>责任追究线索</h2>
        <p>由负责人核实后认定或排除</p>
      </header>
      <ul class="plain rows">
        {clues.map((clue) => (
          <li>
            <p>
              <b>{`${clue.rule} ${triggerRules[clue.rule].label}`}</b>{' '}
              <Status mark={triggerMarks[clue.state]} word={triggerStateLabels[clue.state]} />
            </p>
            <p class="mut">{`${factsText(clue.facts)}　${clue.at}记录　依据：${clauseOf(clue)}`}</p>
            {clue.decision && <p>{`处理意见：${clue.decision}`}</p>}
            <p>
              <a href={`/accountability?q=${encodeURIComponent(unitName)}`}>到责任追究线索办理</a>
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
