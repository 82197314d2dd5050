import { sql } from 'kysely'
import { outcomeLabels, seriesLabels } from '../../../collection/index.ts'
import { differenceStateLabels, handoverStateLabels, triggerRules, triggerStateLabels } from '../../../filing/index.ts'
import { ownResults } from '../../../monitoring/index.ts'
import { askedStateLabels, sampleOutcomeLabels } from '../../../publishing/index.ts'
import {
  contactLabels,
  dispositionLabels,
  filingStateLabels,
  purposeLabels,
  runningStateLabels,
} from '../../../registry/index.ts'
import { itemStateLabels } from '../../items/model.ts'
import { matchKindLabels, matchStateLabels, verdictLabels } from '../../concealment/model.ts'
import { similarVerdictLabels } from '../../similar/model.ts'
import { emergencyKinds, emergencySteps } from '../../../vocabulary/emergencies.ts'
import { minute, type Series, yesNo } from './series.ts'

const metricLabels = { reads: '阅读', likes: '点赞', comments: '评论', reposts: '转发' } as const
const confidenceLabels = {
  exact: '准确',
  rounded: '约数',
  'at-least': '不少于',
  stated: '页面所示',
  guessed: '推测',
} as const
const sampleLabels = { metric: '数据', message: '留言', profile: '账号资料', availability: '可用情况' } as const

/** What collection holds over time: figures, counts, looks, days seen, who said what of a post. */
export const collected = {
  post: {
    path: '发布内容.csv',
    select: ({ districtId, accountId }) => sql`
      with newest as (
        select distinct on (post_id, metric) post_id, metric, value, collected_at from post_sample
        where district_id = ${districtId} and account_id = ${accountId}::uuid
        order by post_id, metric, collected_at desc, source
      )
      select coalesce(${minute('p.published_at')}, p.published_on::text) as "发布时间", p.title as "标题", p.url as "链接",
        ${yesNo('p.original')} as "原创", max(n.value) filter (where n.metric = 'reads') as "阅读",
        max(n.value) filter (where n.metric = 'likes') as "点赞", max(n.value) filter (where n.metric = 'comments') as "评论",
        max(n.value) filter (where n.metric = 'reposts') as "转发", ${minute('max(n.collected_at)')} as "计数采集时间",
        p.evidence_id::text as "证据"
      from post p left join newest n on n.post_id = p.id
      where p.district_id = ${districtId} and p.account_id = ${accountId}::uuid
      group by p.id, p.title, p.url, p.published_at, p.published_on, p.original, p.evidence_id
      order by p.published_on desc nulls last, p.published_at desc nulls last, p.id desc`,
  },
  repost_asked: {
    path: '转载任务.csv',
    select: ({ districtId, accountId }) => sql`
      select d.title as "需转载内容", d.source as "稿源", ${minute('d.due_at')} as "转载时限",
        case d.state when 'withdrawn' then '已撤回' else x.state end as "登记情况", ${minute('x.done_at')} as "转载时间",
        x.link as "链接"
      from repost_asked x join repost_duty d on d.district_id = x.district_id and d.id = x.duty_id
      where x.district_id = ${districtId} and x.account_id = ${accountId}::uuid
      order by d.due_at desc, d.id desc`,
    words: { 登记情况: askedStateLabels },
  },
  manuscript_publication: {
    path: '稿件发布记录.csv',
    select: ({ districtId, accountId }) => sql`
      select m.number as "稿件编号", v.title as "标题", r.digest as "校验码", ${minute('r.decided_at')} as "审签时间",
        ${minute('p.published_at')} as "发布时间", p.link as "链接", ${minute('m.withdrawn_at')} as "撤稿时间",
        ${minute('p.removed_at')} as "删除时间"
      from manuscript_publication p
      join manuscript m on m.district_id = p.district_id and m.id = p.manuscript_id
      join manuscript_round r on r.district_id = m.district_id and r.manuscript_id = m.id and r.number = m.approved_round
      join manuscript_version v on v.district_id = m.district_id and v.manuscript_id = m.id and v.number = r.text_number
      where p.district_id = ${districtId} and p.account_id = ${accountId}::uuid
      order by p.published_at desc, m.number desc`,
  },
  published_text: {
    path: '帖文正文.csv',
    select: ({ districtId, accountId }) => sql`
      select p.title as "标题", p.url as "链接", p.published_on::text as "发布日期", t.text as "正文", ${minute('t.read_at')} as "录入时间"
      from published_text t
      join post p on p.district_id = t.district_id and p.account_id = t.account_id and p.id = t.post_id
      where t.district_id = ${districtId} and t.account_id = ${accountId}::uuid
      order by p.published_on desc, p.id desc`,
    free: ['正文'],
  },
  review_sample: {
    path: '发布审签单抽查.csv',
    select: ({ districtId, accountId }) => sql`
      select title as "标题", url as "链接", published_on::text as "发布日期", ${minute('drawn_at')} as "抽查时间",
        due_on::text as "报送期限", ${minute('handed_in_at')} as "报送时间", outcome as "结论", ${minute('judged_at')} as "判断时间"
      from review_sample where district_id = ${districtId} and account_id = ${accountId}::uuid
      order by drawn_at desc, id desc`,
    words: { 结论: sampleOutcomeLabels },
  },
  collection_sample: {
    path: '采集数据.csv',
    select: ({ districtId, accountId }) => sql`
      select ${minute('observed_at')} as "数据时间", kind as "类别", key as "项目", value as "内容", confidence as "可信程度",
        source as "来源", ${minute('collected_at')} as "采集时间", evidence_id::text as "证据"
      from collection_sample where district_id = ${districtId} and account_id = ${accountId}::uuid
      order by observed_at desc, id desc`,
    words: { 类别: sampleLabels, 项目: Object.fromEntries(seriesLabels), 可信程度: confidenceLabels },
    free: ['内容'],
  },
  post_sample: {
    path: '发布内容计数.csv',
    select: ({ districtId, accountId }) => sql`
      select ${minute('s.collected_at')} as "采集时间", p.title as "标题", p.url as "链接", s.metric as "项目", s.value as "数值",
        s.precision as "可信程度", s.source as "来源"
      from post_sample s join post p on p.district_id = s.district_id and p.account_id = s.account_id and p.id = s.post_id
      where s.district_id = ${districtId} and s.account_id = ${accountId}::uuid
      order by s.collected_at desc, s.post_id, s.metric, s.source`,
    words: { 项目: metricLabels, 可信程度: confidenceLabels },
  },
  post_sighting: {
    path: '发布内容来源.csv',
    select: ({ districtId, accountId }) => sql`
      select ${minute('s.seen_at')} as "见到时间", case when s.by_import then '导入文件' else '系统采集' end as "来源",
        s.title as "标题", s.url as "链接", coalesce(${minute('s.published_at')}, s.published_on::text) as "发布时间",
        ${yesNo('s.automatic')} as "平台自动推送", ${yesNo('s.original')} as "原创", ${yesNo('s.corrects')} as "更正发布时间"
      from post_sighting s
      where s.district_id = ${districtId} and s.account_id = ${accountId}::uuid
      order by s.seen_at desc, s.post_id, s.origin_id`,
  },
  collection_attempt: {
    path: '采集记录.csv',
    select: ({ districtId, accountId }) => sql`
      select ${minute('finished_at')} as "时间", source_kind as "方式", outcome as "结果", why as "说明", posts as "见到内容",
        new_posts as "新内容", from_day::text as "所见起", to_day::text as "所见止", evidence_id::text as "证据"
      from collection_attempt where district_id = ${districtId} and account_id = ${accountId}::uuid
      order by finished_at desc, id desc`,
    words: { 结果: outcomeLabels },
  },
  collection_span: {
    path: '采集时段.csv',
    select: ({ districtId, accountId }) => sql`
      select from_day::text as "起", to_day::text as "止", source as "来源", ${minute('collected_at')} as "采集时间"
      from collection_span where district_id = ${districtId} and account_id = ${accountId}::uuid
      order by to_day desc, collected_at desc, id desc`,
  },
  collection_target: {
    path: '采集方式.csv',
    select: ({ districtId, accountId }) => sql`
      select s.kind as "方式", s.name as "来源", t.target as "对象", t.state as "状态", t.held_reason as "暂停原因",
        ${minute('t.created_at')} as "设置时间", ${minute('t.last_success_at')} as "最近成功"
      from collection_target t join collection_source s on s.district_id = t.district_id and s.id = t.source_id
      where t.district_id = ${districtId} and t.account_id = ${accountId}::uuid
      order by t.created_at desc, t.id desc`,
    words: { 状态: { on: '启用', off: '停用', held: '暂停' } },
  },
  collection_authorisation: {
    path: '授权书.csv',
    select: ({ districtId, accountId }) => sql`
      select source_kind as "方式", signed_on::text as "签署", valid_until::text as "有效期至", revoked_on::text as "撤回",
        revoked_reason as "撤回原因", ${minute('recorded_at')} as "登记时间"
      from collection_authorisation where district_id = ${districtId} and account_id = ${accountId}::uuid
      order by recorded_at desc, id desc`,
    free: ['撤回原因'],
  },
  secrecy_stop: {
    path: '疑似涉密停存.csv',
    // Where it stood would lead to it: number, time and handover are what this system keeps for others.
    select: ({ districtId, accountId }) => sql`
      select number as "编号", kind as "类别", ${minute('found_at')} as "发现时间", handed_on::text as "移交日期"
      from secrecy_stop where district_id = ${districtId} and account_id = ${accountId}::uuid order by number desc`,
    words: { 类别: { post: '发布内容', page: '页面', message: '留言', profile: '账号资料', import: '导入文件' } },
  },
} satisfies Record<string, Series>

/** What was judged and decided about the account, month by month and case by case. */
export const decided = {
  check_result: {
    path: '月度监测.csv',
    select: ({ districtId, accountId }) => sql`
      select k.month as "月份", c.verdict as "判定", c.account_name as "当时名称", c.unit_name as "当时主办单位",
        k.rules_id || ' ' || k.rules_version as "规则", ${ownResults} as "各项结果", ${minute('k.finished_at')} as "监测时间"
      from check_result c join check_run k on k.district_id = c.district_id and k.id = c.run_id
      where c.district_id = ${districtId} and c.account_id = ${accountId}::uuid
      order by k.month desc, k.finished_at desc, k.id desc`,
    words: { 判定: { qualified: '合格', unqualified: '不合格', unknown: '暂不判定' } },
  },
  unknown_reason: {
    path: '暂不判定的说明.csv',
    select: ({ districtId, accountId }) => sql`
      select month as "月份", reason as "说明", ${minute('given_at')} as "时间"
      from unknown_reason where district_id = ${districtId} and account_id = ${accountId}::uuid order by month desc`,
    free: ['说明'],
  },
  reported_problem: {
    path: '人工登记的问题.csv',
    select: ({ districtId, accountId }) => sql`
      select seen_on::text as "发现日期", indicator as "指标", what as "问题", reference as "来文",
        ${minute('reported_at')} as "登记时间", ${minute('withdrawn_at')} as "撤回时间"
      from reported_problem where district_id = ${districtId} and account_id = ${accountId}::uuid
      order by seen_on desc, id desc`,
    free: ['问题', '来文'],
  },
  finding_correction: {
    path: '结论更正.csv',
    select: ({ districtId, accountId }) => sql`
      select f.indicator as "指标", c.to_state as "更正为", c.reason as "理由", ${minute('c.corrected_at')} as "时间"
      from finding_correction c join finding f on f.district_id = c.district_id and f.id = c.finding_id
      where c.district_id = ${districtId} and f.account_id = ${accountId}::uuid order by c.corrected_at desc, c.id desc`,
    words: { 更正为: { confirmed: '属实', dismissed: '不属实' } },
    free: ['理由'],
  },
  dismissal_check: {
    path: '排除抽查.csv',
    select: ({ districtId, accountId }) => sql`
      select f.indicator as "指标", c.agrees as "与原结论一致", c.note as "说明", ${minute('c.checked_at')} as "时间"
      from dismissal_check c join finding f on f.district_id = c.district_id and f.id = c.finding_id
      where c.district_id = ${districtId} and f.account_id = ${accountId}::uuid
      order by c.checked_at desc, c.finding_id`,
    free: ['说明'],
  },
  purpose_confirmation: {
    path: '账号用途确认.csv',
    select: ({ districtId, accountId }) => sql`
      select effective_month as "自何月起", purpose as "用途", reason as "理由", ${minute('confirmed_at')} as "时间"
      from purpose_confirmation where district_id = ${districtId} and account_id = ${accountId}::uuid
      order by confirmed_at desc, id desc`,
    words: { 用途: purposeLabels },
    free: ['理由'],
  },
  cleanup_item: {
    path: '清理事项.csv',
    select: ({ districtId, accountId }) => sql`
      select as_of::text as "建议日期", disposition as "系统建议", proposal as "建议全文", unit_disposition as "单位意见",
        unit_reason as "单位理由", unit_filing_number as "单位意见所据备案号", decided_disposition as "决定",
        decision_reason as "决定理由", decided_on::text as "决定日期", due_on::text as "期限",
        (select s.number || '号' from decision_sheet s where s.district_id = cleanup_item.district_id
          and s.id = cleanup_item.sheet_id) as "审定表", state as "状态", evidence_note as "完成说明",
        verified_note as "核验说明"
      from cleanup_item where district_id = ${districtId} and account_id = ${accountId}::uuid
      order by as_of desc, id desc`,
    words: {
      系统建议: dispositionLabels,
      单位意见: dispositionLabels,
      决定: dispositionLabels,
      状态: itemStateLabels,
    },
    free: ['单位理由', '决定理由', '完成说明', '核验说明'],
  },
  similar_decision: {
    path: '疑似重复辨认.csv',
    select: ({ districtId, accountId }) => sql`
      select o.name as "另一账号", o.platform as "平台", d.verdict as "结论", d.reason as "理由", ${minute('d.decided_at')} as "时间"
      from similar_decision d
      join account o on o.district_id = d.district_id
        and o.id = case when d.account_id = ${accountId}::uuid then d.other_id else d.account_id end
      where d.district_id = ${districtId} and ${accountId}::uuid in (d.account_id, d.other_id)
      order by d.decided_at desc, d.number desc, o.id`,
    words: { 结论: similarVerdictLabels },
    free: ['理由'],
  },
  concealment_match: {
    path: '瞒报漏报核查.csv',
    select: ({ districtId, accountId }) => sql`
      select r.as_of::text as "核查日期", r.file_name as "清单", m.sheet as "工作表", m.row_number as "行", m.kind as "比对结果",
        m.score as "得分", m.state as "状态", m.verdict as "认定", m.reason as "理由", ${minute('m.decided_at')} as "时间"
      from concealment_match m join concealment_run r on r.district_id = m.district_id and r.id = m.run_id
      where m.district_id = ${districtId} and ${accountId}::uuid in (m.account_id, m.decided_account_id)
      order by r.created_at desc, m.position`,
    words: { 比对结果: matchKindLabels, 状态: matchStateLabels, 认定: verdictLabels },
    free: ['理由'],
  },
  accountability_trigger: {
    path: '责任追究线索.csv',
    select: ({ districtId, accountId }) => sql`
      select rule as "编号", rule as "情形", facts as "事实", state as "状态", decision as "处理意见",
        ${minute('raised_at')} as "记录时间", ${minute('decided_at')} as "处理时间"
      from accountability_trigger where district_id = ${districtId} and account_id = ${accountId}::uuid
      order by raised_at desc, id desc`,
    words: {
      情形: Object.fromEntries(Object.entries(triggerRules).map(([rule, { label }]) => [rule, label])),
      状态: triggerStateLabels,
    },
    free: ['事实', '处理意见'],
  },
  rectification_finding: {
    path: '整改.csv',
    select: ({ districtId, accountId }) => sql`
      select o.number as "发文字号", o.issued_on::text as "下达日期", f.label as "问题", f.sentence as "说明",
        f.requirement as "要求", o.feedback_by::text as "反馈期限",
        (select ${minute('s.at')} from rectification_step s where s.district_id = o.district_id and s.order_id = o.id
          and s.action = 'close' order by s.version desc limit 1) as "销号时间"
      from rectification_finding f
      join rectification_order o on o.district_id = f.district_id and o.id = f.order_id and o.number is not null
      where f.district_id = ${districtId} and f.account_id = ${accountId}::uuid
      order by o.issued_on desc, o.id, f.finding_id`,
    free: ['要求'],
  },
  emergency_case: {
    path: '应急处置.csv',
    select: ({ districtId, accountId }) => sql`
      select ${minute('c.started_at')} as "发现时间", c.kind as "种类", c.reference as "编号", ${minute('s.at')} as "时间",
        s.action as "事项", s.reference as "事项编号", s.words as "内容"
      from emergency_case c
      left join emergency_step s on s.district_id = c.district_id and s.case_id = c.id
      where c.district_id = ${districtId} and c.account_id = ${accountId}::uuid
      order by c.started_at desc, c.id, s.version`,
    words: { 种类: emergencyKinds, 事项: emergencySteps },
    free: ['内容'],
  },
  rectification_reminder: {
    path: '提醒.csv',
    select: ({ districtId, accountId }) => sql`
      select ${minute('sent_at')} as "时间", month as "月份", silent_days as "未更新天数", note as "提醒内容"
      from rectification_reminder where district_id = ${districtId} and account_id = ${accountId}::uuid
      order by sent_at desc, id desc`,
    free: ['提醒内容'],
  },
  superior_named: {
    path: '上级交办.csv',
    select: ({ districtId, accountId }) => sql`
      select ${minute('i.received_at')} as "收到时间", i.issuer as "交办机关", i.title as "事项", n.note as "要求",
        ${minute('i.due_at')} as "反馈时限", ${minute('i.sent_at')} as "报送时间"
      from superior_named n join superior_item i on i.district_id = n.district_id and i.id = n.item_id
      where n.district_id = ${districtId} and n.account_id = ${accountId}::uuid
      order by i.received_at desc, i.id, n.serial`,
    free: ['要求'],
  },
  upper_circular_named: {
    path: '上级通报.csv',
    select: ({ districtId, accountId }) => sql`
      select c.issued_on::text as "日期", c.issuer as "通报机关", c.title as "通报", c.number as "文号", n.note as "通报内容",
        ${minute('c.withdrawn_at')} as "撤回时间"
      from upper_circular_named n join upper_circular c on c.district_id = n.district_id and c.id = n.circular_id
      where n.district_id = ${districtId} and n.account_id = ${accountId}::uuid
      order by c.issued_on desc, c.id, n.serial`,
    free: ['通报内容'],
  },
  score_event: {
    path: '年度评分事项.csv',
    select: ({ districtId, accountId }) => sql`
      select year as "年度", on_day::text as "日期", title as "事项", count as "数量", ${minute('known_at')} as "确认时间"
      from score_event where district_id = ${districtId} and account_id = ${accountId}::uuid
      order by year desc, on_day desc, id`,
    free: ['事项'],
  },
  score_seat: {
    path: '年度评分账号.csv',
    select: ({ districtId, accountId }) => sql`
      select s.year as "年度", u.name as "主办单位", case when s.service then '有' else '无' end as "办事入口"
      from score_seat s join unit u on u.district_id = s.district_id and u.id = s.unit_id
      where s.district_id = ${districtId} and s.account_id = ${accountId}::uuid order by s.year desc, u.name`,
    free: [],
  },
  score_entry: {
    path: '年度评分登记.csv',
    select: ({ districtId, accountId }) => sql`
      select year as "年度", on_day::text as "日期", kind as "事项", count as "数量", item as "项目", points as "分值",
        note as "理由", state as "状态", decision as "处理意见", ${minute('entered_at')} as "提出时间"
      from score_entry where district_id = ${districtId} and account_id = ${accountId}::uuid
      order by entered_at desc, id desc`,
    free: ['理由', '处理意见'],
  },
} satisfies Record<string, Series>

/** How the ledger and the filings came to say what they say. */
export const told = {
  account_claim: {
    path: '待核实的登记.csv',
    select: ({ districtId, accountId }) => sql`
      select fact as "事项", value as "登记为", reason as "理由", ${minute('stated_at')} as "登记时间",
        ${minute('settled_at')} as "核实时间"
      from account_claim where district_id = ${districtId} and account_id = ${accountId}::uuid
      order by stated_at desc, id desc`,
    words: {
      事项: { 'running-state': '运行状态', 'filing-state': '备案状态' },
      登记为: { ...runningStateLabels, ...filingStateLabels },
    },
    free: ['理由'],
  },
  import_account: {
    path: '台账导入.csv',
    select: ({ districtId, accountId }) => sql`
      select ${minute('r.created_at')} as "时间", r.file_name as "文件", i.change as "结果", i.facts as "改动的项目"
      from import_account i join import_run r on r.district_id = i.district_id and r.id = i.import_id
      where i.district_id = ${districtId} and i.account_id = ${accountId}::uuid
      order by r.created_at desc, r.id desc`,
    words: { 结果: { created: '新登记', changed: '有改动' } },
  },
  filing_correction: {
    path: '手写更正.csv',
    // The words themselves may name a person; they stand on the signed scan.
    select: ({ districtId, accountId }) => sql`
      select r.number as "备案号", c.field as "项目", c.paper as "表", ${minute('c.transcribed_at')} as "转录时间",
        ${minute('c.confirmed_at')} as "确认时间", ${minute('c.set_apart_at')} as "重新报送后不再计入"
      from filing_correction c
      left join filing_record r on r.district_id = c.district_id and r.source_kind = c.source_kind
        and r.source_id = c.source_id and r.account_id = c.account_id
      where c.district_id = ${districtId} and c.account_id = ${accountId}::uuid
      order by c.transcribed_at desc, c.source_id, c.field`,
  },
  filing_defect: {
    path: '退回补正.csv',
    select: ({ districtId, accountId }) => sql`
      select ${minute('found_at')} as "时间", sentence as "需补正" from filing_defect
      where district_id = ${districtId} and account_id = ${accountId}::uuid order by found_at desc, id desc`,
    free: ['需补正'],
  },
  national_difference: {
    path: '全国系统核对.csv',
    // The two values are sealed because they may name a person.
    select: ({ districtId, accountId }) => sql`
      select ${minute('c.compared_at')} as "核对时间", d.kind as "情形", d.field as "项目", d.state as "状态", d.reason as "理由",
        ${minute('d.decided_at')} as "处理时间"
      from national_difference d
      join national_comparison c on c.district_id = d.district_id and c.id = d.comparison_id
      where d.district_id = ${districtId} and d.account_id = ${accountId}::uuid
      order by c.compared_at desc, d.position`,
    words: {
      情形: { 'only-sheet': '仅全国系统有', 'only-ledger': '仅台账有', field: '内容不一致' },
      状态: differenceStateLabels,
    },
    free: ['理由'],
  },
  post_holder: {
    path: '人员任职.csv',
    select: ({ districtId, accountId }) => sql`
      select duty as "职责", ${minute('since')} as "自", ${minute('until')} as "至", ended_as as "何以结束"
      from post_holder where district_id = ${districtId} and subject_id = ${accountId}::uuid
      order by since desc, duty, person_id`,
    words: { 职责: contactLabels, 何以结束: { left: '离任', renewed: '更换联系方式' } },
  },
  handover_post: {
    path: '人员交接.csv',
    select: ({ districtId, accountId }) => sql`
      select p.duty as "职责", h.changed_on::text as "变动日期", ${minute('h.due')} as "期限", h.state as "状态",
        ${minute('h.submitted_at')} as "提交时间", ${minute('h.decided_at')} as "办结时间"
      from handover_post p join handover h on h.district_id = p.district_id and h.id = p.handover_id
      where p.district_id = ${districtId} and p.subject_id = ${accountId}::uuid
      order by h.changed_on desc, h.id desc, p.duty`,
    words: { 职责: contactLabels, 状态: handoverStateLabels },
  },
} satisfies Record<string, Series>
