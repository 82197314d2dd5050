import { sanitizeHtml } from '../markup-libraries.ts'
import { hasReference } from './characters.ts'
import { isSafeUri, resolveUri } from './resolve-uri.ts'
import { ATTACK, TooDeep } from './too-deep.ts'

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
 * no scripts, styles, frames, handlers. With a library made for it: a gap here would be a gap in every page. Markup nested
 * like an attack comes out empty.
 */
export function sanitiseMarkup(html: string, base: string | null = null): string {
  let depth = 0
  try {
    return sanitizeHtml()(html, {
      allowedTags: tags,
      allowedAttributes: { '*': attributes },
      allowedSchemes: ['http', 'https', 'ftp', 'mailto', 'tel', 'urn', 'tag'],
      allowedSchemesAppliedToAttributes: [...ADDRESSES],
      allowProtocolRelative: true,
      transformTags: { '*': (tagName, given) => ({ tagName, attribs: absolute(given, base) }) },
      onOpenTag() {
        if (++depth > ATTACK) throw new TooDeep()
      },
      onCloseTag() {
        depth -= 1
      },
    })
  } catch (error) {
    if (!(error instanceof TooDeep)) throw error
    return ''
  }
}

function absolute(given: Record<string, string>, base: string | null): Record<string, string> {
  const { srcset } = given
  if (base === null && srcset === undefined) return given
  const made = { ...given }
  for (const name of ADDRESSES) {
    const found = given[name]
    if (found !== undefined && isSafeUri(found)) made[name] = resolveUri(base, found)
  }
  if (srcset !== undefined) made['srcset'] = candidatesOf(srcset, base)
  return made
}

const DESCRIPTOR = /^(?:[1-9]\d{0,5}w|\d{1,3}(?:\.\d{1,3})?x)?$/
const MOST_CANDIDATES = 20

/** The same picture in several sizes, `a.png, b.png 2x`: those that are addresses and sizes. An address may hold a comma. */
function candidatesOf(srcset: string, base: string | null): string {
  const candidates = srcset
    .slice(0, 20_000)
    .trim()
    .split(/,\s+|\s+,\s*/)
  const kept = candidates.slice(0, MOST_CANDIDATES).flatMap((candidate) => {
    const [uri = '', size = '', ...more] = candidate.replace(/^,+|,+$/g, '').split(/\s+/)
    if (uri === '' || more.length > 0 || !DESCRIPTOR.test(size) || !isSafeUri(uri)) return []
    return [`${resolveUri(base, uri)} ${size}`.trimEnd()]
  })
  return kept.join(', ')
}

/** True of text that is markup although nothing says so: an end tag or a reference, and no tag that HTML doesn't have. */
export function looksLikeMarkup(text: string): boolean {
  if (!/<\/\w+>/.test(text) && !hasReference(text)) return false
  for (const [, name = ''] of text.matchAll(/<\/?(\w+)/g)) if (!tags.includes(name.toLowerCase())) return false
  return true
}
