import { sql } from 'kysely'
import { type Deps, findDistrict } from '../../access/index.ts'
import { type CivilDate, dayOf, daysBetween, formatDayZh, formatMinute, lastDayBefore } from '../../calendar/index.ts'
import type { Db } from '../../database/index.ts'
import type { Paper } from '../../documents/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { type Campaign, type FilingForm, formLabels, type ReturnState } from '../model.ts'

/** What a unit still owes of a campaign. */
export type Owing = {
  unitName: string
  state: ReturnState
  /** Accounts of the ledger that it will be asked about. */
  accounts: number
  /** Sentences it was sent back with; 0: it was not. */
  faults: number
  mendUntil: CivilDate | null
  answered: boolean
}

/** Units that have not answered, or not mended what was sent back, by name (pinyin). */
export async function owingUnits(db: Db, districtId: string, campaignId: string): Promise<Owing[]> {
  const { rows } = await sql<Owing>`
    select u.name as "unitName", r.state, r.mend_until as "mendUntil", r.first_submitted_at is not null as answered,
      (select count(*)::int from account a where a.district_id = r.district_id and a.unit_id = r.unit_id
        and a.running_state in ('running', 'closing')) as accounts,
      (select count(*)::int from filing_defect d where d.district_id = r.district_id and d.return_id = r.id
        and d.print_number = r.print_number) as faults
    from filing_return r join unit u on u.district_id = r.district_id and u.id = r.unit_id
    where r.district_id = ${districtId} and r.campaign_id = ${campaignId} and r.state not in ('submitted', 'accepted')
    order by u.name collate "zh-x-icu", u.id`.execute(db)
  return rows
}

const stillMissing: Readonly<Partial<Record<ReturnState, string>>> = {
  'not-started': '尚未填报',
  drafting: '填报中，尚未打印、签字盖章',
  'awaiting-signature': '已打印，尚未报送签字盖章的扫描件',
}

const missingWords = ({ state, faults, answered, accounts }: Owing): string =>
  answered
    ? `退回补正${faults > 0 ? `（${faults}处）` : ''}，尚未重新报送`
    : `${stillMissing[state] ?? '尚未报送'}；台账中账号${accounts}个`

const standing = (due: CivilDate, today: CivilDate): string => {
  const left = daysBetween(today, due)
  return left < 0 ? `已逾期${-left}天` : left === 0 ? '今天截止' : `还有${left}天`
}

/**
 * 催报通知: for each unit that owes something what is missing and until when, as of now. It is printed and sent by the office's
 * own ways. Refuses `campaign.action-not-allowed` by the caller, `campaign.nobody-owes`.
 */
export async function reminderNotice(
  deps: Deps,
  districtId: string,
  campaign: Campaign,
  { demo }: { demo: boolean },
): Promise<Paper> {
  const owing = await owingUnits(deps.db, districtId, campaign.id)
  if (owing.length === 0) throw refuse('campaign.nobody-owes')
  const { officeName } = await findDistrict(deps.db, districtId)
  const now = deps.clock.now()
  const today = dayOf(now)
  const due = lastDayBefore(campaign.filingDue)
  const forms = campaign.forms.map(quotedForm).join('、')
  return {
    kind: 'circular',
    title: ['关于抓紧报送', campaign.title, '材料的催报通知'],
    addressee: '各有关单位',
    body: [
      paragraph(
        `根据${campaign.basis}（${campaign.basisNumber}），各单位应于${formatDayZh(due)}前报送${forms}，由单位主要领导签字并加盖单位公章；没有政务新媒体的，报送零报告。`,
      ),
      paragraph(
        `截至${formatDayZh(today)}${formatMinute(now).slice(-5)}，下列${owing.length}个单位尚未报送或尚未重新报送，请按表中期限抓紧办理。逾期未报送的，列为责任追究线索，由有权机关核实处理。`,
      ),
      {
        kind: 'table',
        columns: [
          { title: '序号', width: 1, align: 'center' },
          { title: '单位', width: 4 },
          { title: '未报送内容', width: 5 },
          { title: '报送期限', width: 4, align: 'center' },
          { title: '时限', width: 2, align: 'center' },
        ],
        rows: owing.map((one, at) => {
          const until = one.answered && one.mendUntil ? one.mendUntil : due
          return [String(at + 1), one.unitName, missingWords(one), formatDayZh(until), standing(until, today)]
        }),
      },
      paragraph(`联系人：${campaign.contact}。`),
    ],
    signature: { office: officeName, day: today },
    ...(demo && { notice: '演示数据' }),
  }
}

// 附件1 is where the form stands, and no part of its name.
const quotedForm = (form: FilingForm) => formLabels[form].replace(/^(附件\d) (.+)$/u, '$1《$2》')

const paragraph = (text: string) => ({ kind: 'paragraph' as const, runs: [text] })
