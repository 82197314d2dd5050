import { foldWord } from '../../vocabulary/platforms.ts'
import {
  type AccountFunction,
  accountFunctions,
  type Disposition,
  dispositionLabels,
  dispositions,
  functionLabels,
  type OperatingStatus,
  operatingStatusLabels,
  type OperationMode,
  operationModeLabels,
} from '../model.ts'

/** A cell as read, or what is wanted of it in words for the person who filled it in. */
export type Read<T> = { value: T; notice?: string } | { wanted: string }

const choices = <T extends string>(words: Readonly<Record<T, readonly string[]>>) =>
  new Map((Object.keys(words) as T[]).flatMap((value) => words[value].map((word) => [foldWord(word), value] as const)))

const modes = choices<OperationMode>({
  self: [operationModeLabels.self, '自运营', '自主运营', '自行运营', '自办', '自建自营', '单位自营'],
  outsourced: [
    operationModeLabels.outsourced,
    '购买',
    '外包',
    '服务外包',
    '委托运营',
    '第三方运营',
    '第三方代运营',
    '代运营',
    '政府购买服务',
  ],
})

/** 附件2 note 3: 自营或购买服务. */
export function readOperationMode(found: string): Read<OperationMode> {
  const value = modes.get(foldWord(found))
  return value ? { value } : { wanted: '应填“自营”或“购买服务”（填表说明第3条）' }
}

const statuses = choices<OperatingStatus>({
  normal: [operatingStatusLabels.normal, '正常', '运营中', '正常运行', '在运营', '正常运营中', '正常使用'],
  stopped: [
    operatingStatusLabels.stopped,
    '停止',
    '停运',
    '已停止运营',
    '已停运',
    '停用',
    '已停用',
    '停止运行',
    '停止使用',
  ],
})

/** 附件2 note 5. 停更 is neither: an account that pauses updates still runs. */
export function readOperatingStatus(found: string): Read<OperatingStatus> {
  const value = statuses.get(foldWord(found))
  return value ? { value } : { wanted: '应填“正常运营”或“停止运营”（填表说明第5条）' }
}

const measures = choices<Disposition>({
  keep: [dispositionLabels.keep, '继续保留', '保留运营', '予以保留', '保留并规范'],
  change: [dispositionLabels.change, '变更认证', '变更主体', '变更认证主体', '变更信息', '予以变更'],
  rectify: [dispositionLabels.rectify, '整改', '限期改正', '予以整改'],
  close: [dispositionLabels.close, '关闭', '予以关停', '已关停', '拟关停', '关停账号'],
  deregister: [dispositionLabels.deregister, '已注销', '予以注销', '拟注销', '启动注销', '注销账号', '申请注销'],
})
// A step on the way to one of the five, not one of them: 停更 is not 关停.
const steps = new Set(['停更', '停止更新', '停止发布信息', '停止发布', '公告'])

/** 附件2 note 8. Where a cell names a way through several (关停注销, 停更并启动注销), the last step is registered and that is said. */
export function readDisposition(found: string): Read<Disposition> {
  const word = foldWord(found)
  const plain = measures.get(word)
  if (plain) return { value: plain }
  const parts = word.split(/[、,，;；/+]|并|及|和|后|(?<=关停)(?=注销)|(?<=注销)(?=关停)/).filter(Boolean)
  const named = parts.map((part) => measures.get(part))
  const strictest = dispositions.findLast((one) => named.includes(one))
  const known = parts.every((part, index) => named[index] !== undefined || steps.has(part))
  if (strictest && known && parts.length > 1)
    return { value: strictest, notice: `整改措施“${found}”按“${dispositionLabels[strictest]}”登记` }
  const list = dispositions.map((one) => dispositionLabels[one]).join('、')
  const pause = parts.some((part) => steps.has(part)) ? '；停更不等于关停，拟关停或注销的请写明' : ''
  return { wanted: `应填${list}之一（填表说明第8条）${pause}` }
}

const functionWords = choices<AccountFunction>({
  publish: [functionLabels.publish, '信息发布', '发布信息', '发布功能'],
  spread: [functionLabels.spread, '信息传播', '传播功能', '宣传', '转发'],
  interact: [functionLabels.interact, '互动交流', '交流互动', '政民互动', '互动回应', '互动功能'],
  guide: [functionLabels.guide, '舆论引导', '舆情引导', '引导功能'],
  service: [functionLabels.service, '办事服务', '政务服务', '在线办事', '网上办事', '服务', '办事功能', '便民服务'],
})

/** 附件2 note 6: 发布、传播、互动、引导、办事等. The list is open, so nothing is refused; what is written is kept beside it. */
export function readFunctions(found: string): { functions: AccountFunction[]; functionsFound: string | null } {
  const parts = foldWord(found)
    .replace(/等(功能)?$/, '')
    .split(/[、,，;；/+.。和及]/)
  const named = new Set(parts.map((part) => functionWords.get(part)))
  const functions = accountFunctions.filter((one) => named.has(one) || parts.includes(`${functionLabels[one]}功能`))
  // What the five words themselves say needs no original beside it.
  return { functions, functionsFound: functionsText(functions) === found ? null : found }
}

/** The five words joined as the form asks. */
export const functionsText = (functions: readonly AccountFunction[]) =>
  functions.map((one) => functionLabels[one]).join('、')
