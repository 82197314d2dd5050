import { shownMinute, type WebContext } from '../../../web/index.ts'
import type { Desk, Rights } from '../desk.ts'
import { outcomeLabels, type Round, type Step } from '../model.ts'
import { hasFailed } from '../signing.ts'
import { StepForm } from './step-form.tsx'
import { GateMark } from './words.tsx'

type Props = { c: WebContext; desk: Desk; may: Rights }

/** 审核: every round with its levels, who signed which gate and what was said. */
export function ReviewCard({ c, desk, may }: Props) {
  const { manuscript, rounds, steps, isOwn } = desk
  const { id, state, version } = manuscript
  const failed = steps.filter(({ round }) => round === manuscript.round).find(hasFailed)
  const shown = isOwn ? rounds.toReversed() : rounds.slice(-1)
  return (
    <section class="card">
      <header>
        <h2>审核</h2>
        <p>{rounds.length === 0 ? '尚未送审' : `第${rounds.length}次送审`}</p>
      </header>
      <div class="in stackv">
        {rounds.length === 0 && <p class="mut sm">送审以后，各级各关的签名和意见列在这里。</p>}
        {shown.map((round, at) => (
          <RoundPart
            c={c}
            round={round}
            steps={steps.filter((step) => step.round === round.number)}
            desk={desk}
            isOpen={at === 0}
          />
        ))}
        {state === 'review' && failed && (
          <p class="sm">
            {`“${failed.name}”已判不通过，同时会审的其他环节审完后一并退回。${may.write ? '不等的可以撤回送审，按已有意见修改。' : ''}`}
          </p>
        )}
        {may.write && state === 'review' && (
          <StepForm csrf={c.var.session.csrf} action={`/manuscripts/${id}/recall`} version={version} label="撤回送审" />
        )}
        {may.write && (state === 'draft' || state === 'returned') && (
          <StepForm
            csrf={c.var.session.csrf}
            action={`/manuscripts/${id}/drop`}
            version={version}
            label="作废稿件"
            tone="bad"
          />
        )}
      </div>
    </section>
  )
}

type PartProps = { c: WebContext; round: Round; steps: readonly Step[]; desk: Desk; isOpen: boolean }

const RoundPart = ({ c, round, steps, desk: { names, words }, isOpen }: PartProps) => (
  <details open={isOpen}>
    <summary>
      <b>{`第${round.number}次送审　${outcomeLabels[round.outcome]}`}</b>
      <small>
        {`　${names.get(round.submittedBy) ?? ''}　${shownMinute(c, round.submittedAt)}　`}
        <span class="nw">{`第${round.textNumber}版`}</span>
      </small>
    </summary>
    <ol class="gatelist">
      {steps.map((step) => (
        <li>
          <b>{step.name}</b>
          <ul>
            {step.gates.map((item) => (
              <li>
                <GateMark item={item} isOver={round.outcome !== 'open'} />
                {item.signedBy !== null && item.signedAt !== null && (
                  <small>{`${names.get(item.signedBy) ?? ''}　${shownMinute(c, item.signedAt)}`}</small>
                )}
                {item.wordsId !== null && <p class="sm">{words.get(item.wordsId) ?? '已删除'}</p>}
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  </details>
)
