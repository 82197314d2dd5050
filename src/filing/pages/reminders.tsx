import { formatDayZh, lastDayBefore } from '../../calendar/index.ts'
import { Alert, BulkOutcome, BulkPreview, type BulkRow, Head } from '../../web/index.ts'
import type { RemindedRow } from '../campaigns/remind-chosen.ts'
import type { Campaign } from '../model.ts'
import { ReturnMark } from './marks.tsx'

type Props = { campaign: Campaign; rows: readonly RemindedRow[]; left: number }

const heads = ['单位', '报送状态', '已提醒次数']
const crumbOf = ({ id, title }: Campaign) => <a href={`/filing/campaigns/${id}`}>{title}</a>

const leftWords = (left: number) =>
  left > 0 ? `距报送截止还有${left}天` : left === 0 ? '今天报送截止' : `已逾期${-left}天`

const shown = ({ row, refusal }: RemindedRow, reminders = row.reminders): BulkRow => ({
  id: row.id,
  version: row.version,
  refusal,
  cells: [
    <a href={`/filing/returns/${row.id}`}>{row.unitName}</a>,
    <ReturnMark state={row.state} />,
    String(reminders),
  ],
})

/** Who will be reminded and who will not, before anybody is. */
export function RemindersPage({ csrf, campaign, rows, left }: Props & { csrf: string }) {
  const back = `/filing/campaigns/${campaign.id}`
  const doable = rows.filter(({ refusal }) => refusal === null).length
  return (
    <>
      <Head
        crumb={crumbOf(campaign)}
        title="催报预览"
        note={`${formatDayZh(lastDayBefore(campaign.filingDue))}前报送　${leftWords(left)}　以下为预览，确认后才催报`}
      />
      {doable === 0 && <Alert tone="pend" title="没有需要提醒的单位" />}
      <BulkPreview
        csrf={csrf}
        action={`${back}/remind`}
        heads={heads}
        rows={rows.map((row) => shown(row))}
        confirm={`确认催报 ${doable} 个单位`}
        back={back}
      />
    </>
  )
}

/** Who was reminded. */
export function RemindedPage({ campaign, rows }: Props) {
  const done = rows.filter(({ refusal }) => refusal === null).length
  return (
    <>
      <Head crumb={crumbOf(campaign)} title="催报结果">
        <a class="btn" href={`/filing/campaigns/${campaign.id}`}>
          返回专项排查
        </a>
      </Head>
      <Alert
        tone={done === rows.length ? 'pass' : 'warn'}
        title={`已提醒 ${done} 个单位${done < rows.length ? `，未提醒 ${rows.length - done} 个，原因见下表` : ''}`}
      />
      <BulkOutcome
        heads={heads}
        rows={rows.map((one) => shown(one, one.row.reminders + (one.refusal === null ? 1 : 0)))}
        done="已提醒"
      />
    </>
  )
}
