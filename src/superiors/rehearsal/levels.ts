/** Whose check is rehearsed: the indicators of the rulebook's tables, exactly these and in this order. */
export type RehearsalLevel = { label: string; paper: string; indicators: readonly string[]; note?: string }

export const rehearsalLevels = {
  // D1, D1b. N-NM-04 is judged with N-NM-02a, by the purpose of the account; N-NM-09 looks at twelve months and stands in 清理整合.
  national: {
    label: '国家检查',
    paper: '国办秘函〔2019〕19号政务新媒体检查指标，国办公开办后续部署',
    indicators: [
      'N-NM-01a',
      'N-NM-01b',
      'N-NM-01c',
      'N-NM-01d',
      'N-NM-02a',
      'N-NM-02b',
      'N-NM-03a',
      'N-NM-03b',
      'N-NM-05',
      'N-NM-06',
      'N-NM-07',
      'N-NM-08',
    ],
  },
  // D2, D3
  province: {
    label: '省级检查',
    paper: '国办秘函〔2019〕19号政府网站单项否决指标，湘政务函〔2022〕9号、36号和〔2023〕27号',
    indicators: [
      'N-WS-01',
      'N-WS-02',
      'N-WS-03',
      'N-WS-04',
      'N-WS-05',
      'N-WS-06',
      'P-HN-02',
      'P-HN-03',
      'P-HN-04',
      'P-HN-05',
    ],
    note: '省级对政务新媒体的普查按国家指标，见“国家检查”。',
  },
  // D7
  burden: {
    label: '减负和应用程序检查',
    paper: '国办函〔2026〕12号等',
    indicators: ['B-01', 'B-02', 'B-03', 'B-04', 'B-05', 'B-06', 'B-07'],
  },
} as const satisfies Record<string, RehearsalLevel>
export type RehearsalLevelName = keyof typeof rehearsalLevels
export const rehearsalLevelNames = Object.keys(rehearsalLevels) as RehearsalLevelName[]
export const rehearsalLevel = (name: RehearsalLevelName): RehearsalLevel => rehearsalLevels[name]
