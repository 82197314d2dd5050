/**
 * Where each table lies on a distributed PostgreSQL (Citus). Every table of the schema stands here, a test says so.
 * `distributed`: by `district_id`, all of a district on one shard beside one another. `reference`: small, read everywhere,
 * a copy on each node. `local`: on the coordinator alone; nothing that is distributed leans on it.
 */
export type Kind = 'distributed' | 'reference' | 'local'

const words = (text: string): string[] => text.trim().split(/\s+/)

const distributed = words(`
  api_token delegation exchange_package exchange_peer exchange_token exchange_link exchange_delivery
  reported_figures webhook_endpoint webhook_message
  account account_claim account_contact accountability_case accountability_evidence accountability_step
  accountability_trigger annex2_sheet app_handler approved_source bulletin check_result check_run checkpoint
  checkpoint_chain checkpoint_file cleanup_day cleanup_day_kept cleanup_item closing closing_announcement
  closing_archive collection_attempt collection_authorisation collection_sample collection_source collection_span
  collection_target collection_window concealment_match concealment_run decision_sheet decision_sheet_scan
  dismissal_check dispatch dispatch_draft dispatch_file dispatch_step dispatch_unit district_setting
  emergency_case emergency_paper emergency_step evidence evidence_content evidence_stamp filing_accepted_entry
  filing_call filing_campaign filing_case filing_case_opinion filing_case_print filing_case_scan filing_correction
  filing_defect filing_entry filing_paper_check filing_print filing_record filing_reminder filing_return
  filing_scan finding finding_correction generation_done handover handover_post handover_print handover_scan
  import_account import_run import_stranger instruction instruction_file instruction_step instruction_task
  issuing_body job_run lexicon_entry manuscript manuscript_file manuscript_gate manuscript_link
  manuscript_publication
  manuscript_round manuscript_step manuscript_version message message_collected message_look message_step
  month_closing national_comparison national_difference national_report notify_channel notify_message
  notify_setting open_data patrol person post post_holder post_sample post_sighting published_text
  publishing_adoption purpose_confirmation quarterly_report quarterly_report_file quarterly_report_step
  rectification_finding rectification_order rectification_reminder rectification_step report_submission
  reported_problem repost_asked repost_duty review_sample run_result said_words score_entry score_event
  score_scheme score_seat score_step score_unit score_year secrecy_stop service_entry service_look silenced_name
  similar_decision stored_file superior_file superior_item superior_letter superior_named superior_part
  superior_step text_decision text_wanted trail_event trail_head unit unit_credit_code unit_duty unknown_reason
  upper_circular upper_circular_change upper_circular_named weixin_component weixin_grant
`)

const reference = words(`
  app_user user_role district calendar_change calendar_day calendar_year
`)

// Sessions and what is counted of strangers change with every request, and a copy on each node would have to follow.
const local = words(`
  installation_setting schema_migration session notify_person form_visit api_allowance held_file known_browser password_history
  recovery_code second_factor security_policy sign_in_attempt sign_in_step sso_identity sso_pending sso_provider
`)

const as = (kind: Kind) => (name: string) => [name, kind] as const

export const kinds: Readonly<Record<string, Kind>> = Object.fromEntries([
  ...distributed.map(as('distributed')),
  ...reference.map(as('reference')),
  ...local.map(as('local')),
])
