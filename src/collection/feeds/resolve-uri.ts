type Parts = { scheme?: string; authority?: string; path: string; query?: string; fragment?: string }

// RFC 3986, appendix B. An absolute address stays as it was written: identifiers are compared letter by letter, so the
// URL class, which rewrites them, is not for this.
const PARTS = /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is

/** A reference as seen from a base (RFC 3986, 5.2); as it is where it is absolute already or there is no base. */
export function resolveUri(base: string | null, reference: string): string {
  const text = oneAuthority(reference.trim())
  const ref = split(text)
  if (base === null || ref.scheme !== undefined) return text
  const from = split(base)
  if (from.scheme === undefined || (from.authority === undefined && !from.path.startsWith('/'))) return text
  return join(target(from, ref))
}

// "https:///a.example/" means what a browser makes of it.
const oneAuthority = (uri: string): string => uri.replace(/^((?:https?|ftp):\/\/)\/+/i, '$1')

function target(from: Parts, ref: Parts): Parts {
  const { scheme } = from
  const fragment = ref.fragment
  if (ref.authority !== undefined) return { ...ref, scheme, path: withoutDots(ref.path) }
  const { authority } = from
  if (ref.path === '') return { scheme, authority, path: from.path, query: ref.query ?? from.query, fragment }
  const path = ref.path.startsWith('/') ? ref.path : merged(from, ref.path)
  return { scheme, authority, path: withoutDots(path), query: ref.query, fragment }
}

function split(text: string): Parts {
  const [, scheme, authority, path = '', query, fragment] = PARTS.exec(text) ?? []
  return { scheme, authority, path, query, fragment }
}

const merged = (from: Parts, path: string): string =>
  from.authority !== undefined && from.path === ''
    ? `/${path}`
    : `${from.path.slice(0, from.path.lastIndexOf('/') + 1)}${path}`

function withoutDots(path: string): string {
  const kept: string[] = []
  const segments = path.split('/')
  segments.forEach((segment, index) => {
    const last = index === segments.length - 1
    if (segment === '..') {
      if (kept.length > 1) kept.pop()
      if (last) kept.push('')
    } else if (segment !== '.') kept.push(segment)
    else if (last) kept.push('')
  })
  return kept.join('/')
}

function join({ scheme, authority, path, query, fragment }: Parts): string {
  return [
    scheme === undefined ? '' : `${scheme}:`,
    authority === undefined ? '' : `//${authority}`,
    path,
    query === undefined ? '' : `?${query}`,
    fragment === undefined ? '' : `#${fragment}`,
  ].join('')
}

/** Schemes that may stand in a link; `javascript:` and the like are no addresses. */
const SAFE = /^(?:https?|ftp|mailto|tel|urn|tag|news|nntp|sip|sips|xmpp|ed2k|magnet|weixin):/i

/** True of a relative reference too: it takes the scheme of its base. */
export function isSafeUri(uri: string): boolean {
  const bare = uri.replace(/[\u0000-\u0020\u007f-\u00a0]/g, '')
  return !/^[a-z][a-z0-9+.-]*:/i.test(bare) || SAFE.test(bare)
}
