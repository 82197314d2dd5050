import sanitize from 'sanitize-html'
import { hasReference } from './characters.ts'
import { isSafeUri, resolveUri } from './resolve-uri.ts'

const tags =
  'a abbr acronym address article aside audio b bdi bdo big blockquote br button caption center cite code col colgroup dd del details dfn dir div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label legend li map area mark menu nav noscript ol optgroup option p picture pre progress q rp rt ruby s samp section select small source span strike strong sub summary sup table tbody td textarea tfoot th thead time tr tt u ul var video wbr'.split(
    ' ',
  )
const attributes =
  'abbr align alt axis border cellpadding cellspacing char charset checked cite class clear cols colspan color compact controls coords datetime dir disabled headers height href hreflang hspace id ismap label lang longdesc loop maxlength media multiple name nohref noshade nowrap poster prompt rel rev rowspan rows rules scope selected shape size span src srcset start summary tabindex target title type usemap valign value vspace width'.split(
    ' ',
  )

/** Attributes that hold an address. */
const ADDRESSES = ['href', 'src', 'cite', 'longdesc', 'poster', 'usemap', 'background', 'action'] as const

/**
 * Markup of strangers made harmless before it is kept or shown: tags and attributes of a list, addresses made absolute,
 * no scripts, styles, frames, handlers. With a library made for it: a gap here would be a gap in every page.
 */
export function sanitiseMarkup(html: string, base: string | null = null): string {
  return sanitize(html, {
    allowedTags: tags,
    allowedAttributes: { '*': attributes },
    allowedSchemes: ['http', 'https', 'ftp', 'mailto', 'tel', 'urn', 'tag'],
    allowedSchemesAppliedToAttributes: [...ADDRESSES],
    allowProtocolRelative: true,
    transformTags: base === null ? {} : { '*': (tagName, given) => ({ tagName, attribs: absolute(given, base) }) },
  })
}

function absolute(given: Record<string, string>, base: string): Record<string, string> {
  const made = { ...given }
  for (const name of ADDRESSES) {
    const found = given[name]
    if (found !== undefined && isSafeUri(found)) made[name] = resolveUri(base, found)
  }
  if (given['srcset'] !== undefined) made['srcset'] = absoluteCandidates(given['srcset'], base)
  return made
}

/** The same picture in several sizes: `a.png, b.png 2x`. An address in it may hold a comma, a space it can't. */
const absoluteCandidates = (candidates: string, base: string): string =>
  candidates.replace(
    /(^|,\s+|\s,\s*)([^\s,]\S*[^\s,]|[^\s,])/g,
    (_, before: string, uri: string) => before + (isSafeUri(uri) ? resolveUri(base, uri) : uri),
  )

/** True of text that is markup although nothing says so: an end tag or a reference, and no tag that HTML doesn't have. */
export function looksLikeMarkup(text: string): boolean {
  if (!/<\/\w+>/.test(text) && !hasReference(text)) return false
  for (const [, name = ''] of text.matchAll(/<\/?(\w+)/g)) if (!tags.includes(name.toLowerCase())) return false
  return true
}
