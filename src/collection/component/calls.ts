import type { Deps } from '../../access/index.ts'
import { addHours, addMs } from '../../calendar/index.ts'
import type { Sender } from '../../outgoing/index.ts'
import { type Answer, ask, type Failure, failure, isFailure, textIn } from '../sources/api-replies.ts'
import { componentErrors, TOKEN_CODES } from '../sources/weixin/errors.ts'
import { TICKET_HOURS } from './model.ts'
import { openComponent, saveToken } from './queries.ts'

const API = 'https://api.weixin.qq.com/cgi-bin/component'

/** By what a 第三方平台 is known when it asks: its AppID and its own token. */
export type Access = { appid: string; token: string }

/** The platform's own token, asked for once whoever wants it. `refused`: the one that wasn't taken. */
export type ComponentTokens = {
  access(refused?: string): Promise<Access | Failure>
  /** All that must not be found in what a look leaves behind. */
  secrets(): Readonly<Record<string, string>>
}

/** Used so much shorter than it lasts, so that it doesn't lapse within a look. */
const SPARE_MS = 10 * 60_000
const LASTS_S = 7200

/**
 * The tokens of a district's platform (component_access_token, two hours): the one that is kept, or a new one made of the
 * newest ticket. Kept sealed for every worker, because asking anew is counted.
 */
export function componentTokens(
  deps: Pick<Deps, 'db' | 'vault' | 'wall'>,
  districtId: string,
  send: Sender['send'],
): ComponentTokens {
  let secrets: Record<string, string> = {}
  let last: Promise<Access | Failure> | undefined
  async function obtain(refused: string | undefined): Promise<Access | Failure> {
    const component = await openComponent(deps, districtId)
    if (!component) return failure({ outcome: 'unauthorised', why: '本系统没有设置第三方平台' })
    if (component === 'unreadable')
      return failure({ outcome: 'unauthorised', why: '第三方平台的凭据无法读取，请核对密钥文件或重新设置第三方平台' })
    const { appid, ticket, token } = component
    const now = deps.wall.now()
    const { appSecret } = component.secrets
    secrets = { appSecret, ...(ticket && { ticket: ticket.value }), ...(token && { token: token.value }) }
    if (token && token.until > now && token.value !== refused) return { appid, token: token.value }
    // Not the account's fault and over with the next ticket: asked again, and not held.
    if (!ticket || addHours(ticket.at, TICKET_HOURS) <= now)
      return failure({ outcome: 'unreachable', why: `超过${TICKET_HOURS}小时没有收到第三方平台的验证票据` })
    const asked = { component_appid: appid, component_appsecret: appSecret, component_verify_ticket: ticket.value }
    const answer = await ask({ send, now }, posted('api_component_token', asked), componentErrors)
    if (isFailure(answer)) return answer
    const value = textIn(answer['component_access_token'])
    if (value === null) return failure({ outcome: 'malformed', why: '平台未返回第三方平台凭证' })
    const told = answer['expires_in']
    const lasts = typeof told === 'number' && told > 0 ? Math.min(told, LASTS_S) : LASTS_S
    secrets = { ...secrets, token: value }
    await saveToken(deps, component, { value, until: addMs(now, lasts * 1000 - SPARE_MS) })
    return { appid, token: value }
  }
  return {
    async access(refused) {
      const before = last
      const known = await before
      if (known && (isFailure(known) || known.token !== refused)) return known
      // Whoever asks meanwhile shares the answer.
      if (last === before) last = obtain(refused)
      return last as Promise<Access | Failure>
    },
    secrets: () => secrets,
  }
}

/** One call of the platform itself. A token that isn't taken is replaced once. */
export async function askComponent(
  context: { send: Sender['send']; now: Parameters<typeof ask>[0]['now'] },
  tokens: Pick<ComponentTokens, 'access'>,
  call: string,
  body: Answer,
): Promise<Answer | Failure> {
  const access = await tokens.access()
  if (isFailure(access)) return access
  const first = await askWith(context, access, call, body)
  if (!isFailure(first) || first.code === null || !TOKEN_CODES.has(first.code)) return first
  const fresh = await tokens.access(access.token)
  return isFailure(fresh) ? fresh : askWith(context, fresh, call, body)
}

const askWith = (context: Parameters<typeof ask>[0], { appid, token }: Access, call: string, body: Answer) =>
  ask(
    context,
    posted(`${call}?component_access_token=${encodeURIComponent(token)}`, { component_appid: appid, ...body }),
    componentErrors,
  )

const posted = (call: string, body: Answer) => ({
  url: `${API}/${call}`,
  method: 'POST' as const,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})
