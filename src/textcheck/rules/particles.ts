import { defineRule } from '../model.ts'

const ADVERB =
  '(?:认真|严格|积极|切实|扎实|深入|全面|及时|有效|不断|逐步|努力|充分|广泛|大力|坚决|稳妥|有序|自觉|主动|科学|合理|妥善|圆满|顺利|快速|迅速|准确|详细|具体|热情|耐心|细致|持续|稳步|牢固|深刻|仔细|清醒|高度)'
const VERB =
  '(?:做好|抓好|办好|用好|管好|搞好|守好|干好|建好|贯彻落实|推进了|完成了|开展了|落实了|解决了|提高了|推动了|维护了|促进了|履行好|把握好|处理好|宣传了|组织开展|推动落实|抓实|抓细|做实|做细)'

type Pattern = { pattern: RegExp; right: '的' | '地' | '得'; why: string }
const PATTERNS: readonly Pattern[] = [
  {
    pattern: new RegExp(`(?<=${ADVERB})的(?=${VERB})`, 'gu'),
    right: '地',
    why: '修饰动作的状语后面用“地”。',
  },
  {
    pattern:
      /(?<=(?:做|干|抓|办|搞|管|变|跑|写|讲|学|练|走|过|长|落))的(?=(?:很|非常|更加?|十分|特别|比较|不够|越来越)(?:好|快|实|细|紧|严|稳|美|深|透|到位|扎实|充分|及时|不错|漂亮|出色)(?=[，。；！？、\s]|$))/gu,
    right: '得',
    why: '动作后面说明程度用“得”。',
  },
  {
    pattern: /(?<=[^自不察直发幻感])觉的(?!.{0,2}[醒悟])(?=(?:很|非常|自己|应该|可以|不|有|这|我|他|还|是))/gu,
    right: '得',
    why: '“觉得”的“得”写成了“的”。',
  },
  {
    pattern: /(?<![价数产总量增市净估面均极极最小大余])值的(?=(?:学习|推广|借鉴|肯定|注意|关注|一提|信赖|表扬))/gu,
    right: '得',
    why: '“值得”的“得”写成了“的”。',
  },
  {
    pattern:
      /(?<![\u4e00-\u9fff]获|所)取的(?=(?:了|较好|良好|显著|明显|积极|阶段性|圆满|重大|实质性)(?:的)?(?:成效|效果|成绩|进展|成果|成功|突破))/gu,
    right: '得',
    why: '“取得”的“得”写成了“的”。',
  },
  {
    pattern: /(?<=使|显|获|赢)的(?=(?:更加|十分|尤为|格外|尤其|了(?:较好|良好|一致|广泛|好评|群众|社会)))/gu,
    right: '得',
    why: '此处应使用“得”。',
  },
  {
    pattern:
      /(?<=(?:良好|优良|优异|显著|明显|巨大|突出|重要|丰硕|浓厚|优美|和谐))地(?=(?:成绩|效果|作用|基础|环境|秩序|态度|作风|氛围|局面|成果|贡献|条件|形象))/gu,
    right: '的',
    why: '修饰事物的定语后面用“的”。',
  },
]

/** 的、地、得, where the words around leave no doubt. */
export const particles = defineRule({
  id: 'particles',
  kind: 'grammar',
  gate: 'wording',
  severity: 'confirm',
  source: '现代汉语通用规范（的、地、得）',
  *find(text) {
    for (const { pattern, right, why } of PATTERNS)
      for (const { 0: found, index } of text.matchAll(pattern)) {
        const start = index + found.length - 1
        yield { start, end: start + 1, suggestion: right, confidence: 0.85, why }
      }
  },
})
