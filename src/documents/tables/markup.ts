// XML 1.0 has no place for these, so the file format spells them _xHHHH_ (ECMA-376 part 1, 22.9.2.19) …
// oxlint-disable-next-line no-control-regex
const UNWRITABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g
// … and text that happens to look like such a spelling gets its underscore spelled.
const LOOKS_SPELLED = /_(?=x[\da-f]{4}_)/gi

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Text safe between tags and in double quotes. */
export function escapeXml(text: string): string {
  return /[&<>"]/.test(text) ? text.replaceAll(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign) : text
}

// Almost every text of an office form has none of these; one look tells.
// oxlint-disable-next-line no-control-regex
const NEEDS_CARE = /[\0-\x08\x0b-\x1f"&<>_\ud800-\udfff\ufffe\uffff]/

/** The text of a cell: line ends made one kind, broken surrogate pairs replaced, nothing else lost. */
export function cellText(text: string): string {
  if (!NEEDS_CARE.test(text)) return text
  const plain = text
    .replaceAll(/\r\n?/g, '\n')
    .toWellFormed()
    .replaceAll(LOOKS_SPELLED, '_x005F_')
    .replaceAll(UNWRITABLE, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
  return escapeXml(plain)
}

const NAMED_CHARACTERS: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' }

/** Character references and the five named signs as what they stand for; anything else stays. */
export function unescapeXml(text: string): string {
  return text.replaceAll(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED_CHARACTERS[name] ?? whole
    const point = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return point <= 0x10ffff ? String.fromCodePoint(point) : whole
  })
}
