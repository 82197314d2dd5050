import { maskNumbers } from '../../vocabulary/personal-numbers.ts'
import { AnswerFields, CsrfField, Field, shownMinute, Status } from '../../web/index.ts'
import { answerWords, dayOfAnswer, isLate, isMissing } from '../lateness.ts'
import { answerMost, noteMost, type Receipt } from '../model.ts'
import { type DispatchView, typedIn } from './view.ts'

/** 签收、反馈 by unit; a unit sees its own with what it may do. */
export function ReceiptsCard(view: DispatchView) {
  const { receipts, unitId } = view
  const shown = unitId === undefined ? receipts : receipts.filter((one) => one.unitId === unitId)
  const asked = receipts.filter(({ answers }) => answers)
  if (receipts.length === 0) return null
  return (
    <section class="card">
      <header>
        <h2>{unitId === undefined ? '签收和反馈' : '本单位签收、反馈'}</h2>
        {unitId === undefined && (
          <p>
            {`签收 ${receipts.filter(({ receivedAt }) => receivedAt).length}/${receipts.length}${asked.length > 0 ? `，反馈 ${asked.filter(({ answeredAt }) => answeredAt).length}/${asked.length}` : ''}`}
          </p>
        )}
      </header>
      {unitId === undefined ? (
        <table class="cards">
          <thead>
            <tr>
              <th>单位</th>
              <th>签收</th>
              <th>反馈期限</th>
              <th>反馈</th>
              <th>情况</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((one) => (
              <OfficeRow view={view} receipt={one} />
            ))}
          </tbody>
        </table>
      ) : (
        <div class="in stack">
          {shown.map((one) => (
            <OwnReceipt view={view} receipt={one} />
          ))}
        </div>
      )}
    </section>
  )
}

type RowProps = { view: DispatchView; receipt: Receipt }

const reminded = ({ steps }: DispatchView, unitId: string): number =>
  steps.filter(
    ({ action, facts }) => action === 'remind' && Array.isArray(facts['units']) && facts['units'].includes(unitId),
  ).length

function OfficeRow({ view, receipt }: RowProps) {
  const { c } = view
  const { unitId, unitName, receivedAt, answer, answeredAt, forUnit } = receipt
  const times = reminded(view, unitId)
  return (
    <tr>
      <td class="t">
        {unitName}
        {times > 0 && <small>{`已催报 ${times} 次`}</small>}
      </td>
      <td class="num" data-l="签收">
        {receivedAt ? shownMinute(c, receivedAt) : '—'}
      </td>
      <td data-l="反馈期限">{dueWords(view, receipt)}</td>
      <td class="full">
        {answer ? (
          <>
            {maskNumbers(answer)}
            <small>{`${answeredAt ? shownMinute(c, answeredAt) : ''}反馈${forUnit ? '，代录' : ''}`}</small>
            <Proofs view={view} unitId={unitId} />
          </>
        ) : (
          <OfficeActs view={view} receipt={receipt} />
        )}
      </td>
      <td class="s">
        <ReceiptMark view={view} receipt={receipt} />
      </td>
    </tr>
  )
}

// Nobody is asked anything by a paper that was taken back.
const dueWords = ({ dispatch, today }: DispatchView, receipt: Receipt): string =>
  dispatch.state === 'withdrawn' && receipt.answeredAt === null ? '已撤回，不用反馈' : answerWords(receipt, today)

function ReceiptMark({ view: { today, dispatch }, receipt }: RowProps) {
  const on = dayOfAnswer(receipt)
  const late = isLate(receipt, on ?? today)
  if (!isMissing(receipt))
    return <Status mark={late ? 'warn' : 'pass'} word={receipt.answers ? (late ? '迟报' : '已反馈') : '已签收'} />
  if (dispatch.state !== 'issued') return <Status mark="unkn" word={receipt.receivedAt ? '未反馈' : '未签收'} />
  if (late) return <Status mark="fail" word="逾期未反馈" />
  return <Status mark="warn" word={receipt.receivedAt ? '待反馈' : '待签收'} />
}

const Proofs = ({ view: { files, dispatch }, unitId }: { view: DispatchView; unitId: string }) => (
  <>
    {files
      .filter((file) => file.kind === 'proof' && file.unitId === unitId)
      .map(({ name, serial }) => (
        <a href={`/circulars/${dispatch.id}/files/proof/${unitId}-${serial}`}>{name} </a>
      ))}
  </>
)

const Hidden = ({ view, form, unitId }: { view: DispatchView; form: string; unitId: string }) => (
  <>
    <CsrfField csrf={view.c.var.session.csrf} />
    <input type="hidden" name="form" value={form} />
    <input type="hidden" name="version" value={String(view.dispatch.version)} />
    <input type="hidden" name="unitId" value={unitId} />
  </>
)

/** What the office does for a unit that telephoned, and where a unit needs more days. */
function OfficeActs({ view, receipt }: RowProps) {
  const { unitId, unitName, receivedAt, answers } = receipt
  if (!view.mayAnswerFor(unitId) || view.dispatch.state === 'withdrawn') return <>—</>
  const path = `/circulars/${view.dispatch.id}`
  return (
    <>
      {!receivedAt && (
        <form class="inline" method="post" action={path} enctype="multipart/form-data">
          <Hidden view={view} form={`acknowledge-${unitId}`} unitId={unitId} />
          <button class="btn" type="submit" name="action" value="acknowledge" aria-label={`${unitName}：代录签收`}>
            代录签收
          </button>
        </form>
      )}
      {answers && (
        <details open={view.typed?.form === `answer-${unitId}`}>
          <summary>代录反馈</summary>
          <AnswerForm view={view} receipt={receipt} />
        </details>
      )}
      {answers && view.can('extend') && (
        <details open={view.typed?.form === `extend-${unitId}`}>
          <summary>延期</summary>
          <form method="post" action={path} enctype="multipart/form-data">
            <Hidden view={view} form={`extend-${unitId}`} unitId={unitId} />
            <Field
              name="days"
              id={`days-${unitId}`}
              label="自今日起的工作日"
              required
              value={typedIn(view, `extend-${unitId}`)['days']}
            />
            <Field
              name="note"
              id={`note-extend-${unitId}`}
              label="延期的理由"
              required
              maxlength={noteMost}
              value={typedIn(view, `extend-${unitId}`)['note']}
            />
            <button class="btn" type="submit" name="action" value="extend">
              延期
            </button>
          </form>
        </details>
      )}
    </>
  )
}

function AnswerForm({ view, receipt: { unitId } }: RowProps) {
  const form = `answer-${unitId}`
  const own = view.unitId !== undefined
  return (
    <form method="post" action={`/circulars/${view.dispatch.id}`} enctype="multipart/form-data">
      <Hidden view={view} form={form} unitId={unitId} />
      <AnswerFields form={form} label="整改、落实情况" most={answerMost} value={typedIn(view, form)['note']} />
      <p class="acts">
        <button class="btn pri" type="submit" name="action" value="answer">
          {own ? '反馈' : '代录反馈'}
        </button>
      </p>
    </form>
  )
}

function OwnReceipt({ view, receipt }: RowProps) {
  const { c, dispatch } = view
  const { unitId, receivedAt, answers, answer, answeredAt } = receipt
  const open = dispatch.state !== 'withdrawn' && view.mayAnswerFor(unitId)
  return (
    <>
      <p>
        <ReceiptMark view={view} receipt={receipt} />
        {`　${dueWords(view, receipt)}`}
      </p>
      {reminded(view, unitId) > 0 && isMissing(receipt) && (
        <p class="st warn">{`监管单位已催报 ${reminded(view, unitId)} 次，请尽快办理。`}</p>
      )}
      {receivedAt ? (
        <p class="mut">{`${shownMinute(c, receivedAt)}签收`}</p>
      ) : (
        open && (
          <form method="post" action={`/circulars/${dispatch.id}`} enctype="multipart/form-data">
            <Hidden view={view} form={`acknowledge-${unitId}`} unitId={unitId} />
            <p class="acts">
              <button class="btn pri" type="submit" name="action" value="acknowledge">
                签收
              </button>
            </p>
          </form>
        )
      )}
      {answer && (
        <>
          <p>{maskNumbers(answer)}</p>
          <p class="mut sm">{answeredAt && `${shownMinute(c, answeredAt)}反馈`}</p>
          <Proofs view={view} unitId={unitId} />
        </>
      )}
      {answers && !answer && receivedAt && open && <AnswerForm view={view} receipt={receipt} />}
    </>
  )
}
