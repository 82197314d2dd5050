import type { CivilDate, Instant } from '../../calendar/index.ts'

/** What a token may read; whatever isn't among its scopes it is refused. */
export const scopeLabels = {
  ledger: '台账（单位、账号）',
  filings: '备案报送情况',
  verdicts: '月度监测结论',
  findings: '经复核确认的问题',
  candidates: '未经复核确认的线索',
  orders: '已签发的整改通知',
  reports: '审定的季度报告',
  scores: '已告知的年度评分',
  papers: '已印发的通报、已审定的简报',
} as const
export type ApiScope = keyof typeof scopeLabels
export const apiScopes = Object.keys(scopeLabels) as ApiScope[]

export const perMinuteUsual = 600
export const perMinuteMost = 1_000_000
export const longestDays = 365

/** A token as its list shows it: never the token itself, which nobody can be told again. */
export type ApiToken = {
  id: string
  name: string
  scopes: ApiScope[]
  perMinute: number
  expiresOn: CivilDate
  createdBy: string
  createdAt: Instant
  lastUsedAt: Instant | null
  revokedAt: Instant | null
}

/** Who asks: what is known of a token whose bearer has shown it. */
export type Bearer = Pick<ApiToken, 'id' | 'scopes' | 'perMinute' | 'expiresOn' | 'lastUsedAt' | 'revokedAt'> & {
  districtId: string
  /** How many links the chain of the district has: it grows with every change of a record. */
  chainLength: number
}

export type TokenState = 'valid' | 'expired' | 'revoked'
export const tokenStateLabels: Readonly<Record<TokenState, string>> = {
  valid: '有效',
  expired: '已过期',
  revoked: '已撤销',
}

export const tokenState = (token: Pick<ApiToken, 'revokedAt' | 'expiresOn'>, today: CivilDate): TokenState =>
  token.revokedAt !== null ? 'revoked' : token.expiresOn < today ? 'expired' : 'valid'
