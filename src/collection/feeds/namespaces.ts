// By how a namespace's address begins, in lower case: editions and misspelt ends of it are all the same to a reader.
const known: readonly (readonly [address: string, key: string])[] = [
  ['http://www.w3.org/2005/atom', 'atom'],
  ['http://purl.org/atom/ns', 'atom'],
  ['http://example.com/newformat', 'atom'],
  ['http://example.com/necho', 'atom'],
  ['http://purl.org/echo', 'atom'],
  ['uri/of/echo/namespace', 'atom'],
  ['http://purl.org/pie', 'atom'],
  ['http://purl.org/rss/1.0/modules/content', 'content'],
  ['http://purl.org/rss/1.0', ''],
  ['http://my.netscape.com/rdf/simple', ''],
  ['http://channel.netscape.com/rdf/simple', ''],
  ['http://my.netscape.com/publish/formats', ''],
  ['http://backend.userland.com', ''],
  ['http://blogs.law.harvard.edu/tech/rss', ''],
  ['http://purl.org/net/rss1.1', ''],
  ['http://www.w3.org/1999/02/22-rdf-syntax-ns', 'rdf'],
  ['http://purl.org/dc/elements', 'dc'],
  ['http://purl.org/dc/terms', 'dcterms'],
  ['http://www.itunes.com', 'itunes'],
  ['http://example.com/dtds/podcast', 'itunes'],
  ['http://search.yahoo.com/mrss', 'media'],
  ['http://www.w3.org/1999/xhtml', 'xhtml'],
  ['http://www.w3.org/2000/svg', 'svg'],
  ['http://www.w3.org/1998/math/mathml', 'mathml'],
  ['http://www.w3.org/xml/1998/namespace', 'xml'],
]

/** A short name for a namespace that feeds use; the address itself where it is a stranger. */
export function namespaceKey(address: string): string {
  const lower = address.trim().toLowerCase()
  return known.find(([start]) => lower.startsWith(start))?.[1] ?? lower
}

/** True of the key of a namespace that isn't among the known ones. */
export const isStrange = (key: string): boolean => key !== '' && known.every(([, name]) => name !== key)

/** What a prefix means that nobody declared: what everybody means by it. */
export const undeclaredKey = (prefix: string): string =>
  ({ atom10: 'atom', a10: 'atom', rss: '', xhtml: 'xhtml' })[prefix] ?? prefix
