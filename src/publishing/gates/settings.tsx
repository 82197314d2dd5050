import type { ClassWords, ReviewRule } from './model.ts'
import { classes, classLabels } from './model.ts'
import { ruleKey, rulesInForce, wordsKey } from './rules-in-force.ts'
import { ruleValue, ruleWords, wordList } from './written.ts'
import { type SettingKind, settingRoutes } from '../../web/index.ts'

const kinds = ['important', 'sensitive'] as const satisfies readonly (keyof ClassWords)[]

const settings: Readonly<Record<string, SettingKind>> = {
  ...Object.fromEntries(
    classes.map((kind) => [
      ruleKey(kind),
      {
        label: `${classLabels[kind]}稿件的审核层级`,
        value: ruleValue,
        say: (value: unknown) => ruleWords(value as ReviewRule),
      },
    ]),
  ),
  ...Object.fromEntries(
    kinds.map((kind) => [
      wordsKey(kind),
      {
        label: `${classLabels[kind]}稿件的字词`,
        value: wordList,
        say: (value: unknown) => (value as string[]).join('、'),
      },
    ]),
  ),
}

/** 稿件审核规则: levels and gates of each class, and the words a class is told by; a district sets its own with a paper behind it. */
export const reviewRuleRoutes = settingRoutes({
  path: '/settings/manuscripts',
  current: '/settings',
  crumb: <a href="/settings">监测口径</a>,
  title: '稿件审核规则',
  note: '分级分类审核：每类稿件审几级、每级审哪几关；自施行日期起送审的适用，已送审的不变',
  noun: '规则',
  settings,
  async inForce(db, districtId, today) {
    const { rules, words } = await rulesInForce(db, districtId, today)
    return (
      <>
        {classes.map((kind) => (
          <>
            <dt>{`${classLabels[kind]}稿件`}</dt>
            <dd>
              {ruleWords(rules[kind])}
              <p class="mut sm">{rules[kind].source}</p>
            </dd>
          </>
        ))}
        {kinds.map((kind) => (
          <>
            <dt>{`${classLabels[kind]}字词`}</dt>
            <dd>{words[kind].join('、')}</dd>
          </>
        ))}
      </>
    )
  },
  byDefault: '按三级审核办理，转载两级。',
  hints: {
    value:
      '审核层级写作“初审（本单位审核人员）政策、文字；终审（单位负责人）政治、法律、保密”，末级须由单位负责人或主要领导签发，五关都要有，可以加“舆情”。字词之间用顿号隔开。',
    source: '写明文件名称和文号。',
  },
})
