import type { Scheme } from './scheme.ts'

const vetoes = ['N-NM-01a', 'N-NM-01b', 'N-NM-01c', 'N-NM-01d', 'N-NM-02a', 'N-NM-02b', 'N-NM-03a', 'N-NM-03b']
const two = { digits: 2, mode: 'round' } as const
const passOrNot = [
  { least: 60, label: '合格' },
  { least: 0, label: '不合格' },
]

const praise = [
  { label: '国家通报表扬', match: [{ kind: 'record', codes: ['praise-national'] }], points: 5, per: 'event' },
  { label: '省通报表扬', match: [{ kind: 'record', codes: ['praise-province'] }], points: 3, per: 'event' },
  { label: '市通报表扬', match: [{ kind: 'record', codes: ['praise-city'] }], points: 2, per: 'event' },
  { label: '优质账号', match: [{ kind: 'record', codes: ['good-account'] }], points: 3, per: 'account' },
] satisfies Scheme['bonus']['rules']
const circulars = [
  { label: '被国家通报扣分', match: [{ kind: 'circular', codes: ['national'] }], points: 10, per: 'event' },
  { label: '被省通报扣分', match: [{ kind: 'circular', codes: ['province'] }], points: 5, per: 'event' },
  { label: '被市通报扣分', match: [{ kind: 'circular', codes: ['city'] }], points: 3, per: 'event' },
] satisfies Scheme['extra']

/** Rulebook (e) E2: the district's default, all of it suggested. */
const district: Scheme = {
  name: '区级默认方案',
  basis: '本系统建议（结构照国办秘函〔2019〕19号及各地方案），须经主管单位审定',
  base: 100,
  veto: {
    // 年内任一单项否决经人工确认且未在时限内整改; 严重表述错误、无互动 at once (E2, items 4 and 5).
    match: [{ kind: 'unremedied' }, { kind: 'finding', codes: ['N-NM-01a', 'N-NM-01b', 'N-NM-03a'] }],
    effect: 'unqualified',
    points: 59,
  },
  items: [
    {
      id: '1',
      label: '组织责任',
      points: 15,
      level: 'unit',
      rules: [
        { label: '三级责任人不齐', match: [{ kind: 'finding', codes: ['D-JS-10'] }], points: 6, per: 'year' },
        {
          label: '制度缺失（审核、值班、应急）',
          match: [{ kind: 'record', codes: ['policy-missing'] }],
          points: 2,
          per: 'count',
          cap: 6,
        },
        { label: '未培训', match: [{ kind: 'record', codes: ['training-missing'] }], points: 3, per: 'year' },
      ],
    },
    {
      id: '2',
      label: '备案与清理',
      points: 20,
      level: 'unit',
      rules: [
        { label: '未备案', match: [{ kind: 'finding', codes: ['D-JS-01'] }], points: 10, per: 'account' },
        { label: '瞒报漏报', match: [{ kind: 'finding', codes: ['D-JS-02'] }], points: 5, per: 'account' },
        { label: '逾期报送', match: [{ kind: 'clue', codes: ['F-04'] }], points: 2, per: 'event' },
        {
          label: '清理整合措施未按期执行',
          match: [{ kind: 'record', codes: ['measure-late'] }],
          points: 3,
          per: 'event',
        },
      ],
    },
    {
      id: '3',
      label: '更新及时',
      points: 20,
      level: 'account',
      rules: [
        { label: '7至13天未更新提醒', match: [{ kind: 'reminder' }], points: 0.5, per: 'event' },
        { label: '超过14天未更新', match: [{ kind: 'finding', codes: ['N-NM-02a'] }], points: 5, per: 'event' },
      ],
    },
    {
      id: '4',
      label: '内容准确',
      points: 20,
      level: 'account',
      rules: [
        {
          label: '一般错别字',
          match: [{ kind: 'finding', codes: ['L-15'] }],
          points: 0.2,
          per: 'count',
          capPerMonth: 2,
        },
        { label: '审核留痕缺失', match: [{ kind: 'finding', codes: ['D-JS-09'] }], points: 0.5, per: 'count' },
      ],
    },
    {
      id: '5',
      label: '互动回应',
      points: 15,
      level: 'account',
      rules: [
        { label: '留言超过7日未答复', match: [{ kind: 'message' }], points: 0.5, per: 'count' },
        { label: '答复敷衍', match: [{ kind: 'record', codes: ['answer-empty'] }], points: 1, per: 'count' },
      ],
    },
    {
      id: '6',
      label: '办事服务',
      points: 5,
      level: 'account',
      onlyWith: 'service',
      spreadTo: ['3', '4'],
      rules: [{ label: '办事入口不可用', match: [{ kind: 'finding', codes: ['D-JS-08'] }], points: 1, per: 'count' }],
    },
    {
      id: '7',
      label: '整改配合',
      points: 5,
      level: 'unit',
      rules: [
        { label: '整改逾期', match: [{ kind: 'order-late' }], points: 1, per: 'event' },
        { label: '复查不合格', match: [{ kind: 'recheck-failed' }], points: 2, per: 'event' },
      ],
    },
  ],
  extra: circulars,
  bonus: { cap: 20, gate: 80, rules: praise },
  gates: { pass: 60 },
  grades: passOrNot,
  unitFrom: { how: 'mean' },
  rounding: two,
  ties: 'shared',
}

/** 湾沚区 2021: 单项否决不再评, 100 with caps, <60 fails, bonus of 20 above 80. The items are the district's. */
const wanzhi: Scheme = {
  ...district,
  name: '湾沚式方案',
  basis: '湾沚区2021年政务新媒体考核方案（结构）；分项为本系统建议',
  veto: { match: [{ kind: 'finding', codes: vetoes }], effect: 'unqualified', points: 59 },
}

/** 肇庆 2019: 县（市、区）任一账号否决记59分, bonus of 25, 办事 20 spread evenly over the others. */
const zhaoqing: Scheme = {
  ...district,
  name: '肇庆式方案',
  basis: '肇庆市2019年政务新媒体考核方案（结构）；分项为本系统建议',
  veto: { match: [{ kind: 'finding', codes: vetoes }], effect: 'unit-points', points: 59 },
  items: district.items.map((item) => {
    const full: Record<string, number> = { '1': 10, '2': 15, '3': 20, '4': 20, '5': 10, '6': 20, '7': 5 }
    const own = { ...item, points: full[item.id]! }
    return item.id === '6' ? { ...own, spreadTo: ['3', '4', '5'] } : own
  }),
  bonus: { ...district.bonus, cap: 25 },
}

/** The national shell: accounts are judged by 单项否决 alone; what is left is 合格. 75 points × 4/3 without services is E's. */
const national: Scheme = {
  ...district,
  name: '国家框架',
  basis: '国办秘函〔2019〕19号：政务新媒体只设单项否决，出现任一即不合格，不打分',
  veto: { match: [{ kind: 'finding', codes: vetoes }], effect: 'unqualified', points: 59 },
  items: [{ id: 'whole', label: '未出现单项否决', points: 100, level: 'unit', rules: [] }],
  extra: [],
  bonus: { cap: 30, gate: 80, rules: [] },
}

/** What a district starts from. Nothing of it is in force before somebody has locked it. */
export const templates = { district, wanzhi, zhaoqing, national } as const
