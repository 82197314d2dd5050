import { dayOf, formatDayZh } from '../../calendar/index.ts'
import type { AskedBefore, Burden, FormBurden } from '../campaigns/burden.ts'

/** 填报负担: how much a campaign asks of how many, and which fields were asked within twelve months, by whom and when. */
export const BurdenCard = ({ burden }: { burden: Burden }) => {
  const { units, accounts, apps, cells, forms } = burden
  const ofApps = apps > 0 ? `（其中应用程序${apps}个）` : ''
  return (
    <section class="card">
      <header>
        <h2>填报负担</h2>
        <p>{`${units}个单位，账号${accounts}个${ofApps}，合计${cells}项次`}</p>
      </header>
      <table class="cards cells">
        <thead>
          <tr>
            <th>表格</th>
            <th class="num">每个账号项数</th>
            <th class="num">账号数</th>
            <th class="num">项次</th>
            <th>12个月内布置过的项</th>
          </tr>
        </thead>
        <tbody>
          {forms.map((form) => (
            <tr>
              <td class="t">{form.title}</td>
              <td class="num" data-l="每个账号项数">
                {form.fields}
              </td>
              <td class="num" data-l="账号数">
                {form.accounts}
              </td>
              <td class="num" data-l="项次">
                {form.fields * form.accounts}
              </td>
              <td data-l="12个月内布置过的项">
                <Asked form={form} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="in hint">台账已有的、上次报过的自动填好，不再逐项填写。</p>
    </section>
  )
}

const Asked = ({ form }: { form: FormBurden }) => {
  const repeated = form.asked.filter(({ before }) => before.length > 0)
  if (repeated.length === 0) return <>没有</>
  return (
    <>
      {repeated.map(({ labels, before }) => (
        <details>
          <summary>{`${labels.length}项：${before.map(campaignWords).join('；')}`}</summary>
          <p class="mut">{labels.join('、')}</p>
        </details>
      ))}
    </>
  )
}

const campaignWords = ({ title, openedAt, units }: AskedBefore) =>
  `${title}（${formatDayZh(dayOf(openedAt))}布置，本次单位中有${units}个在内）`
