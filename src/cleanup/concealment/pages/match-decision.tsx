import { CsrfField, Field, Select } from '../../../web/index.ts'
import {
  allowedMatchDecisions,
  type MatchDecision,
  matchStateLabels,
  resultOf,
  verdictKinds,
  verdictLabels,
} from '../model.ts'
import type { MatchView } from './match-view.ts'

/** What a person decided. */
export const DecidedCard = ({ match, sides, unitNames }: MatchView) => (
  <section class="card">
    <header>
      <h2>{matchStateLabels[match.state]}</h2>
    </header>
    <dl class="in dl">
      {match.verdict && (
        <>
          <dt>认定结果</dt>
          <dd>{resultOf(match)}</dd>
        </>
      )}
      {match.decidedAccountId && (
        <>
          <dt>台账账号</dt>
          <dd>{sides.find(({ id }) => id === match.decidedAccountId)?.name ?? '—'}</dd>
        </>
      )}
      {match.decidedUnitId && (
        <>
          <dt>单位</dt>
          <dd>{unitNames.get(match.decidedUnitId) ?? '—'}</dd>
        </>
      )}
      {match.reason && (
        <>
          <dt>理由</dt>
          <dd>{match.reason}</dd>
        </>
      )}
    </dl>
  </section>
)

/** The decision of a clue, for who may take it; anybody else reads who does. */
export function Deciding(view: MatchView) {
  if (view.mayDecide && !view.isMaker) return <DecisionForm {...view} />
  return (
    <section class="card">
      <header>
        <h2>核实认定</h2>
      </header>
      <p class="in">
        {view.isMaker
          ? '清单由您上传，按经办与复核分开的要求，请由其他审核人、负责人核实认定。'
          : '线索由审核人、负责人核实认定，您可以查看。'}
      </p>
    </section>
  )
}

function DecisionForm({ csrf, match, sides, unitNames, typed = {} }: MatchView) {
  const may = (decision: MatchDecision) => allowedMatchDecisions[match.state].includes(decision)
  const hidden = (
    <>
      <CsrfField csrf={csrf} />
      <input type="hidden" name="version" value={String(match.version)} />
    </>
  )
  const action = `/concealment/${match.runId}/${match.id}`
  const confirming = typed['decision'] === 'confirm' ? typed : {}
  return (
    <div class="cols c2">
      <section class="card">
        <header>
          <h2>核实认定</h2>
        </header>
        <form class="in" method="post" action={action} data-unsaved>
          {hidden}
          <input type="hidden" name="decision" value="confirm" />
          <Select
            name="kind"
            label="认定结果"
            value={confirming['kind'] ?? (match.kind === 'ambiguous' ? '' : match.kind)}
            hint="认定未备案、关停后重新上线的，记入责任追究线索，由负责人另行处理；其余只作记录。"
            choices={[
              ...(match.kind === 'ambiguous' ? [{ value: '', label: '按所选台账账号认定' }] : []),
              ...verdictKinds.map((kind) => ({ value: kind, label: verdictLabels[kind] })),
            ]}
          />
          {sides.length > 0 && (
            <Select
              name="accountId"
              label="台账账号"
              value={confirming['accountId'] ?? match.accountId ?? ''}
              choices={[
                { value: '', label: '不在台账' },
                ...sides.map(({ id, name, unitName }) => ({ value: id, label: `${name}（${unitName}）` })),
              ]}
            />
          )}
          <Select
            name="unitId"
            label="主办单位"
            value={confirming['unitId'] ?? match.unitId ?? ''}
            choices={[{ value: '', label: '尚不清楚' }, ...[...unitNames].map(([value, label]) => ({ value, label }))]}
          />
          <Field
            name="reason"
            label="理由"
            type="textarea"
            rows={2}
            maxlength={500}
            value={confirming['reason']}
            hint="与系统判断不一致的，须写明理由。"
          />
          <p class="acts">
            <button class="btn pri" type="submit">
              核实认定
            </button>
          </p>
        </form>
      </section>
      {may('dismiss') && (
        <section class="card">
          <header>
            <h2>排除</h2>
          </header>
          <form class="in" method="post" action={action} data-unsaved>
            {hidden}
            <input type="hidden" name="decision" value="dismiss" />
            <Field
              name="reason"
              id="dismiss-reason"
              label="排除理由"
              type="textarea"
              rows={2}
              maxlength={500}
              value={typed['decision'] === 'dismiss' ? typed['reason'] : undefined}
              required
            />
            <p class="acts">
              <button class="btn" type="submit">
                排除
              </button>
            </p>
          </form>
        </section>
      )}
    </div>
  )
}
