import { formatDayZh, lastDayBefore } from '../../calendar/index.ts'
import { unitKinds } from '../../vocabulary/units.ts'
import { type Campaign, formLabels } from '../model.ts'

const reminded = (days: readonly number[]) =>
  days.map((left) => (left === 0 ? '当天' : `前${left}天`)).join('、') || '不提醒'

/** 布置内容, folded once its reader is at work: on which basis what is asked until when, whom to ask, and why it is asked again (国办函〔2026〕12号). */
export const CampaignTerms = ({ campaign, folded = false }: { campaign: Campaign; folded?: boolean }) => (
  <section class="card">
    <header>
      <h2>布置内容</h2>
    </header>
    {folded ? (
      <details class="in">
        <summary>{`${campaign.basisNumber}　联系人：${campaign.contact}`}</summary>
        <Terms campaign={campaign} />
      </details>
    ) : (
      <div class="in">
        <Terms campaign={campaign} />
      </div>
    )}
  </section>
)

const Terms = ({ campaign }: { campaign: Campaign }) => (
  <dl class="dl">
    <dt>依据</dt>
    <dd>{`${campaign.basis}（${campaign.basisNumber}）`}</dd>
    <dt>单位类型</dt>
    <dd>{campaign.unitKinds.map((kind) => unitKinds[kind].label).join('、')}</dd>
    <dt>所报表格</dt>
    <dd>{campaign.forms.map((form) => formLabels[form]).join('；')}</dd>
    <dt>统计截至</dt>
    <dd>{formatDayZh(campaign.countedUntil)}</dd>
    {campaign.cleanupDue && (
      <>
        <dt>清理整合截止</dt>
        <dd>{formatDayZh(lastDayBefore(campaign.cleanupDue))}</dd>
      </>
    )}
    <dt>提醒</dt>
    <dd>{reminded(campaign.reminderDays)}</dd>
    <dt>联系人</dt>
    <dd>{campaign.contact}</dd>
    {campaign.repeatReason && (
      <>
        <dt>再次填报理由</dt>
        <dd>{campaign.repeatReason}</dd>
      </>
    )}
  </dl>
)
