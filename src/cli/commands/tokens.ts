import {
  type ApiScope,
  apiScopes,
  createToken,
  listTokens,
  longestDays,
  revokeToken,
  scopeLabels,
  tokenState,
  tokenStateLabels,
} from '../../api/index.ts'
import { permit } from '../../access/index.ts'
import { addDays, dayOf, formatMinute, isCivilDate } from '../../calendar/index.ts'
import { isUuid } from '../../database/index.ts'
import { refuse } from '../../vocabulary/refusals/index.ts'
import { defineCommand, UsageError } from '../command.ts'

const known = apiScopes.map((scope) => `${scope} ${scopeLabels[scope]}`).join('；')

/** Makes a token for another system; it is shown this once. */
export const tokensCreate = defineCommand({
  operands: '名称',
  summary: '建立对外接口的令牌，只显示这一次',
  options: { scopes: { type: 'string' }, until: { type: 'string' }, 'per-minute': { type: 'string' } },
  optionHelp: {
    scopes: `可以读取的内容，逗号隔开：${known}`,
    until: '有效期至哪一日（如 2027-01-31）；不填为最长的一年',
    'per-minute': '每分钟最多请求次数',
  },
  async run({ deps, actor, out, json, values, positionals: [name = ''], district }) {
    const { scopes, until, 'per-minute': perMinute } = values
    if (typeof scopes !== 'string') throw new UsageError(`请用 --scopes 写明可以读取的内容：${known}。`)
    const last = addDays(dayOf(deps.wall.now()), longestDays)
    const expiresOn = typeof until === 'string' ? until : last
    if (!isCivilDate(expiresOn)) throw new UsageError('--until 应为日期，如 2027-01-31。')
    const { id, token } = await createToken(deps, actor, {
      districtId: await district(),
      name,
      scopes: scopes.split(/[,，、]/).map(scopeNamed),
      expiresOn,
      perMinute: typeof perMinute === 'string' ? Number(perMinute) : undefined,
    })
    out.result(json ? JSON.stringify({ id, token, expiresOn }) : token)
    if (!json) out.say(`令牌编号 ${id}，有效期至 ${expiresOn}。令牌只显示这一次，请妥善保管。`)
  },
})

function scopeNamed(found: string): ApiScope {
  const scope = apiScopes.find((one) => one === found.trim())
  if (!scope) throw new UsageError(`没有“${found}”这项内容。可用的：${known}。`)
  return scope
}

/** The tokens of the district, never what they are. */
export const tokensList = defineCommand({
  operands: '',
  summary: '列出对外接口的令牌、权限、有效期和最近使用时间',
  options: {},
  async run({ deps, actor, out, json, district }) {
    const districtId = await district()
    permit(actor, 'api.manage', { districtId })
    const tokens = await listTokens(deps.db, districtId)
    const today = dayOf(deps.wall.now())
    if (json) out.result(JSON.stringify(tokens.map((one) => ({ ...one, state: tokenState(one, today) }))))
    else
      for (const token of tokens)
        out.result(
          [
            token.id,
            token.name,
            tokenStateLabels[tokenState(token, today)],
            `至 ${token.expiresOn}`,
            token.scopes.join(','),
            token.lastUsedAt ? `最近使用 ${formatMinute(token.lastUsedAt)}` : '没有使用过',
          ].join('  '),
        )
  },
})

/** Ends a token at once. */
export const tokensRevoke = defineCommand({
  operands: '令牌编号',
  summary: '撤销对外接口的令牌，立即失效',
  options: {},
  async run({ deps, actor, out, json, positionals: [id = ''], district }) {
    if (!isUuid(id)) throw refuse('api-token.unknown')
    await revokeToken(deps, actor, { districtId: await district(), id })
    out.result(json ? JSON.stringify({ id, state: 'revoked' }) : '已撤销，立即失效。')
  },
})
