/** What a CAS server answered about a ticket: somebody, with what it says of them, or why not. */
export type CasReply =
  | { user: string; attributes: ReadonlyMap<string, string[]>; proxied: boolean }
  | { failed: string }

const serviceResponse = 'serviceresponse'

/**
 * Reads `cas:serviceResponse` (CAS Protocol 3.0, appendix A). No document type, no entity but the five of XML, one response
 * with one outcome; anything else is undefined, as whoever is named in it is not to be guessed.
 */
export async function readCasReply(xml: string): Promise<CasReply | undefined> {
  if (/<!doctype|<!entity|<\?xml-stylesheet/i.test(xml)) return undefined
  // Loaded when somebody signs in this way.
  const { Parser } = await import('htmlparser2')
  const path: string[] = []
  const texts = new Map<string, string[]>()
  const counts = new Map<string, number>()
  let [held, failure, isBroken] = ['', '', false]
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        path.push(localName(name))
        const at = path.join('/')
        counts.set(at, (counts.get(at) ?? 0) + 1)
        if (at === `${serviceResponse}/authenticationfailure`) failure = attributes['code'] ?? 'UNKNOWN'
        held = ''
      },
      ontext(text) {
        held += text
      },
      onclosetag(name, implied) {
        // What was never closed was cut off or is no XML; `<a/>` closes itself.
        const closesItself = xml.slice(parser.endIndex - 1, parser.endIndex + 1) === '/>'
        if ((implied && !closesItself) || path.at(-1) !== localName(name)) isBroken = true
        const at = path.join('/')
        texts.set(at, [...(texts.get(at) ?? []), held.trim()])
        held = ''
        path.pop()
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(xml)
  const success = `${serviceResponse}/authenticationsuccess`
  const [succeeded, failed] = [counts.get(success) ?? 0, counts.get(`${serviceResponse}/authenticationfailure`) ?? 0]
  if (isBroken || path.length > 0 || counts.get(serviceResponse) !== 1 || succeeded + failed !== 1) return undefined
  if (failed === 1) return { failed: failure }
  const [user, ...others] = texts.get(`${success}/user`) ?? []
  if (user === undefined || user === '' || others.length > 0) return undefined
  const inside = `${success}/attributes/`
  const attributes = [...texts].filter(([at]) => at.startsWith(inside) && !at.slice(inside.length).includes('/'))
  return {
    user,
    attributes: new Map(attributes.map(([at, values]) => [at.slice(inside.length), values])),
    proxied: counts.has(`${success}/proxies`),
  }
}

// The prefix is the sender's choice; `cas:` is usual.
const localName = (name: string) => name.slice(name.indexOf(':') + 1).toLowerCase()
