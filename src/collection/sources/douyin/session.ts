import { type Answer, ask, type Failure, failure, isFailure, isObject, textIn } from '../api-replies.ts'
import type { LookContext } from '../contract.ts'
import { douyinErrors, TOKEN_CODES } from './errors.ts'

const API = 'https://open.douyin.com'

/** Calls of one look, under one token. */
export type Session = {
  get(path: string, query: Record<string, string>): Promise<Answer | Failure>
  post(path: string, body: Answer): Promise<Answer | Failure>
}

/**
 * Opens the calls of a look. A lapsed token is refreshed once in a look, and lives as long as the look: what was handed
 * over is never changed by the program. When the refresh token has lapsed too, the operator has to authorise anew.
 */
export function openSession(context: LookContext, who: { openId: string; clientKey: string }): Session {
  let token = context.secrets['accessToken'] ?? ''
  let refreshed = false
  async function call(make: () => Parameters<typeof ask>[1]): Promise<Answer | Failure> {
    const first = await ask(context, make(), douyinErrors)
    if (!isFailure(first) || first.code === null || !TOKEN_CODES.has(first.code) || refreshed) return first
    refreshed = true
    const fresh = await refreshedToken(context, who.clientKey)
    if (typeof fresh !== 'string') return fresh
    token = fresh
    return ask(context, make(), douyinErrors)
  }
  const headers = () => ({ 'access-token': token, 'content-type': 'application/json' })
  return {
    get: (path, query) =>
      call(() => ({
        url: `${API}${path}?${new URLSearchParams({ open_id: who.openId, ...query }).toString()}`,
        headers: headers(),
      })),
    post: (path, body) =>
      call(() => ({
        url: `${API}${path}?${new URLSearchParams({ open_id: who.openId }).toString()}`,
        method: 'POST',
        headers: headers(),
        body: JSON.stringify(body),
      })),
  }
}

async function refreshedToken(context: LookContext, clientKey: string): Promise<string | Failure> {
  const answer = await ask(
    context,
    {
      url: `${API}/oauth/refresh_token/`,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({
        client_key: clientKey,
        grant_type: 'refresh_token',
        refresh_token: context.secrets['refreshToken'] ?? '',
      }).toString(),
    },
    douyinErrors,
  )
  if (isFailure(answer)) return answer
  const data = isObject(answer['data']) ? answer['data'] : {}
  return textIn(data['access_token']) ?? failure({ outcome: 'unauthorised', why: '续期未返回新的授权' })
}
