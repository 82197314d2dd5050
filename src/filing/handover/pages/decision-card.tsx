import { hints } from '../../../vocabulary/hints.ts'
import { Field } from '../../../web/index.ts'
import { Hidden } from '../../pages/versioned-form.tsx'
import { handoverActionLabels, nextHandoverState } from '../model.ts'
import type { HandoverView } from './handover.tsx'

/** What somebody else decides: confirmed by the signatures, sent back, or nothing to hand over. */
export function DecisionCard(view: HandoverView) {
  const { one, may, scans, decided } = view
  const next = nextHandoverState[one.state]
  if (!may('confirm') || !(next.confirm || next.dismiss)) return null
  if (next.dismiss)
    return (
      <section class="card">
        <header>
          <h2>不需交接</h2>
        </header>
        <form class="in" method="post" action={`/handovers/${one.id}/decide`}>
          <Hidden {...view} />
          <Field
            name="reason"
            label="原因"
            required
            value={decided?.reason}
            hint="如更正姓名、并非换人。经手的人不能自己注明。"
          />
          <p class="acts">
            <button class="btn" type="submit" name="action" value="dismiss">
              {handoverActionLabels.dismiss}
            </button>
          </p>
        </form>
      </section>
    )
  return (
    <section class="card">
      <header>
        <h2>确认交接</h2>
        <p>经手的人不能自己确认</p>
      </header>
      <form class="in" method="post" action={`/handovers/${one.id}/decide`}>
        <Hidden {...view} />
        {scans[0] && (
          <a class="scan" href={`/handovers/${one.id}/scans/${scans[0].id}/1`}>
            <img src={`/handovers/${one.id}/scans/${scans[0].id}/1`} alt="已签字的交接单扫描件第1页" />
          </a>
        )}
        <fieldset class="fld">
          <legend class="lab">对照扫描件分别确认</legend>
          <span class="checks">
            <Signed name="outgoing" label="移交人已签字" checked={decided?.signed.outgoing} />
            <Signed name="incoming" label="接收人已签字" checked={decided?.signed.incoming} />
            {one.signing === 'witnessed' && (
              <Signed name="witness" label="监交人已签字" checked={decided?.signed.witness} />
            )}
          </span>
        </fieldset>
        <Field name="reason" label="退回原因" type="textarea" value={decided?.reason} hint={hints.faultsAtOnce} />
        <p class="acts">
          <button class="btn pri" type="submit" name="action" value="confirm">
            {handoverActionLabels.confirm}
          </button>
          <button class="btn bad" type="submit" name="action" value="send-back">
            {handoverActionLabels['send-back']}
          </button>
        </p>
      </form>
    </section>
  )
}

const Signed = ({ name, label, checked }: { name: string; label: string; checked: boolean | undefined }) => (
  <label>
    <input type="checkbox" name={name} value="yes" checked={checked} />
    {label}
  </label>
)
