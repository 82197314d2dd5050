import { formatMinute } from '../../calendar/index.ts'
import { Alert, CsrfField, type WebContext } from '../../web/index.ts'
import { sentences } from '../../vocabulary/sentences.ts'
import type { FindingDetail } from '../finding-detail.ts'
import { type Decision, type FindingState, findingStateLabels } from '../model.ts'

/** A decision that was refused: why, and what had been typed. */
export type Attempt = { problem: string; decision: string; reason: string; suggested: string }

const options: Readonly<Record<Decision, { label: string; effect: string; key: string }>> = {
  confirm: { label: '确认', effect: '计入本月判定和季度报告', key: '1' },
  dismiss: { label: '排除', effect: '须写明理由，本条按通过计', key: '2' },
  'needs-evidence': { label: '需补证', effect: '须写明缺什么，退回采集或人工巡查', key: '3' },
}

/** The keys by which these decisions are chosen. */
export const keysOf = (decisions: readonly Decision[]): string[] => decisions.map((decision) => options[decision].key)

/** Why nothing is to be decided of a finding that nobody is barred from. */
const undecided: Readonly<Partial<Record<FindingState, string>>> = {
  withdrawn: '事实已不成立，本条自动撤销，无须复核。',
  split: '本条已拆分，请打开各部分分别复核。',
  merged: '本条已并入另一条线索，请打开该线索一并复核。',
}

type FormProps = {
  c: WebContext
  detail: FindingDetail
  attempt: Attempt | undefined
  decidedBy: string | undefined
  /** 双人复核: who has confirmed it first. */
  firstBy: string | undefined
  /** Why this person may not decide this finding. */
  barred: string | undefined
}

/** 复核决定: one of what the state allows, with a reason; Ctrl+Enter sends it and shows the next. */
export function DecisionForm({ c, detail, attempt, decidedBy, barred, firstBy }: FormProps) {
  const { finding, allowed } = detail
  const waits = detail.indicator.twoReviewers && finding.state !== 'confirmed' && (
    <Alert tone="warn" title={firstBy === undefined ? '本类问题须两人先后确认' : `${firstBy}已确认，待第二人复核`}>
      {firstBy === undefined
        ? '您确认后，由另一名复核员再核对确认，才作为已确认的问题。'
        : '两人都确认的，才作为已确认的问题。'}
    </Alert>
  )
  if (barred !== undefined || allowed.length === 0) {
    return (
      <section class="card">
        <header>
          <h2>复核决定</h2>
        </header>
        <div class="in stack">
          <Decided detail={detail} decidedBy={decidedBy} />
          {waits}
          <p>{barred ?? undecided[finding.state]}</p>
        </div>
      </section>
    )
  }
  // After a refusal nobody has chosen what now stands there: a step is taken by hand or not at all.
  const chosen = attempt
    ? allowed.find((one) => one === attempt.decision)
    : allowed.length === 1
      ? allowed[0]
      : undefined
  return (
    <form class="card" method="post" action={`/review/${finding.id}`} data-unsaved>
      <header>
        <h2>复核决定</h2>
        <p>{c.var.session.user.displayName}</p>
      </header>
      <div class="in">
        <CsrfField csrf={c.var.session.csrf} />
        <input type="hidden" name="version" value={String(finding.version)} />
        <Decided detail={detail} decidedBy={decidedBy} />
        {waits}
        <fieldset class="fld">
          <legend class="vh">决定</legend>
          {allowed.map((decision) => (
            <Option
              decision={decision}
              weighs={finding.class}
              checked={decision === chosen}
              first={detail.indicator.twoReviewers === true && firstBy === undefined}
            />
          ))}
        </fieldset>
        <Reason detail={detail} attempt={attempt} />
        <button class="btn pri wide" type="submit" data-key="Ctrl+Enter">
          提交并看下一条
          <span class="desk">
            <kbd>Ctrl</kbd> <kbd>Enter</kbd>
          </span>
        </button>
      </div>
    </form>
  )
}

type OptionProps = { decision: Decision; weighs: string; checked: boolean; first: boolean }

function Option({ decision, weighs, checked, first }: OptionProps) {
  const { label, key } = options[decision]
  const effect =
    first && decision === 'confirm' ? '由另一名复核员再确认后，计入本月判定和季度报告' : options[decision].effect
  return (
    <label class={checked ? 'opt on' : 'opt'}>
      <input type="radio" name="decision" value={decision} required checked={checked} data-key={key} />
      <span>
        <b>{decision === 'confirm' && weighs === 'veto' ? '确认不合格' : label}</b>
        <small>{effect}</small>
      </span>
      <kbd class="desk">{key}</kbd>
    </label>
  )
}

function Reason({ detail, attempt }: Pick<FormProps, 'detail' | 'attempt'>) {
  return (
    <>
      <div class="fld">
        <label for="suggested">常用理由</label>
        <select id="suggested" name="suggested">
          <option value="">不选用</option>
          {detail.reasons.map(({ decision, words }) => (
            <optgroup label={options[decision].label}>
              {words.map((reason) => (
                <option value={reason} selected={reason === attempt?.suggested}>
                  {reason}
                </option>
              ))}
            </optgroup>
          ))}
        </select>
      </div>
      <div class="fld">
        <label for="reason">说明</label>
        <textarea id="reason" name="reason" rows={3} maxlength={500} data-key="E" aria-describedby="reason-hint">
          {attempt?.reason ?? ''}
        </textarea>
        <p class="hint" id="reason-hint">
          排除和需补证须有理由，选常用理由或另写，两者都有的一并记录。{sentences.nothingSecret}
        </p>
      </div>
    </>
  )
}

function Decided({ detail: { finding }, decidedBy }: { detail: FindingDetail; decidedBy: string | undefined }) {
  if (finding.decidedAt === null || finding.state === 'candidate') return null
  return (
    <Alert tone={finding.state === 'confirmed' ? 'fail' : 'pend'} title={`目前：${findingStateLabels[finding.state]}`}>
      {`${decidedBy ?? ''}　${formatMinute(finding.decidedAt)}${finding.reason ? `　${finding.reason}` : ''}`}
    </Alert>
  )
}
