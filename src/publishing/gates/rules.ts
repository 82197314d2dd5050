import {
  type ClassWords,
  fiveGates,
  inOrder,
  type LevelRule,
  type ManuscriptClass,
  type Office,
  officeLabels,
  type PlannedStep,
  type ReviewRule,
} from './model.ts'

const NOTICE = '君山区2019年通知三：坚持分级分类审核、先审后发，严把政治关、法律关、政策关、保密关、文字关'

const first: LevelRule = { name: '初审', signer: 'colleague', gates: ['policy', 'wording'] }
const second: LevelRule = { name: '复审', signer: 'colleague', gates: ['legal', 'secrecy', 'wording'] }
const last: LevelRule = { name: '终审', signer: 'leader', gates: ['political', 'secrecy'] }

/** What holds where a district has said nothing else: 三审, and two levels for what another office has already published. */
export const defaultRules: Readonly<Record<ManuscriptClass, ReviewRule>> = {
  ordinary: { levels: [first, second, last], source: NOTICE },
  important: {
    levels: [
      first,
      { ...second, gates: ['legal', 'policy', 'secrecy', 'wording'] },
      { ...last, gates: [...fiveGates] },
    ],
    source: NOTICE,
  },
  sensitive: {
    levels: [
      { ...first, gates: [...fiveGates] },
      { ...second, gates: [...fiveGates] },
      { ...last, gates: [...fiveGates, 'opinion'] },
    ],
    source: NOTICE,
  },
  repost: {
    levels: [
      { ...first, gates: ['policy', 'wording'] },
      { ...last, gates: ['political', 'legal', 'secrecy'] },
    ],
    source: NOTICE,
  },
}

/** Words that a manuscript's class is told by where a district has none of its own. */
export const defaultClassWords: Required<ClassWords> = {
  important: ['政策解读', '人事任免', '任前公示', '重大项目', '民生实事', '规范性文件', '听证'],
  sensitive: [
    '征地',
    '拆迁',
    '疫情',
    '事故',
    '群众举报',
    '信访',
    '民族',
    '宗教',
    '涉诉',
    '伤亡',
    '食品安全',
    '环境污染',
  ],
}

export type ClassFound = { class: ManuscriptClass; because: string }

/** What the rules make of a text: by where it comes from, then by its words. */
export function classOf(
  { title, plain, source }: { title: string; plain: string; source: string | null },
  words: ClassWords,
): ClassFound {
  const text = `${title}\n${plain}`
  for (const kind of ['sensitive', 'important'] as const) {
    const found = (words[kind] ?? []).find((word) => word !== '' && text.includes(word))
    if (found !== undefined) return { class: kind, because: `文中有“${found}”` }
  }
  if (source !== null) return { class: 'repost', because: `转载自${source}` }
  return { class: 'ordinary', because: '没有涉及重要、敏感事项的字词' }
}

/** What is wrong with a rule that a district wants to set, as a sentence; undefined: nothing. */
export function ruleProblem({ levels }: Pick<ReviewRule, 'levels'>): string | undefined {
  if (levels.length < 1 || levels.length > 5) return '审核层级应为一至五级。'
  const missing = fiveGates.filter((gate) => !levels.some((level) => level.gates.includes(gate)))
  if (missing.length > 0) return '五关须各有至少一级审核，不能缺少。'
  if (levels.some(({ gates }) => gates.length === 0)) return '每一级至少审一关。'
  if (levels.at(-1)!.signer === 'colleague') return '最后一级须由单位负责人签发。'
  return undefined
}

export type PlanAsked = {
  rule: ReviewRule
  /** Levels that the unit has people for. */
  unitLevels: number
  /** 突发事件: the last level alone signs, all gates at once. */
  isUrgent: boolean
  /** 重大事项报主要领导. */
  isMajor: boolean
  jointUnits: readonly { id: string; name: string }[]
  offices: readonly Office[]
}

/**
 * The steps of a round. Levels may be fewer, gates never: what a level that is left out would have asked, the first that
 * remains asks. Who is asked beside the unit is asked before the last level, which signs knowing what they said.
 */
export function planOf({ rule, unitLevels, isUrgent, isMajor, jointUnits, offices }: PlanAsked): PlannedStep[] {
  const most = isUrgent ? 1 : Math.min(Math.max(unitLevels, 1), rule.levels.length)
  const isShort = most < rule.levels.length
  const left = rule.levels.slice(0, rule.levels.length - most).flatMap(({ gates }) => gates)
  const kept = rule.levels
    .slice(-most)
    .map((level, at): LevelRule => (at === 0 ? { ...level, gates: inOrder([...left, ...level.gates]) } : level))
  const final = kept.at(-1)!
  const principal: LevelRule = { name: '主要领导审定', signer: 'principal', gates: final.gates }
  // A unit with few people, or an emergency, has no level to add: its last one is the principal's.
  const levels =
    !isMajor || final.signer === 'principal' ? kept : isShort ? [...kept.slice(0, -1), principal] : [...kept, principal]
  const own = levels.map((level) => ({ ...level, unitId: null, office: null }))
  const joint = [
    ...jointUnits.map(({ id, name }) => ({
      name: `${name}联审`,
      signer: 'joint' as const,
      unitId: id,
      office: null,
      gates: inOrder(['legal', 'policy']),
    })),
    ...offices.map((office) => ({
      name: officeLabels[office],
      signer: 'office' as const,
      unitId: null,
      office,
      gates: inOrder(office === 'secrecy' ? ['secrecy'] : ['political', 'opinion']),
    })),
  ]
  const groups = [...own.slice(0, -1).map((level) => [level]), ...(joint.length > 0 ? [joint] : []), own.slice(-1)]
  return groups.flatMap((steps, place) => steps.map((step) => ({ ...step, place: place + 1 })))
}
