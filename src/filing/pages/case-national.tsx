import { formatDayZh } from '../../calendar/index.ts'
import { Field } from '../../web/index.ts'
import { nextCaseState } from '../cases/model.ts'
import { type NationalSide, nationalSides, sideLabels } from '../national/model.ts'
import { ProofFields } from '../national/pages/account.tsx'
import { type CaseView, typedIn } from './case-view.tsx'
import { Hidden } from './versioned-form.tsx'

/** What one side entered in the national system by this case. */
export const entryOf = ({ entries }: CaseView, side: NationalSide) => entries.find((one) => one.side === side)
const stepOf = { unit: 'report-national', office: 'enter-national' } as const

/** Both sides' entries in the national system, and the form of each that is missing for who may record it. */
export function NationalCard(view: CaseView) {
  const { one, may, entries, seesPapers } = view
  const next = nextCaseState[one.state]
  if (entries.length === 0 && !next['report-national']) return null
  return (
    <section class="card">
      <header>
        <h2>全国系统填报</h2>
        <p>主办单位、主管单位都要填报</p>
      </header>
      <dl class="in dl">
        {nationalSides.map((side) => {
          const entry = entryOf(view, side)
          return (
            <>
              <dt>{sideLabels[side]}</dt>
              <dd>
                {entry ? `${formatDayZh(entry.on)}填报　` : <span class="mut">未登记</span>}
                {entry?.receiptFileId && seesPapers && <a href={`/cases/${one.id}/receipts/${entry.id}`}>查看回执</a>}
                {entry?.noReceiptReason && <span class="mut">{`无回执：${entry.noReceiptReason}`}</span>}
              </dd>
            </>
          )
        })}
      </dl>
      {nationalSides.map((side) => {
        const step = stepOf[side]
        return next[step] && may(step) && !entryOf(view, side) ? <NationalForm view={view} side={side} /> : null
      })}
    </section>
  )
}

const NationalForm = ({ view, side }: { view: CaseView; side: NationalSide }) => (
  <form class="in" method="post" action={`/cases/${view.one.id}/national`} enctype="multipart/form-data">
    <Hidden {...view} />
    <input type="hidden" name="side" value={side} />
    <div class="row">
      <Field
        id={`on-${side}`}
        name="on"
        label={`${sideLabels[side]}填报日期`}
        type="date"
        required
        value={typedIn(view, side)['on']}
      />
    </div>
    <ProofFields side={side} typed={typedIn(view, side)} />
    <p class="acts">
      <button class="btn pri" type="submit">
        {`登记${sideLabels[side]}填报`}
      </button>
    </p>
  </form>
)
