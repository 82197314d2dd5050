import { createHash } from 'node:crypto'
import { startOfDay } from '../../calendar/index.ts'
import type { DirectoryEntry } from './entries.ts'
import { type About, titleOf } from './page.tsx'

/**
 * The directory as a feed (RFC 4287), an entry an account: whoever follows it learns of new, renamed and closed ones. It
 * changes only when an account does, whatever day it is built.
 */
export function directoryAtom(about: About, entries: readonly DirectoryEntry[]): string {
  const updated =
    entries
      .map(({ changedAt }) => changedAt)
      .sort()
      .at(-1) ?? startOfDay(about.day)
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">
<id>${feedId(about)}</id>
<title>${escaped(titleOf(about))}</title>
<updated>${updated}</updated>
<author><name>${escaped(about.office)}</name></author>
<link rel="self" type="application/atom+xml" href="accounts.atom"/>
<link rel="alternate" type="text/html" href="index.html"/>
${entries.map(entryOf).join('')}</feed>
`
}

function entryOf(entry: DirectoryEntry): string {
  const { id, name, unit, platform, platformLabel, url, stateLabel, changedAt, filingNumber } = entry
  const facts = [unit, platformLabel, stateLabel, `备案号 ${filingNumber}`]
  return `<entry>
<id>urn:uuid:${id}</id>
<title>${escaped(name)}</title>
<updated>${changedAt}</updated>
<author><name>${escaped(unit)}</name></author>
<link rel="alternate" type="text/html" href="index.html#a-${id}"/>
${url ? `<link rel="related" href="${escaped(url)}"/>\n` : ''}<category term="${platform}" label="${escaped(platformLabel)}"/>
<summary>${escaped(facts.join('　'))}</summary>
</entry>
`
}

/** A name of its own for each district's feed that no domain has to be asked for (RFC 9562, version 8). */
function feedId({ districtId }: About): string {
  const hash = createHash('sha256').update(`政务新媒体名录/${districtId}`).digest('hex')
  const variant = ((Number.parseInt(hash.charAt(16), 16) & 3) | 8).toString(16)
  return `urn:uuid:${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-${variant}${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

// Control characters are no XML at all, however they are written (XML 1.0, 2.2).
const escaped = (text: string) =>
  text
    .toWellFormed()
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
