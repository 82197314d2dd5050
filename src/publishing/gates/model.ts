import { type Gate as CheckedGate, gateLabels as checkedGateLabels } from '../../textcheck/index.ts'

/** 五关 (notice 三) and 舆情关, which a district may add; in the order of the notice. */
export type Gate = CheckedGate | 'opinion'
export const gateLabels: Readonly<Record<Gate, string>> = { ...checkedGateLabels, opinion: '舆情关' }
export const gates = Object.keys(gateLabels) as Gate[]
/** None of these is ever left out, whatever is shortened. */
export const fiveGates = ['political', 'legal', 'policy', 'secrecy', 'wording'] as const satisfies readonly Gate[]

/** What a gate asks, as its checklist prints it. */
export const gateQuestions: Readonly<Record<Gate, readonly string[]>> = {
  political: ['导向正确，与党中央、国务院决策部署一致', '领导人姓名、职务、排序准确', '涉及领土、民族、宗教的表述规范'],
  legal: ['引用的法律、法规现行有效', '不侵犯著作权、肖像权、名誉权', '不含商业广告、商业链接'],
  policy: ['与现行政策一致，不越权解读、承诺', '数据、时限、办理条件有出处', '涉及其他单位的已经沟通'],
  secrecy: ['不含国家秘密、工作秘密和内部资料', '不含不应公开的个人信息', '图片、附件一并看过'],
  wording: ['标题与内容相符，无错别字、病句', '日期、数字、单位名称准确', '来源、署名齐全'],
  opinion: ['发布时机、表述不易引发误读', '已备好答问口径和处置预案'],
}

/** Gates in the order of the notice, each once. */
export const inOrder = (found: Iterable<Gate>): Gate[] => {
  const asked = new Set(found)
  return gates.filter((gate) => asked.has(gate))
}

/** 一般、重要、敏感、转载: how closely a manuscript is looked at. */
export const classLabels = { ordinary: '一般', important: '重要', sensitive: '敏感', repost: '转载' } as const
export type ManuscriptClass = keyof typeof classLabels
export const classes = Object.keys(classLabels) as ManuscriptClass[]

/** Who may sign a level: anybody of the unit, 分管领导 or 主要领导, 主要领导 alone. */
export const signerLabels = { colleague: '本单位审核人员', leader: '单位负责人', principal: '主要领导' } as const
export type LevelSigner = keyof typeof signerLabels

export type LevelRule = { name: string; signer: LevelSigner; gates: Gate[] }

/** What a class asks of every manuscript of a district; `source` names the paper that says so. */
export type ReviewRule = { levels: LevelRule[]; source: string }

/** Words that make a manuscript of a class; the later class in the list of classes wins. */
export type ClassWords = Partial<Record<'important' | 'sensitive', string[]>>

/** Who is asked beside the unit: another unit it concerns, or an office of the district. */
export const officeLabels = { propaganda: '宣传部门会签', secrecy: '保密部门会签' } as const
export type Office = keyof typeof officeLabels

/** `joint`: people of `unitId`; `office`: who countersigns for one office of the district. */
export type StepSigner = LevelSigner | 'joint' | 'office'
export const stepSignerLabels: Readonly<Record<StepSigner, string>> = {
  ...signerLabels,
  joint: '联审单位',
  office: '会签部门',
}

/** One place where a round asks for signatures; steps of one `place` stand side by side. */
export type PlannedStep = {
  place: number
  name: string
  signer: StepSigner
  unitId: string | null
  office: Office | null
  gates: Gate[]
}
