import { startOfDay } from '../../calendar/index.ts'
import { atomId, atomText } from '../../documents/index.ts'
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
<id>${atomId(`政务新媒体名录/${about.districtId}`)}</id>
<title>${atomText(titleOf(about))}</title>
<updated>${updated}</updated>
<author><name>${atomText(about.office)}</name></author>
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
<title>${atomText(name)}</title>
<updated>${changedAt}</updated>
<author><name>${atomText(unit)}</name></author>
<link rel="alternate" type="text/html" href="index.html#a-${id}"/>
${url ? `<link rel="related" href="${atomText(url)}"/>\n` : ''}<category term="${platform}" label="${atomText(platformLabel)}"/>
<summary>${atomText(facts.join('　'))}</summary>
</entry>
`
}
