import { entry } from './catalogue.ts'

export const apiRefusals = {
  'api.token-required': entry(401, () => '请求没有带令牌。请在 Authorization 请求头中写明“Bearer 令牌”。'),
  'api.token-unknown': entry(401, () => '令牌不正确，或者不属于本系统。请核对是否完整复制。'),
  'api.token-expired': entry<{ day: string }>(
    401,
    ({ day }) => `令牌的有效期到${day}为止，已经过期。请联系系统管理员建立新的令牌。`,
  ),
  'api.token-revoked': entry(401, () => '令牌已被撤销。如仍需使用，请联系系统管理员建立新的令牌。'),
  'api.scope-missing': entry<{ scope: string }>(
    403,
    ({ scope }) => `令牌没有读取“${scope}”的权限。如确需读取，请联系系统管理员建立含此权限的令牌。`,
  ),
  'api.too-many': entry<{ most: number; seconds: number }>(
    429,
    ({ most, seconds }) => `请求过于频繁，该令牌每分钟最多 ${most} 次。请 ${seconds} 秒后再试。`,
  ),
  'api.bad-parameter': entry<{ name: string; why: string }>(
    422,
    ({ name, why }) => `参数 ${name} 不符合要求：${why}。请对照接口说明修改。`,
  ),
  'api.unknown-parameter': entry<{ name: string; known: string }>(
    422,
    ({ name, known }) => `没有参数 ${name}。可用的参数：${known || '（无）'}。`,
  ),
  'api.bad-cursor': entry(422, () => '参数 cursor 不正确。请原样使用上一页返回的 next，不要改动。'),
  'api.not-checked': entry<{ month: string }>(404, ({ month }) => `${month} 还没有开展监测，没有结果可以读取。`),
  'api.not-published': entry<{ year: number }>(404, ({ year }) => `${year} 年度评分结果尚未告知单位，不能读取。`),
  'api.not-open': entry<{ code: string }>(404, ({ code }) => `行政区划代码为 ${code} 的地区没有公开数据。`),
  'api-token.name': entry(422, () => '请填写令牌名称（2至40字），写明供哪个系统使用。'),
  'api-token.scopes': entry(422, () => '请至少选择一项可以读取的内容。'),
  'api-token.expiry': entry<{ last: string }>(422, ({ last }) => `有效期应在今天至${last}之间，最长一年。`),
  'api-token.limit': entry(422, () => '每分钟次数应为 1 至 1000000 的整数。'),
  'api-token.unknown': entry(404, () => '没有找到这个令牌，可能不属于本地区。'),
  'api-token.already-revoked': entry(409, () => '这个令牌已经撤销，不用再次办理。'),
}
