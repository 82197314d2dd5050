import { hints } from '../../vocabulary/hints.ts'
import { Field } from '../../web/index.ts'
import { caseActionLabels, nextCaseState } from '../cases/model.ts'
import { nationalSides } from '../national/model.ts'
import { ExecuteCard } from './case-execute.tsx'
import { entryOf } from './case-national.tsx'
import { type CaseView, typedIn } from './case-view.tsx'
import { Act, Hidden } from './versioned-form.tsx'

const decisions = ['send-back', 'accept', 'disagree', 'review', 'approve', 'reject'] as const
const backwards: readonly string[] = ['send-back', 'disagree', 'reject']

/** What comes next, for who may do it. */
export function NextCard(view: CaseView) {
  const { one, may } = view
  const next = nextCaseState[one.state]
  const open = decisions.filter((action) => next[action] && may(action))
  return (
    <>
      {open.length > 0 && <DecideCard view={view} open={open} />}
      {next.execute && may('execute') && <ExecuteCard {...view} />}
      {next.register && may('register') && nationalSides.every((side) => entryOf(view, side)) && (
        <OneStep view={view} path="register" label="登记台账，编发备案号" />
      )}
      {next.archive && may('archive') && <OneStep view={view} path="archive" label="归档" />}
      {(['withdraw', 'revoke'] as const)
        .filter((action) => next[action] && may(action))
        .map((action) => (
          <GiveUp view={view} action={action} />
        ))}
    </>
  )
}

function DecideCard({ view, open }: { view: CaseView; open: readonly (typeof decisions)[number][] }) {
  const typed = typedIn(view, 'decide')
  return (
    <section class="card">
      <header>
        <h2>{open.includes('accept') ? '受理' : open.includes('review') ? '审核' : '批准'}</h2>
      </header>
      <form class="in" method="post" action={`/cases/${view.one.id}/decide`}>
        <Hidden {...view} />
        <Field
          name="opinion"
          label="意见"
          type="textarea"
          required
          value={typed['opinion']}
          hint={hints.faultsAtOnce}
        />
        <p class="acts">
          {open.map((action) => (
            <button
              class={backwards.includes(action) ? 'btn bad' : 'btn pri'}
              type="submit"
              name="action"
              value={action}
            >
              {caseActionLabels[action]}
            </button>
          ))}
        </p>
      </form>
    </section>
  )
}

const givingUp = {
  withdraw: '误申请或不再办理的，写明理由后撤回；撤回后可以重新申请。',
  revoke: '尚未在平台办理的，可以撤销批准。关停、注销的账号恢复为在运行；已有关停注销事项的，请在该事项中撤回。',
} as const

/** 撤回 and 撤销批准: the way out, beside the way on. */
const GiveUp = ({ view, action }: { view: CaseView; action: keyof typeof givingUp }) => (
  <section class="card">
    <header>
      <h2>{caseActionLabels[action]}</h2>
    </header>
    <form class="in" method="post" action={`/cases/${view.one.id}/${action}`}>
      <Hidden {...view} />
      <Field
        name="reason"
        id={`${action}-reason`}
        label="理由"
        required
        value={typedIn(view, action)['reason']}
        hint={givingUp[action]}
      />
      <p class="acts">
        <button class="btn bad" type="submit">
          {caseActionLabels[action]}
        </button>
      </p>
    </form>
  </section>
)

const OneStep = ({ view, path, label }: { view: CaseView; path: string; label: string }) => (
  <section class="card">
    <div class="in">
      <Act view={view} action={`/cases/${view.one.id}/${path}`} label={label} primary />
    </div>
  </section>
)
