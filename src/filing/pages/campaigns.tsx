import { type CivilDate, formatDayZh, lastDayBefore } from '../../calendar/index.ts'
import { Empty, FilterBy, Head, Pager, SearchBox, type WebContext } from '../../web/index.ts'
import type { CampaignRow } from '../campaigns/queries.ts'
import { campaignStateLabels } from '../model.ts'
import { daysLeft } from '../rules.ts'
import { CampaignMark, ReturnMark } from './marks.tsx'

type Props = {
  c: WebContext
  campaigns: readonly CampaignRow[]
  total: number
  page: number
  today: CivilDate
  ofUnit: boolean
  mayPrepare: boolean
}

/** 专项排查: of the office, every campaign with how far it is; of a unit, what it was asked and where its answer stands. */
export function CampaignsPage({ c, campaigns, total, page, today, ofUnit, mayPrepare }: Props) {
  const isFiltered = ['q', 'state'].some((name) => c.req.query(name))
  return (
    <>
      <Head title="备案报送" note={ofUnit ? '本单位应报送的专项排查' : '专项排查：各单位报送、受理情况'}>
        {mayPrepare && (
          <a class="btn pri" href="/filing/campaigns/new">
            拟定专项排查
          </a>
        )}
      </Head>
      <section class="card">
        <form class="filter" method="get" action="/filing">
          <SearchBox c={c} label="专项排查、文号" />
          <FilterBy c={c} name="state" label="状态" labels={campaignStateLabels} />
          <button class="btn" type="submit">
            筛选
          </button>
        </form>
        {campaigns.length === 0 && isFiltered ? (
          <Empty title="没有符合条件的专项排查">请更换查找的名称或状态。</Empty>
        ) : campaigns.length === 0 ? (
          <Empty title="还没有专项排查">
            {mayPrepare ? '拟定专项排查并经负责人批准后，各单位即可填报。' : '监管单位布置专项排查后，在这里填报。'}
          </Empty>
        ) : (
          <table class="cards">
            <thead>
              <tr>
                <th>专项排查</th>
                <th>报送截止</th>
                <th>状态</th>
                {ofUnit ? <th>本单位</th> : <OfficeHeads />}
              </tr>
            </thead>
            <tbody>
              {campaigns.map((campaign) => (
                <CampaignLine campaign={campaign} today={today} ofUnit={ofUnit} />
              ))}
            </tbody>
          </table>
        )}
        <Pager c={c} page={page} total={total} />
      </section>
    </>
  )
}

const OfficeHeads = () => (
  <>
    <th class="r">应报单位</th>
    <th class="r">未报送</th>
    <th class="r">待受理</th>
    <th class="r">已受理</th>
    <th class="r">逾期</th>
  </>
)

function CampaignLine({ campaign, today, ofUnit }: { campaign: CampaignRow; today: CivilDate; ofUnit: boolean }) {
  const { id, title, basisNumber, filingDue, state, own, counts, total, late } = campaign
  const left = daysLeft(filingDue, today)
  return (
    <tr>
      <td class="t">
        <a href={ofUnit && own ? `/filing/returns/${own.id}` : `/filing/campaigns/${id}`}>{title}</a>
        <small>{basisNumber}</small>
      </td>
      <td data-l="报送截止">
        {formatDayZh(lastDayBefore(filingDue))}
        {state === 'open' && (
          <small>{left < 0 ? '已过截止日期' : left === 0 ? '今天截止' : `距截止还有${left}天`}</small>
        )}
      </td>
      <td class="s">
        <CampaignMark state={state} />
      </td>
      {ofUnit ? (
        <td data-l="本单位">{own && <ReturnMark state={own.state} />}</td>
      ) : (
        <>
          <td class="r num" data-l="应报单位">
            {total}
          </td>
          <td class="r num" data-l="未报送">
            {counts['not-started'] + counts.drafting + counts['awaiting-signature']}
          </td>
          <td class="r num" data-l="待受理">
            {counts.submitted}
          </td>
          <td class="r num" data-l="已受理">
            {counts.accepted}
          </td>
          <td class="r num" data-l="逾期">
            {late}
          </td>
        </>
      )}
    </tr>
  )
}
