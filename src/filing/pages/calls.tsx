import { formatMinute, type Instant } from '../../calendar/index.ts'
import { Alert, CsrfField, Empty, Field, Head } from '../../web/index.ts'
import type { Call } from '../campaigns/calls.ts'
import type { HandWords } from './corrections-card.tsx'
import { ReturnMark } from './marks.tsx'
import type { LoadedReturn } from '../returns/records.ts'

type Props = {
  csrf: string
  loaded: LoadedReturn
  calls: readonly Call[]
  hand: HandWords
  /** Whom to call: 填报人 of the return, then who answers for the unit in the ledger, phones as the viewer may see them. */
  people: readonly { label: string; name: string; phone: string }[]
  /** Whether one more may be recorded, and what is offered as its time. */
  open: boolean
  now: Instant
  problem?: string | undefined
  typed?: Readonly<Record<string, string>> | undefined
}

/** 电话催报: who was called when, by whom, and what was said. */
export function CallsPage(props: Props) {
  const { loaded, calls, hand, open, problem } = props
  const { campaign, one, unitName } = loaded
  return (
    <>
      <Head
        crumb={<a href={`/filing/campaigns/${campaign.id}`}>{campaign.title}</a>}
        title={
          <>
            {`电话催报：${unitName}`} <ReturnMark state={one.state} box />
          </>
        }
      >
        <a class="btn" href={`/filing/returns/${one.id}`}>
          查看报送
        </a>
      </Head>
      {problem && <Alert tone="fail" title={problem} />}
      <div class="stackv">
        <WhomToCall {...props} />
        {open && <CallForm {...props} />}
        <section class="card">
          <header>
            <h2>通话记录</h2>
          </header>
          {calls.length === 0 ? (
            <Empty title="还没有电话催报记录">打过电话后登记在这里，单位的报送页写明哪天催报。</Empty>
          ) : (
            <table class="cards">
              <thead>
                <tr>
                  <th>催报人、通话时间</th>
                  <th>接听人</th>
                  <th>通话情况</th>
                </tr>
              </thead>
              <tbody>
                {calls.map(({ calledBy, calledAt, spokeTo, said }) => (
                  <tr>
                    <td class="t full">{hand({ by: calledBy, at: calledAt })}</td>
                    <td data-l="接听人">{spokeTo}</td>
                    <td data-l="通话情况">{said || '—'}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
      </div>
    </>
  )
}

const WhomToCall = ({ loaded: { one, unitName }, people }: Props) => (
  <section class="card">
    <header>
      <h2>联系人</h2>
      <p>
        <a href={`/units/${one.unitId}`}>{`${unitName}的责任人和完整号码`}</a>
      </p>
    </header>
    {people.length === 0 ? (
      <Empty title="还没有登记联系人">填报人、责任人登记后列在这里；先请查本单位通讯录。</Empty>
    ) : (
      <dl class="in dl">
        {people.map(({ label, name, phone }) => (
          <>
            <dt>{label}</dt>
            <dd>{`${name}　${phone || '未登记电话'}`}</dd>
          </>
        ))}
      </dl>
    )}
  </section>
)

const CallForm = ({ csrf, loaded, now, typed }: Props) => (
  <section class="card">
    <header>
      <h2>登记电话催报</h2>
    </header>
    <form class="in" method="post" action={`/filing/returns/${loaded.one.id}/calls`} data-unsaved>
      <CsrfField csrf={csrf} />
      <div class="row">
        <Field
          name="calledAt"
          label="通话时间"
          type="datetime-local"
          required
          value={typed?.['calledAt'] ?? formatMinute(now).replace(' ', 'T')}
        />
        <Field name="spokeTo" label="接听人" required maxlength={60} value={typed?.['spokeTo']} hint="姓名或岗位。" />
        <Field name="said" label="通话情况" maxlength={300} value={typed?.['said']} hint="如答应何时报送。" />
      </div>
      <p class="acts">
        <button class="btn pri" type="submit">
          登记
        </button>
      </p>
    </form>
  </section>
)
