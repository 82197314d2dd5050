import type { ClientAuth, Configuration, IDToken } from 'openid-client'
import type { Deps } from '../access/index.ts'
import { systemClock } from '../calendar/index.ts'
import { type Refusal, refuse } from '../vocabulary/refusals/index.ts'
import { type Flow, type ProviderOf, returnUrl, type Vouched, type Ways } from './model.ts'
import { openSecret } from './queries.ts'
import { isLoopback, isStrong, shownAs } from './rules.ts'
import { fetchThrough, limits, Unreached } from './through-the-guard.ts'

/** What clocks may differ by, in seconds. */
const CLOCK_TOLERANCE_S = 60

type Oidc = ProviderOf<'oidc'>
type Needs = Pick<Deps, 'db' | 'vault' | 'wall'>

// Loaded when somebody signs in this way: nobody else waits for it.
const library = () => import('openid-client')

/** Where the browser goes: authorization code with PKCE, state and nonce (OpenID Connect Core 3.1, RFC 9700). Refuses `sso.away`, `sso.not-accepted`. */
export async function oidcStart(deps: Needs, ways: Ways, provider: Oidc, flow: Flow): Promise<URL> {
  return told(provider, async () => {
    const client = await library()
    return client.buildAuthorizationUrl(await configured(deps, ways, provider), {
      redirect_uri: returnUrl(provider, provider.settings.publicUrl),
      scope: 'openid profile',
      state: flow.state,
      nonce: flow.nonce,
      code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
      code_challenge_method: 'S256',
    })
  })
}

/**
 * Whom the provider vouches for, from the address it sent the browser back to; `query` is all of that address that is
 * looked at. Issuer, audience, signature, nonce, times and the code are checked. Refuses `sso.away`, `sso.denied-there`,
 * `sso.not-accepted`.
 */
export async function oidcReturn(deps: Needs, ways: Ways, provider: Oidc, flow: Flow, query: string): Promise<Vouched> {
  const said = new URLSearchParams(query).get('iss')
  // RFC 9207: an answer of another is none of this one's, whatever it says.
  if (said !== null && said !== provider.settings.issuer)
    throw refuse('sso.not-accepted', { label: provider.label, what: claims['iss'] ?? '' })
  return told(provider, async () => {
    const client = await library()
    const config = await configured(deps, ways, provider)
    // The redirect URI that is sent with the code is this address: built from what is configured, never from the request.
    const here = new URL(returnUrl(provider, provider.settings.publicUrl))
    here.search = query
    const tokens = await client.authorizationCodeGrant(config, here, {
      expectedState: flow.state,
      expectedNonce: flow.nonce,
      pkceCodeVerifier: flow.verifier,
      idTokenExpected: true,
    })
    const token = tokens.claims()
    if (!token || !tokens.id_token) throw refuse('sso.not-accepted', { label: provider.label, what: '没有身份令牌' })
    return {
      subject: token.sub,
      shown: namesIn(token) || (await namesThere(config, tokens.access_token, token.sub)),
      strong: isStrong(provider.settings.strong, [token.acr, token.amr]),
      idToken: tokens.id_token,
    }
  })
}

const namesIn = (claims: Partial<IDToken> & { [claim: string]: unknown }) =>
  shownAs(claims['name'], claims['preferred_username'])

// Many say the name only when they are asked once more. It is for the administrator's list; nothing hangs on it.
async function namesThere(config: Configuration, accessToken: string, subject: string): Promise<string> {
  if (config.serverMetadata().userinfo_endpoint === undefined) return ''
  const client = await library()
  try {
    return namesIn(await client.fetchUserInfo(config, accessToken, subject))
  } catch {
    return ''
  }
}

/** Where a person also leaves the provider (RP-Initiated Logout 1.0); undefined where it offers that not. Refuses as `oidcStart`. */
export async function oidcSignOut(
  deps: Needs,
  ways: Ways,
  provider: Oidc,
  idToken: string | undefined,
): Promise<URL | undefined> {
  return told(provider, async () => {
    const config = await configured(deps, ways, provider)
    if (config.serverMetadata().end_session_endpoint === undefined) return undefined
    const client = await library()
    return client.buildEndSessionUrl(config, {
      post_logout_redirect_uri: `${provider.settings.publicUrl}/sign-in`,
      ...(idToken !== undefined && { id_token_hint: idToken }),
    })
  })
}

/** Reads what the provider says of itself, for the administrator who has just set it up. Refuses as `oidcStart`. */
export async function oidcTest(deps: Needs, ways: Ways, provider: Oidc): Promise<string[]> {
  return told(provider, async () => {
    const said = (await configured(deps, ways, provider)).serverMetadata()
    return [
      `签发者 ${said.issuer}`,
      said.supportsPKCE() ? '声明支持 PKCE（S256）' : '没有声明支持 PKCE（S256），仍会使用，请向对方核实',
      said.end_session_endpoint === undefined ? '不提供统一退出' : '提供统一退出',
      `请在对方登记回调地址 ${returnUrl(provider, provider.settings.publicUrl)}`,
    ]
  })
}

async function configured(deps: Needs, ways: Ways, provider: Oidc): Promise<Configuration> {
  const client = await library()
  const { issuer, clientId } = provider.settings
  const server = new URL(issuer)
  const secret = (await openSecret(deps, provider.id)) ?? ''
  const clock = Math.round((Date.parse(deps.wall.now()) - Date.parse(systemClock().now())) / 1000)
  return client.discovery(
    server,
    clientId,
    { [client.clockSkew]: clock, [client.clockTolerance]: CLOCK_TOLERANCE_S },
    byWhatIsOffered(client, secret),
    {
      [client.customFetch]: fetchThrough(ways),
      timeout: limits.totalMs / 1000,
      execute: [client.enableNonRepudiationChecks, ...(isLoopback(server) ? [client.allowInsecureRequests] : [])],
    },
  )
}

// Discovery 1.0, 3: where nothing is said, client_secret_basic is what is offered.
const byWhatIsOffered =
  (client: Awaited<ReturnType<typeof library>>, secret: string): ClientAuth =>
  (as, ...rest) => {
    const offered = as.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const auth = offered.includes('client_secret_basic') ? client.ClientSecretBasic : client.ClientSecretPost
    return auth(secret)(as, ...rest)
  }

async function told<T>({ label }: Oidc, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw (await refusalFor(label, error)) ?? error
  }
}

async function refusalFor(label: string, error: unknown): Promise<Refusal | undefined> {
  const { AuthorizationResponseError, ClientError, ResponseBodyError } = await library()
  const chain = causesOf(error)
  const away = chain.find((one) => one instanceof Unreached)
  if (away) return refuse('sso.away', { label, why: away.why })
  if (error instanceof AuthorizationResponseError) return refuse('sso.denied-there', { label, error: error.error })
  if (error instanceof ResponseBodyError)
    return refuse('sso.not-accepted', {
      label,
      what:
        error.error === 'invalid_grant'
          ? '授权码无效、已过期或已用过'
          : `对方不认可本平台的登记（${error.error.slice(0, 60)}）`,
    })
  if (error instanceof ClientError) return refuse('sso.not-accepted', { label, what: problemOf(chain) })
  return undefined
}

const problems: Readonly<Record<string, string>> = {
  OAUTH_JWT_TIMESTAMP_CHECK_FAILED: '身份令牌已过期或尚未生效，请核对双方服务器的时间',
  OAUTH_RESPONSE_IS_NOT_JSON: '应答不是约定的格式',
  OAUTH_PARSE_ERROR: '应答不是约定的格式',
  OAUTH_RESPONSE_IS_NOT_CONFORM: '应答不是约定的格式，请核对签发者地址',
  OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED: '对方自称的签发者与设置的不同',
  OAUTH_KEY_SELECTION_FAILED: '找不到验证签名的公钥',
  OAUTH_INVALID_SIGNATURE: '签名不符',
}
const claims: Readonly<Record<string, string>> = {
  nonce: '不是为这次登录签发的',
  iss: '签发者与设置的不同',
  aud: '不是签发给本平台的',
}

function problemOf(chain: readonly Error[]): string {
  const details = chain.map(({ cause }) => cause as { claim?: unknown; parameter?: unknown } | undefined)
  for (const detail of details) {
    const named = detail?.claim ?? detail?.parameter
    const known = typeof named === 'string' ? claims[named] : undefined
    if (known) return known
  }
  const codes = chain.map((error) => (error as { code?: string }).code ?? '')
  return codes.map((code) => problems[code]).find(Boolean) ?? '内容或签名有误'
}

function causesOf(error: unknown): Error[] {
  const chain: Error[] = []
  for (let one = error; one instanceof Error && chain.length < 8; one = one.cause) chain.push(one)
  return chain
}
