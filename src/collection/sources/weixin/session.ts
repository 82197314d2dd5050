import { askComponent } from '../../component/calls.ts'
import { type Answer, ask, type Failure, failure, isFailure, textIn } from '../api-replies.ts'
import type { LookContext } from '../contract.ts'
import { TOKEN_CODES, weixinErrors } from './errors.ts'

const API = 'https://api.weixin.qq.com'

/** Calls of one look, under one token. */
export type Session = { call(path: string, body: Answer): Promise<Answer | Failure> }

/** Where a token comes from: the unit's own AppSecret, or the right that its administrator gave a 第三方平台. */
type Tokens = (force: boolean) => Promise<string | Failure>

/**
 * Opens the calls of a look. The token is asked for each time and lives as long as the look. A lapsed one is replaced once
 * in a look; when the new one isn't taken either, the authorisation is at fault.
 */
export async function openSession(
  context: LookContext,
  { appid, through }: { appid: string; through?: 'component' | undefined },
): Promise<Session | Failure> {
  const tokens = through === 'component' ? granted(context, appid) : stable(context, appid)
  const found = await tokens(false)
  if (typeof found !== 'string') return found
  let token = found
  let forced = false
  const once = (path: string, body: Answer) =>
    ask(context, posted(`${path}?access_token=${encodeURIComponent(token)}`, body), weixinErrors)
  return {
    async call(path, body) {
      const first = await once(path, body)
      if (!isFailure(first) || first.code === null || !TOKEN_CODES.has(first.code) || forced) return first
      forced = true
      const fresh = await tokens(true)
      if (typeof fresh !== 'string') return fresh
      token = fresh
      return once(path, body)
    },
  }
}

// 稳定版接口调用凭据: in ordinary mode the platform hands out the same one until it lapses; by force 20 a day, 30 seconds apart.
const stable =
  (context: LookContext, appid: string): Tokens =>
  async (force) => {
    const secret = context.secrets['appSecret']
    const body = { grant_type: 'client_credential', appid, secret, force_refresh: force }
    return tokenIn(await ask(context, posted('/cgi-bin/stable_token', body), weixinErrors), 'access_token')
  }

/** authorizer_access_token. What comes in place of the refresh token is kept before anything is asked with its token. */
function granted(context: LookContext, appid: string): Tokens {
  const { component } = context
  let refreshToken = context.secrets['refreshToken']
  return async () => {
    if (!component || refreshToken === undefined)
      return failure({ outcome: 'unauthorised', why: '没有第三方平台的授权，请公众号管理员扫码授权' })
    const body = { authorizer_appid: appid, authorizer_refresh_token: refreshToken }
    const answer = await askComponent(context, component, 'api_authorizer_token', body)
    const renewed = isFailure(answer) ? null : textIn(answer['authorizer_refresh_token'])
    if (renewed !== null && renewed !== refreshToken) {
      refreshToken = renewed
      await component.renew(renewed)
    }
    return tokenIn(answer, 'authorizer_access_token')
  }
}

const tokenIn = (answer: Answer | Failure, field: string): string | Failure =>
  isFailure(answer) ? answer : (textIn(answer[field]) ?? failure({ outcome: 'malformed', why: '平台未返回凭证' }))

const posted = (path: string, body: Answer) => ({
  url: `${API}${path}`,
  method: 'POST' as const,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
