import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import type { ApiAnswer, Call } from './api-answers.ts'

export const componentSettings = {
  appid: 'wxc000000000000001',
  address: 'https://xmt.linhu.example',
  appSecret: 'component-secret-0123456789abcdef',
  token: 'componentToken42',
  aesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
}

/** A delivery of WeChat to the platform's address: what stands behind `?`, and the body. */
export type Delivered = { query: Record<string, string>; body: string }

type Spoilt = { token?: string; aesKey?: string; appid?: string; timestamp?: number; createdAt?: number }

/**
 * 微信开放平台 as a 第三方平台 knows it: tickets, the platform's own token, rights that are given and taken back, and the
 * tokens of 公众号 that come of them. What it enciphers it enciphers by itself, not with what is tested.
 */
export function playComponent({ now }: { now: () => number }) {
  const refreshTokens = new Map<string, string>()
  const codes = new Map<string, string>()
  let ticket = ''
  let componentToken = ''
  let valid = new Set<string>()
  let serial = 0
  let renews = false
  let refusal: number | null = null
  const calls: string[] = []
  const next = (what: string) => `${what}-${(serial += 1)}`
  const seconds = () => Math.floor(now() / 1000)

  function deliver(fields: Readonly<Record<string, string>>, spoilt: Spoilt = {}): Delivered {
    const created = String(spoilt.createdAt ?? seconds())
    const all = Object.entries({ AppId: componentSettings.appid, CreateTime: created, ...fields })
    const xml = `<xml>${all.map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`).join('\n')}</xml>`
    return enclosed(xml, spoilt)
  }

  function enclosed(message: string, spoilt: Spoilt = {}): Delivered {
    const { token, aesKey, appid, timestamp } = { ...componentSettings, timestamp: seconds(), ...spoilt }
    const encrypted = encipher(message, aesKey, appid)
    const nonce = '1234567890'
    const parts = [token, String(timestamp), nonce, encrypted].toSorted()
    const msg_signature = createHash('sha1').update(parts.join('')).digest('hex')
    const body = `<xml><AppId><![CDATA[${appid}]]></AppId><Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`
    return { query: { timestamp: String(timestamp), nonce, encrypt_type: 'aes', msg_signature }, body }
  }

  function newToken(n: string): string {
    const token = `weixin-${Number(n)}-${next('c')}`
    valid.add(token)
    return token
  }

  const numberOf = (appid: string) => /(\d+)$/.exec(appid)?.[1] ?? ''
  const grantOf = (appid: string) => {
    const refreshToken = refreshTokens.get(appid) ?? next(`refresh-of-${appid}`)
    refreshTokens.set(appid, refreshToken)
    return refreshToken
  }

  const answers: Record<string, (body: Record<string, unknown>) => unknown> = {
    api_component_token(body) {
      if (body['component_appsecret'] !== componentSettings.appSecret) return { errcode: 40125 }
      if (body['component_verify_ticket'] !== ticket) return { errcode: 61006 }
      componentToken = next('component-token')
      return { component_access_token: componentToken, expires_in: 7200 }
    },
    api_create_preauthcode: () => ({ pre_auth_code: next('preauthcode@@@'), expires_in: 1800 }),
    api_query_auth(body) {
      const appid = codes.get(String(body['authorization_code']))
      if (appid === undefined) return { errcode: 61010 }
      codes.delete(String(body['authorization_code']))
      const authorizer_refresh_token = grantOf(appid)
      const authorizer_access_token = newToken(numberOf(appid))
      return {
        authorization_info: {
          authorizer_appid: appid,
          authorizer_access_token,
          expires_in: 7200,
          authorizer_refresh_token,
          func_info: [{ funcscope_category: { id: 1 } }, { funcscope_category: { id: 999 }, field_of_next_year: 1 }],
        },
      }
    },
    api_authorizer_token(body) {
      const appid = String(body['authorizer_appid'])
      if (!refreshTokens.has(appid)) return { errcode: 61003 }
      if (refreshTokens.get(appid) !== body['authorizer_refresh_token']) return { errcode: 61023 }
      if (renews) refreshTokens.set(appid, next(`refresh-of-${appid}`))
      const authorizer_access_token = newToken(numberOf(appid))
      return { authorizer_access_token, expires_in: 7200, authorizer_refresh_token: refreshTokens.get(appid) }
    },
  }

  return {
    deliver,
    enclosed,
    /** The next ticket; the one before is good for nothing any more. */
    deliverTicket(spoilt?: Spoilt): Delivered {
      ticket = next('ticket@@@')
      return deliver({ InfoType: 'component_verify_ticket', ComponentVerifyTicket: ticket }, spoilt)
    },
    /** The administrator scans: the code with which the browser goes back. */
    scan(appid: string): string {
      const code = next('queryauthcode@@@')
      codes.set(code, appid)
      return code
    },
    /** As if it had authorised long ago. */
    refreshTokenOf: grantOf,
    withdraw(appid: string, spoilt?: Spoilt): Delivered {
      refreshTokens.delete(appid)
      return deliver({ InfoType: 'unauthorized', AuthorizerAppid: appid }, spoilt)
    },
    /** Each refresh from now on gives another refresh token, and the one before is refused. */
    renewRefreshTokens: () => void (renews = true),
    expireTokens() {
      componentToken = ''
      valid = new Set()
    },
    /** From now on every call of the platform is answered so; null: as usual. */
    refuseWith: (code: number | null) => void (refusal = code),
    calls,
    accepts: (token: string) => valid.has(token),
    answer({ path, query, body }: Pick<Call, 'path' | 'query' | 'body'>): ApiAnswer {
      const call = path.replace('/cgi-bin/component/', '')
      calls.push(call)
      const json = (found: unknown): ApiAnswer => ({ status: 200, json: found, listed: [] })
      if (refusal !== null) return json({ errcode: refusal, errmsg: 'rid: 0-0-0' })
      if (body['component_appid'] !== componentSettings.appid) return json({ errcode: 40013 })
      if (call !== 'api_component_token' && query.get('component_access_token') !== (componentToken || null))
        return json({ errcode: 40001, errmsg: 'invalid credential, access_token is invalid or not latest' })
      return json(answers[call]?.(body) ?? { errcode: 48001 })
    },
  }
}

export type PlayedComponent = ReturnType<typeof playComponent>

/** As WeChat does: 16 random bytes, the length, the message, the AppID; filled up to blocks of 32. */
function encipher(message: string, aesKey: string, appid: string): string {
  const key = Buffer.from(`${aesKey}=`, 'base64')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(Buffer.byteLength(message))
  const plain = Buffer.concat([randomBytes(16), length, Buffer.from(message), Buffer.from(appid)])
  const fill = 32 - (plain.length % 32)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  return Buffer.concat([cipher.update(plain), cipher.update(Buffer.alloc(fill, fill)), cipher.final()]).toString(
    'base64',
  )
}
