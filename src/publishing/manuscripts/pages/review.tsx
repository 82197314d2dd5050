import { may } from '../../../access/index.ts'
import { Alert, CsrfField, Empty, Field, Head, type WebContext } from '../../../web/index.ts'
import { gateLabels, gateQuestions } from '../../gates/model.ts'
import { type Earlier, earlierKey } from '../../lexicons/earlier.ts'
import type { Desk } from '../desk.ts'
import { alikeBehind, type EarlierReason, earlierReasons } from '../earlier-reasons.ts'
import { gateOutcomeLabels, numberWords, OPINION_MOST, type Step } from '../model.ts'
import { toConfirm } from '../signing.ts'
import type { SinceReturned } from '../since-returned.ts'
import { FindingLine } from './findings.tsx'
import { TextCard } from './manuscript.tsx'
import { SinceReturnedCard } from './since-returned.tsx'
import { classWords, GateMark } from './words.tsx'

type Props = {
  c: WebContext
  desk: Desk
  earlier: Earlier
  /** Of a text that was returned before: what was said, and what was changed since. */
  since: SinceReturned | undefined
  values: Readonly<Record<string, string>>
  problem?: string | undefined
}

/** 审核: the text at the left, what each gate asks and what the machine says at the right; on a phone one below the other. */
export function ReviewPage({ c, desk, earlier, since, values, problem }: Props) {
  const { manuscript, mine, steps } = desk
  const step = mine.find(({ number }) => String(number) === values['step']) ?? mine[0]
  const round = desk.rounds.at(-1)!
  return (
    <>
      <Head
        crumb={<a href={`/manuscripts/${manuscript.id}`}>{`稿件审签 › ${numberWords(manuscript.number)}`}</a>}
        title={`${step?.name ?? '审核'}　${manuscript.title}`}
        note={`${manuscript.unitName}　${classWords(manuscript)}　第${round.number}次送审，第${round.textNumber}版`}
      />
      {problem && <Alert tone="fail" title={problem} />}
      <div class="cols c75">
        <div class="stackv">
          <TextCard desk={desk} marked />
          {since && <SinceReturnedCard desk={desk} since={since} />}
          <Others
            steps={steps.filter((one) => one.round === round.number && one.number !== step?.number)}
            desk={desk}
          />
        </div>
        <div class="stackv">
          {step ? (
            <SignForm c={c} desk={desk} earlier={earlier} step={step} values={values} />
          ) : (
            <section class="card">
              <Empty title="没有轮到本人的审核">本人撰写、已在另一级审核过，或者还没有轮到的，不能审核。</Empty>
            </section>
          )}
        </div>
      </div>
    </>
  )
}

type FormProps = Omit<Props, 'problem' | 'since'> & { step: Step }

function SignForm({ c, desk, earlier, step, values }: FormProps) {
  const { manuscript, rounds, steps } = desk
  const round = rounds.at(-1)!
  const present = steps.filter((one) => one.round === round.number)
  // In an emergency nobody waits for the others.
  const isBeside =
    manuscript.urgentSince === null && present.some((one) => one.place === step.place && one.number !== step.number)
  const open = step.gates.filter(({ outcome }) => outcome === null)
  const asked = toConfirm(round, present, step)
  const isLeader = may(c.var.actor, 'manuscripts.decide', {
    districtId: c.var.session.districtId,
    unitId: manuscript.unitId,
  })
  const isAsked = new Set(asked.map(({ at }) => at))
  const reasons = earlierReasons(desk, c.var.actor)
  return (
    <form class="stackv" method="post" action={`/manuscripts/${manuscript.id}/review`} data-unsaved data-settles>
      <section class="card in">
        <CsrfField csrf={c.var.session.csrf} />
        <input type="hidden" name="version" value={String(manuscript.version)} />
        <input type="hidden" name="step" value={String(step.number)} />
        <p class="sm">
          逐关选择结论，以本人姓名签署，留痕不可更改。判“不通过”的写明哪里有问题、怎样修改；
          {`任一关不通过即退回，须把本级各关审完，意见一次告知${isBeside ? '；同时会审的其他环节审完后一并退回' : ''}。没有选结论的关，留给本级其他审核人。`}
        </p>
        {step.signer === 'colleague' && isLeader && (
          <p class="sm">
            <b>同一人不能审两级：本人审了这一级，就不能再终审。</b>
          </p>
        )}
        {round.notChecked.length > 0 && (
          <p class="sm mut">{`机器没有检查的：${round.notChecked.map(({ why }) => why).join('')}`}</p>
        )}
      </section>
      {open.map(({ gate }) => {
        const remarks = round.findings.flatMap((finding, at) => (finding.gate === gate ? [{ finding, at }] : []))
        return (
          <fieldset class="card gatecard">
            <legend>
              <b>{gateLabels[gate]}</b>
            </legend>
            <ul class="asked">
              {gateQuestions[gate].map((question) => (
                <li>{question}</li>
              ))}
            </ul>
            {remarks.length > 0 && (
              <ol class="remarks">
                {remarks.map(({ finding, at }) => (
                  <li>
                    <FindingLine finding={finding} at={at} earlier={earlier} />
                    {isAsked.has(at) && (
                      <Confirm
                        at={at}
                        reasons={reasons.get(earlierKey(finding)) ?? []}
                        alike={alikeBehind(asked, at)}
                        values={values}
                      />
                    )}
                  </li>
                ))}
              </ol>
            )}
            <div class="pair">
              {(['pass', 'fail'] as const).map((outcome) => (
                <label class="opt">
                  <input
                    type="radio"
                    name={`gate-${gate}`}
                    value={outcome}
                    checked={values[`gate-${gate}`] === outcome}
                  />
                  <span>{gateOutcomeLabels[outcome]}</span>
                </label>
              ))}
            </div>
            <Field
              name={`opinion-${gate}`}
              label={`${gateLabels[gate]}意见`}
              type="textarea"
              rows={2}
              maxlength={OPINION_MOST}
              value={values[`opinion-${gate}`]}
            />
          </fieldset>
        )
      })}
      <div class="card in savebar">
        <button class="btn pri wide" type="submit">
          签名提交
        </button>
      </div>
    </form>
  )
}

type ConfirmProps = {
  at: number
  reasons: readonly EarlierReason[]
  /** How many places behind this one are alike. */
  alike: number
  values: Props['values']
}

// His own words stand there already when a text comes again; another's are shown and not put into his mouth.
function Confirm({ at, reasons, alike, values }: ConfirmProps) {
  const own = reasons.find(({ isOwn }) => isOwn)
  const isTyped = Object.keys(values).length > 0
  return (
    <>
      {reasons.map(({ words, by, round }) => (
        <small>{`第${round}次送审时${by}确认：${words}`}</small>
      ))}
      <Field
        name={`confirm-${at}`}
        label="确认这样写的理由"
        maxlength={OPINION_MOST}
        value={isTyped ? values[`confirm-${at}`] : own?.words}
        hint={
          own
            ? '已填入本人上次的理由，不再适用的请改写；确有错误的，判“不通过”。'
            : '判“通过”的必须填写；确有错误的，判“不通过”。'
        }
      />
      {alike > 0 && (
        <label class="tick">
          <input type="checkbox" name={`alike-${at}`} value="yes" checked={values[`alike-${at}`] === 'yes'} />{' '}
          {`后面同样的 ${alike} 处一并说明，不必再填`}
        </label>
      )}
    </>
  )
}

/** What other levels said, for who signs later. */
const Others = ({ steps, desk: { names, words } }: { steps: readonly Step[]; desk: Desk }) => {
  const said = steps.filter(({ gates }) => gates.some(({ outcome }) => outcome !== null))
  if (said.length === 0) return null
  return (
    <section class="card">
      <header>
        <h2>其他环节的意见</h2>
      </header>
      <ol class="gatelist in">
        {said.map((step) => (
          <li>
            <b>{step.name}</b>
            <ul>
              {step.gates.map((item) => (
                <li>
                  <GateMark item={item} />
                  <small>{names.get(item.signedBy ?? '') ?? ''}</small>
                  {item.wordsId !== null && <p class="sm">{words.get(item.wordsId) ?? '已删除'}</p>}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </section>
  )
}
