import { setTimeout as pause } from 'node:timers/promises'

export type Clicks = {
  asked: number
  errors: string[]
  p50: number
  p99: number
  slowest: { path: string; ms: number }[]
}

/** `requestId`: under which what was done stands in the trail. */
export type Asked = { status: number; text: string; location: string; requestId: string }

/** A person in a browser of the least kind: keeps the cookie, sends forms with their token. */
export class Visitor {
  readonly #url: string
  #cookie = ''
  #password = ''
  csrf = ''

  constructor(url: string) {
    this.#url = url
  }

  async ask(
    path: string,
    form?: Record<string, string> | [string, string][],
    files: readonly [string, File][] = [],
  ): Promise<Asked> {
    const answers = Array.isArray(form) ? form : Object.entries(form ?? {})
    const fields: [string, string][] | undefined = form && [['_csrf', this.csrf], ...answers]
    const body = fields && bodyOf(fields, files)
    const headers = { cookie: this.#cookie, accept: 'text/html' }
    const answer = await fetch(`${this.#url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(20_000),
      ...(body && { body }),
    })
    const given = answer.headers.get('set-cookie')?.split(';')[0]
    if (given) this.#cookie = given
    const text = await answer.text()
    this.csrf = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? this.csrf
    const location = answer.headers.get('location') ?? ''
    return { status: answer.status, text, location, requestId: answer.headers.get('x-request-id') ?? '' }
  }

  /** What is typed where somebody is asked again who sits there. */
  get password(): string {
    return this.#password
  }

  async signIn(login: string, password: string): Promise<void> {
    this.#password = password
    const { status } = await this.ask('/sign-in', { login, password })
    if (status !== 303) throw new Error(`${login} was not let in: ${status}`)
    await this.ask('/')
  }
}

/** As a browser sends it: parts where a file was chosen. */
function bodyOf(fields: [string, string][], files: readonly [string, File][]): URLSearchParams | FormData {
  if (files.length === 0) return new URLSearchParams(fields)
  const body = new FormData()
  for (const [name, value] of fields) body.append(name, value)
  for (const [name, file] of files) body.append(name, file)
  return body
}

/** The pages that a page leads to. */
export const linksIn = (text: string) =>
  [...text.matchAll(/<a [^>]*href="(\/[^"#]*)"/g)]
    .map(([, href]) => href!.replaceAll('&amp;', '&'))
    .filter(
      (href) =>
        !/^\/(?:display|static)|\/(?:export|files|paper|papers|scans|receipts|notice|letter|correction|sheet)\b|\.(?:ics|opml)/.test(
          href,
        ),
    )

// People read: three seconds in the mean, so that fifty of them ask for some seventeen pages a second.
const THINKING_MS = 3_000

/** People who read a page, think a while, and follow a link of it, until the time is over. */
export async function click(visitors: readonly Visitor[], untilMs: number, random: () => number): Promise<Clicks> {
  const times: { path: string; ms: number }[] = []
  const errors: string[] = []
  await Promise.all(
    visitors.map(async (visitor) => {
      let links = ['/']
      // Nobody begins in the same moment as everybody else.
      await pause(random() * THINKING_MS)
      while (performance.now() < untilMs) {
        const path = links[Math.floor(random() * links.length)] ?? '/'
        const started = performance.now()
        try {
          const { status, text } = await visitor.ask(path)
          times.push({ path, ms: performance.now() - started })
          if (status >= 500) errors.push(`${status} ${path}`)
          const found = status === 200 ? linksIn(text) : []
          links = found.length > 0 ? found : ['/']
        } catch (error) {
          errors.push(`${String(error)} ${path}`)
        }
        await pause(random() * 2 * THINKING_MS)
      }
    }),
  )
  const sorted = times.toSorted((one, other) => one.ms - other.ms)
  const at = (share: number) => Math.round(sorted[Math.floor(sorted.length * share)]?.ms ?? 0)
  return {
    asked: times.length,
    errors,
    p50: at(0.5),
    p99: at(0.99),
    slowest: sorted.slice(-5).map(({ path, ms }) => ({ path, ms: Math.round(ms) })),
  }
}
