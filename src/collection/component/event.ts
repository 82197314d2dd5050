import { addMs, type Instant, instant } from '../../calendar/index.ts'

/** One piece of XML: a closed text, the beginning or end of an element without attributes, or plain text without references. */
const piece = /<!\[CDATA\[(?<closed>[\s\S]*?)\]\]>|<(?<end>\/?)(?<name>\w+)>|(?<plain>[^<&]+)/y

/**
 * The fields of a message: elements that hold nothing but text, right under `<xml>`. Read so strictly that nothing can be
 * smuggled in: no document type, no entities, no attributes. Undefined where it is anything else; what nests deeper is passed by.
 */
export function fieldsOf(text: string): ReadonlyMap<string, string> | undefined {
  const fields = new Map<string, string>()
  const open: string[] = []
  let value = ''
  piece.lastIndex = 0
  while (piece.lastIndex < text.length) {
    const found = piece.exec(text)?.groups
    if (!found) return undefined
    const { closed, plain, name, end } = found
    if (name === undefined) {
      const part = closed ?? plain ?? ''
      if (open.length === 0 && part.trim() !== '') return undefined
      value += part
    } else if (end === '') {
      if (open.length === 0 && name !== 'xml') return undefined
      open.push(name)
      value = ''
    } else {
      if (open.pop() !== name) return undefined
      // Of two fields of one name the first stands.
      if (open.length === 1 && !fields.has(name)) fields.set(name, value.trim())
      value = ''
    }
  }
  return open.length === 0 && fields.size > 0 ? fields : undefined
}

/** What WeChat tells a 第三方平台. `at`: when it was made. */
export type ComponentEvent =
  | { kind: 'ticket'; ticket: string; at: Instant }
  | { kind: 'given' | 'withdrawn'; appid: string; at: Instant }
  /** Of a kind that nobody here knows; its name is one of letters, digits and underscores. */
  | { kind: 'unknown'; name: string }

const grants: Readonly<Record<string, 'given' | 'withdrawn'>> = {
  authorized: 'given',
  updateauthorized: 'given',
  unauthorized: 'withdrawn',
}

/** Reads a deciphered message; one that lacks what its kind needs counts as of an unknown kind. */
export function eventIn(message: string): ComponentEvent {
  const fields = fieldsOf(message)
  const name = fields?.get('InfoType') ?? ''
  const at = momentIn(fields?.get('CreateTime'))
  const unknown = { kind: 'unknown' as const, name: /^\w{1,60}$/.exec(name)?.[0] ?? '' }
  if (!at) return unknown
  const ticket = fields?.get('ComponentVerifyTicket')
  if (name === 'component_verify_ticket') return ticket ? { kind: 'ticket', ticket, at } : unknown
  const kind = Object.hasOwn(grants, name) ? grants[name] : undefined
  const appid = fields?.get('AuthorizerAppid')
  return kind && appid && /^wx\w{1,60}$/.test(appid) ? { kind, appid, at } : unknown
}

const in2000 = instant('2000-01-01T00:00:00Z')

/** Seconds since 1970, as WeChat writes them. */
export const momentIn = (found: string | undefined): Instant | undefined =>
  found !== undefined && /^\d{9,10}$/.test(found) ? addMs(in2000, (Number(found) - 946_684_800) * 1000) : undefined
