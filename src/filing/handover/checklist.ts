/** One matter of a handover. `mustBeDone`: a 否 stands in the way of signing; `asksDay`: a 是 needs the day. */
export type ChecklistItem = {
  key: string
  label: string
  hint: string
  mustBeDone?: true
  asksDay?: true
  /** The program lists below it what is open. */
  listsTasks?: true
}

export type Checklist = { id: string; version: string; basis: string; items: readonly ChecklistItem[] }

/** Asked since 2026; a version is never edited after use, so that a sheet prints the same again. 〔建议〕 beyond the clause itself. */
const handover2026: Checklist = {
  id: 'handover-2026',
  version: '2026',
  basis: '国办发〔2018〕123号四（三）：加强对账号密码的安全管理，防止账号被盗用或被恶意攻击等安全事件发生',
  items: [
    {
      key: 'tasks',
      label: '未办结事项已逐项移交',
      hint: '下列事项由系统列出，系统之外的请写在说明里。',
      listsTasks: true,
    },
    {
      key: 'phone',
      label: '账号绑定、找回所用手机号已变更',
      hint: '账号绑定的是单位号码、不因人员变动而变更的，选“未涉及”并说明。',
      mustBeDone: true,
    },
    {
      key: 'binding',
      label: '平台管理员、实名绑定已变更',
      hint: '包括平台后台管理员、运营者及第三方工具的授权。',
      mustBeDone: true,
    },
    {
      key: 'passwords',
      label: '账号密码已全部更换',
      hint: '只登记更换日期，不得填写密码。不掌握任何账号密码的，选“未涉及”并说明。',
      mustBeDone: true,
      asksDay: true,
    },
    {
      key: 'materials',
      label: '账号资料已移交',
      hint: '备案材料、认证材料、委托运维合同、授权书等。',
    },
  ],
}

const checklists: readonly Checklist[] = [handover2026]
/** What a new handover is asked. */
export const currentChecklist = handover2026

export const checklistOf = (id: string): Checklist => {
  const found = checklists.find((one) => one.id === id)
  if (!found) throw new Error(`no checklist ${id}`)
  return found
}
