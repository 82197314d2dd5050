import type { Action, Kind } from './model.ts'

type Need = 'must' | 'may'

/** What is told at a step beside when it happened; forms and checks read the same table. A label stands where it isn't the plain one. */
export type Fields = {
  at: string
  words?: { need: Need; label: string; hint?: string }
  file?: { need: Need; label: string }
  reference?: { need: Need; label: string }
  body?: true
  called?: true
  evidence?: true
  links?: true
  reasons?: true
}

const fields: Readonly<Record<Action, Fields>> = {
  call: {
    at: '通话时间',
    called: true,
    words: { need: 'must', label: '提示内容', hint: '说了什么、要求怎样处置。不写个人姓名和号码。' },
  },
  answer: { at: '答复时间', words: { need: 'must', label: '答复内容' } },
  preserve: {
    at: '固定时间',
    evidence: true,
    file: { need: 'may', label: '截图或文件' },
    words: { need: 'may', label: '说明' },
  },
  fix: {
    at: '处置时间',
    words: { need: 'must', label: '处置情况', hint: '删除还是更正，何处发布更正。' },
    file: { need: 'must', label: '处置证明' },
  },
  verify: {
    at: '核实时间',
    words: { need: 'must', label: '核实情况', hint: '向谁核实，凭什么认定为假冒。' },
    file: { need: 'may', label: '核实材料' },
  },
  request: {
    at: '提出时间',
    words: { need: 'may', label: '提出途径', hint: '投诉入口、电话或函件。' },
    reference: { need: 'may', label: '平台受理编号' },
    file: { need: 'may', label: '平台回执' },
  },
  transfer: {
    at: '移送时间',
    body: true,
    reference: { need: 'may', label: '移送编号' },
    words: { need: 'may', label: '说明' },
    file: { need: 'may', label: '接收凭证' },
  },
  remove: {
    at: '平台处置时间',
    words: { need: 'must', label: '处置结果' },
    file: { need: 'must', label: '处置证明' },
  },
  recover: {
    at: '收回时间',
    words: { need: 'must', label: '收回情况', hint: '密码、绑定手机、管理人员是否已经更换。' },
    file: { need: 'may', label: '证明材料' },
  },
  publish: {
    at: '发布时间',
    words: { need: 'must', label: '发布情况', hint: '由谁在何处发布，写明链接。' },
    file: { need: 'may', label: '发布内容' },
  },
  brief: { at: '开始时间', words: { need: 'must', label: '发布会情况' }, file: { need: 'may', label: '通稿' } },
  respond: {
    at: '回应时间',
    words: { need: 'must', label: '回应情况', hint: '由谁在何处回应，写明链接。' },
    file: { need: 'may', label: '回应内容' },
  },
  link: { at: '关联时间', links: true },
  amend: { at: '补记时间', words: { need: 'must', label: '补记内容', hint: '原有记载不改动；写错的，在这里更正。' } },
  conclude: {
    at: '提出时间',
    reasons: true,
    words: { need: 'must', label: '处置结论', hint: '查明了什么，怎样处置，后续由谁跟进。' },
  },
  close: { at: '结案时间' },
}

const NUMBER = '编号'

/** Of a leaked secret nothing is told but when, to whom, and under which number (rulebook (h)5). */
export function fieldsOf(kind: Kind, action: Action): Fields {
  const { words, file: _file, evidence: _evidence, reference, ...rest } = fields[action]
  if (kind !== 'secret') return fields[action]
  const needed = action === 'transfer' || action === 'conclude' || action === 'amend'
  if (words || reference) return { ...rest, reference: { need: needed ? 'must' : 'may', label: NUMBER } }
  return rest
}
