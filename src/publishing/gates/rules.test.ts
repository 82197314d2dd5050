import { describe, expect, it } from 'vitest'
import { classes, fiveGates, type Office, type ReviewRule } from './model.ts'
import { ruleValue, ruleWords } from './written.ts'
import { classOf, defaultClassWords, defaultRules, planOf, ruleProblem } from './rules.ts'

const plan = (over: Partial<Parameters<typeof planOf>[0]> = {}) =>
  planOf({
    rule: defaultRules.ordinary,
    unitLevels: 3,
    isUrgent: false,
    isMajor: false,
    jointUnits: [],
    offices: [],
    ...over,
  })
const names = (over: Parameters<typeof plan>[0]) =>
  plan(over).map(({ place, name, signer }) => `${place} ${name} ${signer}`)

describe('the steps of a round', () => {
  it.each<[string, Parameters<typeof plan>[0], string[]]>([
    ['three levels by default', {}, ['1 初审 colleague', '2 复审 colleague', '3 终审 leader']],
    ['a unit of few people', { unitLevels: 2 }, ['1 复审 colleague', '2 终审 leader']],
    ['an emergency', { isUrgent: true }, ['1 终审 leader']],
    [
      '重大事项',
      { isMajor: true },
      ['1 初审 colleague', '2 复审 colleague', '3 终审 leader', '4 主要领导审定 principal'],
    ],
    ['重大事项 of a township of two', { isMajor: true, unitLevels: 1 }, ['1 主要领导审定 principal']],
    [
      'joint reviews stand side by side before the last level',
      { jointUnits: [{ id: 'u', name: '区住建局' }], offices: ['secrecy'] },
      ['1 初审 colleague', '2 复审 colleague', '3 区住建局联审 joint', '3 保密部门会签 office', '4 终审 leader'],
    ],
    ['转载', { rule: defaultRules.repost }, ['1 初审 colleague', '2 终审 leader']],
  ])('%s', (_, over, expected) => expect(names(over)).toEqual(expected))

  it('however it is shortened, all five gates are asked', () => {
    const offices: Office[][] = [[], ['propaganda']]
    const plans = classes.flatMap((kind) =>
      [0, 1, 2, 3, 5].flatMap((unitLevels) =>
        [true, false].flatMap((isUrgent) =>
          [true, false].flatMap((isMajor) =>
            offices.map((asked) => plan({ rule: defaultRules[kind], unitLevels, isUrgent, isMajor, offices: asked })),
          ),
        ),
      ),
    )
    for (const steps of plans) {
      const own = steps.filter(({ signer }) => signer !== 'office')
      const asked = new Set(own.flatMap(({ gates }) => gates))
      expect(fiveGates.filter((gate) => !asked.has(gate))).toEqual([])
      expect(steps.at(-1)!.signer).not.toBe('colleague')
    }
    expect(plans.length).toBe(classes.length * 40)
  })
})

describe('a rule of a district', () => {
  const [first, , last] = defaultRules.ordinary.levels as [never, never, ReviewRule['levels'][number]]
  it.each<[string, ReviewRule['levels'], boolean]>([
    ['the defaults', defaultRules.sensitive.levels, true],
    ['one level of all five gates', [{ ...last, gates: [...fiveGates] }], true],
    ['a gate is missing', [first, last], false],
    ['no level', [], false],
    [
      'a level of no gate',
      [
        { ...last, gates: [] },
        { ...last, gates: [...fiveGates] },
      ],
      false,
    ],
    ['nobody answers for it at last', [{ ...last, signer: 'colleague', gates: [...fiveGates] }], false],
  ])('%s', (_, levels, isRight) => expect(ruleProblem({ levels }) === undefined).toBe(isRight))
})

describe('a rule as people write it', () => {
  it('is read as it is written', () => {
    for (const kind of classes)
      expect(ruleValue.parse(ruleWords(defaultRules[kind])).levels).toEqual(defaultRules[kind].levels)
  })
  it.each([
    ['初审', '应写作'],
    ['终审（局长）政治、法律、政策、保密、文字', '应写作'],
    ['终审（单位负责人）政治、法律、政策、保密、文字、财务', '没有“财务”这一关'],
    ['终审（单位负责人）政治、法律', '五关须各有'],
    ['终审（本单位审核人员）政治、法律、政策、保密、文字', '单位负责人签发'],
  ])('%s', (text, said) => {
    expect(ruleValue.safeParse(text).error?.issues[0]?.message).toContain(said)
  })
})

describe('the class of a text', () => {
  it.each<[string, string, string | null, string]>([
    ['停水通知', '明日停水。', null, 'ordinary'],
    ['政策解读', '关于补贴。', null, 'important'],
    ['征地补偿公告', '政策解读。', null, 'sensitive'],
    ['国务院常务会议', '部署工作。', '新华社', 'repost'],
    ['疫情通报', '转。', '新华社', 'sensitive'],
  ])('%s', (title, plain, source, expected) => {
    const found = classOf({ title, plain, source }, defaultClassWords)
    expect(found.class).toBe(expected)
    expect(found.because).not.toBe('')
  })
})
