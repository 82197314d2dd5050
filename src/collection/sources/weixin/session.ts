import { type Answer, ask, type Failure, failure, isFailure, textIn } from '../api-replies.ts'
import type { LookContext } from '../contract.ts'
import { TOKEN_CODES, weixinErrors } from './errors.ts'

const API = 'https://api.weixin.qq.com'

/** Calls of one look, under one token. */
export type Session = { call(path: string, body: Answer): Promise<Answer | Failure> }

/**
 * Opens the calls of a look. The token (稳定版接口调用凭据) is asked for each time and lives as long as the look: in
 * ordinary mode the platform hands out the same one until it lapses. A lapsed one is refreshed by force once in a look
 * (the platform allows 20 a day, 30 seconds apart); when the new one isn't taken either, the authorisation is at fault.
 */
export async function openSession(context: LookContext, appid: string): Promise<Session | Failure> {
  const found = await tokenFor(context, appid, false)
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
      const fresh = await tokenFor(context, appid, true)
      if (typeof fresh !== 'string') return fresh
      token = fresh
      return once(path, body)
    },
  }
}

async function tokenFor(context: LookContext, appid: string, force: boolean): Promise<string | Failure> {
  const secret = context.secrets['appSecret']
  const body = { grant_type: 'client_credential', appid, secret, force_refresh: force }
  const answer = await ask(context, posted('/cgi-bin/stable_token', body), weixinErrors)
  if (isFailure(answer)) return answer
  return textIn(answer['access_token']) ?? failure({ outcome: 'malformed', why: '平台未返回凭证' })
}

const posted = (path: string, body: Answer) => ({
  url: `${API}${path}`,
  method: 'POST' as const,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
