import { createPrivateKey, createSign, generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import { onTestFinished, vi } from 'vitest'

export type Person = { sub: string; name?: string; preferred_username?: string; acr?: string; amr?: string[] }
type Claims = Record<string, unknown>

/**
 * An OpenID Connect provider on this machine (`oidc-provider`), at which `person` is signed in without being asked. `alter`
 * changes what its identity tokens say, signed with its own key; `otherKey` with one it doesn't publish.
 */
export async function oidcServer() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'one', alg: 'RS256', use: 'sig' }
  const state: {
    person: Person
    alter?: (claims: Claims) => Claims
    otherKey?: true
    answer?: { status: number; body: string }
    asked: string[]
  } = { person: { sub: 'unknown' }, asked: [] }
  let provider: Provider | undefined
  const server = createServer((request, response) => {
    state.asked.push(`${request.method} ${request.url?.split('?')[0]}`)
    if (state.answer) return void response.writeHead(state.answer.status).end(state.answer.body)
    if (request.url?.startsWith('/interaction/')) {
      const login = { accountId: state.person.sub }
      return void provider!.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false })
    }
    if (request.url === '/token') {
      const end = response.end.bind(response) as (text: string) => typeof response
      response.end = ((body: unknown) => {
        const text = changed(String(body))
        response.setHeader('content-length', Buffer.byteLength(text))
        return end(text)
      }) as typeof response.end
    }
    return void provider!.callback()(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const close = () =>
    new Promise<void>((done) => {
      server.closeAllConnections()
      server.close(() => done())
    })
  onTestFinished(close)

  function changed(text: string): string {
    const body = JSON.parse(text) as { id_token?: string }
    if (!body.id_token || (!state.alter && !state.otherKey)) return text
    const claims = JSON.parse(Buffer.from(body.id_token.split('.')[1]!, 'base64url').toString()) as Claims
    const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const signed = `${encoded({ alg: 'RS256', kid: 'one' })}.${encoded(state.alter?.(claims) ?? claims)}`
    const key = state.otherKey ? foreign : createPrivateKey({ key: jwk, format: 'jwk' })
    const signature = createSign('RSA-SHA256').update(signed).sign(key).toString('base64url')
    return JSON.stringify({ ...body, id_token: `${signed}.${signature}` })
  }

  return {
    issuer,
    state,
    close,
    /** Knows a client; with `namesInToken` its identity tokens carry names, else only the user info does. */
    register(client: { id: string; secret: string; redirectUri: string; leavingUri: string; namesInToken?: boolean }) {
      // It warns on the console that it forgets everything, which a test wants it to.
      const quiet = vi.spyOn(console, 'warn').mockReturnValue()
      provider = new Provider(issuer, {
        clients: [
          {
            client_id: client.id,
            client_secret: client.secret,
            redirect_uris: [client.redirectUri],
            post_logout_redirect_uris: [client.leavingUri],
            response_types: ['code'],
            grant_types: ['authorization_code'],
          },
        ],
        jwks: { keys: [jwk] },
        cookies: { keys: [randomBytes(16).toString('hex')] },
        ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
        pkce: { required: () => true },
        conformIdTokenClaims: client.namesInToken !== true,
        claims: { openid: ['sub', 'acr', 'amr'], profile: ['name', 'preferred_username'] },
        features: {
          devInteractions: { enabled: false },
          rpInitiatedLogout: { enabled: true, logoutSource: (context, form) => void (context.body = form) },
        },
        interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
        findAccount: (_context, accountId) => ({
          accountId,
          claims: () => Promise.resolve({ ...state.person, sub: accountId }),
        }),
        async loadExistingGrant(context) {
          const { oidc } = context
          const grant = new oidc.provider.Grant({
            clientId: oidc.client!.clientId,
            accountId: oidc.session!.accountId!,
          })
          grant.addOIDCScope('openid profile')
          await grant.save()
          return grant
        },
      })
      quiet.mockRestore()
    },
  }
}
