import { createHash } from 'node:crypto'
import { type CivilDate, formatDayZh, startOfDay } from '../calendar/index.ts'
import { numberText, type ToldPaper, variantLabels } from '../circulars/index.ts'

type About = { districtId: string; district: string; office: string; asOf: CivilDate; demo: boolean }

/**
 * Issued papers that are 主动公开 as a feed (RFC 4287), the newest first: title, number and day, and where the open data
 * stand. It changes only when a paper is issued or taken back.
 */
export function circularsAtom(about: About, papers: readonly ToldPaper[]): string {
  const { districtId, district, office, asOf, demo } = about
  const newest = papers[0]?.issuedOn ?? asOf
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="zh-CN">
<id>${feedId(districtId)}</id>
<title>${escaped(`${district}政务新媒体监管文件${demo ? '（演示数据，并非真实情况）' : ''}`)}</title>
<updated>${startOfDay(newest)}</updated>
<author><name>${escaped(office)}</name></author>
<link rel="self" type="application/atom+xml" href="/public-data/${districtId}/circulars.atom"/>
<link rel="alternate" type="text/html" href="/public-data/${districtId}"/>
${papers.map((paper) => entryOf(districtId, paper)).join('')}</feed>
`
}

function entryOf(districtId: string, paper: ToldPaper): string {
  const { id, title, variant, issuer, issuedOn, mark, numberYear: year, numberSerial: serial } = paper
  const number = mark === null || year === null || serial === null ? [] : [numberText({ mark, year, serial })]
  return `<entry>
<id>urn:uuid:${id}</id>
<title>${escaped(title.replaceAll(/\s+/g, ''))}</title>
<published>${startOfDay(issuedOn)}</published>
<updated>${startOfDay(issuedOn)}</updated>
<author><name>${escaped(issuer)}</name></author>
<link rel="alternate" type="text/html" href="/public-data/${districtId}"/>
<category term="${variant}" label="${escaped(variantLabels[variant])}"/>
<summary>${escaped([...number, `${formatDayZh(issuedOn)}印发`].join('　'))}</summary>
</entry>
`
}

/** A name of its own for each district's feed that no domain has to be asked for (RFC 9562, version 8). */
function feedId(districtId: string): string {
  const hash = createHash('sha256').update(`政务新媒体监管文件/${districtId}`).digest('hex')
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
