/** Counted by the room of 整改, beside the rules CL-1 to CL-9 that this room judges itself. */
export const repeatedRule = {
  id: 'N-NM-09',
  label: '同一问题屡次出现',
  clause: '国办公开办函〔2021〕31号落实件：整改仍未解决或屡次出现的，督促关停注销（次数为本系统建议值〔建议〕）',
} as const
