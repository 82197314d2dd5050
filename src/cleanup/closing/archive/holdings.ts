import { heldEngagementPaths } from '../../../engagement/index.ts'
import { collected, decided, told } from './sheets.ts'

/**
 * Where in the package what a table holds of the account is to be found, or why it isn't there. Every table of the
 * database stands here: one that is added fails a test until somebody has said which.
 */
export type Holding = { in: string } | { not: string }

const sheets = { ...collected, ...decided, ...told }
export const sheetsOfAccount = Object.values(sheets)

const noAccount = { not: '不涉及单个账号' }
const trail = { in: '留痕.json' }
const sealedPaper = { not: '密封的表格内容，随签字盖章件归档' }
const scans = { in: '签字盖章件' }

export const holdings: Readonly<Record<string, Holding>> = {
  ...Object.fromEntries(Object.entries(sheets).map(([table, { path }]) => [table, { in: path }])),
  ...Object.fromEntries(Object.entries(heldEngagementPaths).map(([table, path]) => [table, { in: path }])),
  account: { in: '台账.json' },
  account_contact: { in: '台账.json' },
  unit: { in: '台账.json' },
  annex2_sheet: { not: '附件2表头的填表人，不属于账号' },
  app_handler: { not: '应用程序经办人，个人信息，只供下次填报' },
  patrol: { in: '巡查记录.csv' },
  finding: { in: '监测线索.csv' },
  evidence: { in: '证据清单.csv' },
  evidence_content: { in: '证据' },
  evidence_stamp: { in: '证据' },
  stored_file: { in: '附件清单.csv' },
  closing: { in: '关停办理.json' },
  closing_announcement: { in: '停更公告.txt' },
  closing_archive: { in: '关停办理.json' },
  filing_record: { in: '备案.json' },
  filing_accepted_entry: { in: '备案.json' },
  filing_case: { in: '备案.json' },
  filing_case_opinion: { in: '备案.json' },
  filing_case_scan: scans,
  filing_scan: scans,
  national_report: { in: '全国系统填报.json' },
  trail_event: trail,
  trail_head: { not: '哈希链的末端，随每条留痕核验' },
  check_run: { in: decided.check_result.path },
  concealment_run: { in: decided.concealment_match.path },
  national_comparison: { in: told.national_difference.path },
  import_run: { in: told.import_account.path },
  collection_source: { in: collected.collection_target.path },
  handover: { in: told.handover_post.path },
  decision_sheet: { not: '多个账号的审定表，本账号的审定和表号在清理事项中' },
  decision_sheet_scan: { not: '多个账号的审定表，载有其他账号，存审定表卷' },
  import_stranger: { not: '台账以外的账号' },
  cleanup_day_kept: { not: '全区每日的清理建议，按日期另行保存' },
  cleanup_day: { not: '全区当日的清理建议，本账号的在清理事项中' },
  filing_entry: { not: '尚未受理的填报草稿；受理的内容在备案.json中' },
  filing_print: sealedPaper,
  filing_case_print: sealedPaper,
  filing_paper_check: { not: '整份表格的核对，结论是受理' },
  filing_return: { not: '整个单位的填报，本账号的在备案.json中' },
  filing_campaign: noAccount,
  notify_channel: noAccount,
  notify_message: noAccount,
  notify_person: noAccount,
  notify_setting: noAccount,
  filing_reminder: noAccount,
  filing_call: noAccount,
  repost_duty: { in: collected.repost_asked.path },
  rectification_order: { in: decided.rectification_finding.path },
  rectification_step: { not: '整个单位的整改办理，本账号的问题和销号在整改.csv中' },
  upper_circular_change: { not: '整份上级通报录入的更正、撤回，涉及其他单位；现行内容在上级通报.csv中' },
  upper_circular: { in: decided.upper_circular_named.path },
  accountability_case: noAccount,
  accountability_evidence: noAccount,
  accountability_step: noAccount,
  handover_print: sealedPaper,
  handover_scan: { not: '整个单位的交接单，载有他人信息，存单位卷' },
  person: { not: '个人信息；台账.json中隐去姓名、号码' },
  quarterly_report: { not: '全区的季度报告，另行归档' },
  quarterly_report_file: { not: '全区的季度报告，另行归档' },
  month_closing: noAccount,
  unit_credit_code: noAccount,
  unit_duty: { not: '单位的责任人，不属于账号' },
  said_words: { not: '办理理由的封存原文，理由在各自的记录中' },
  collection_window: noAccount,
  weixin_component: noAccount,
  weixin_grant: { not: '平台推送的授权情况；本账号的采集设置在采集数据中' },
  app_user: noAccount,
  user_role: noAccount,
  session: noAccount,
  district: noAccount,
  district_setting: noAccount,
  installation_setting: noAccount,
  calendar_change: noAccount,
  calendar_day: noAccount,
  calendar_year: noAccount,
  job_run: noAccount,
  schema_migration: noAccount,
}
