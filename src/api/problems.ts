import type { RefusalCode } from '../vocabulary/refusals/index.ts'

/** The codes that the interface answers with, as its page tells them. A test asks for each. */
export const apiProblems: readonly { code: RefusalCode | 'defect'; status: number; meaning: string }[] = [
  { code: 'api.token-required', status: 401, meaning: '没有带令牌' },
  { code: 'api.token-unknown', status: 401, meaning: '令牌不正确' },
  { code: 'api.token-expired', status: 401, meaning: '令牌已过期' },
  { code: 'api.token-revoked', status: 401, meaning: '令牌已撤销' },
  { code: 'api.scope-missing', status: 403, meaning: '令牌没有读取此项的权限' },
  { code: 'record.not-found', status: 404, meaning: '没有这条记录，或者不属于令牌的地区，或者不能对外' },
  { code: 'api.not-checked', status: 404, meaning: '当月没有开展监测' },
  { code: 'api.not-published', status: 404, meaning: '当年评分结果尚未告知单位' },
  { code: 'api.not-open', status: 404, meaning: '该地区没有公开数据' },
  { code: 'web.not-found', status: 404, meaning: '没有这个地址' },
  { code: 'api.unknown-parameter', status: 422, meaning: '没有这个参数' },
  { code: 'api.bad-parameter', status: 422, meaning: '参数的取值不对' },
  { code: 'api.bad-cursor', status: 422, meaning: 'cursor 不是上一页返回的 next' },
  { code: 'api.too-many', status: 429, meaning: '请求过于频繁，按 Retry-After 等候' },
  { code: 'database.away', status: 503, meaning: '系统正在启动数据库，按 Retry-After 等候' },
  { code: 'defect', status: 500, meaning: '系统故障，请把 id 告知管理员' },
]
