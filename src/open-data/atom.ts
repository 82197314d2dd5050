import { type CivilDate, formatDayZh, startOfDay } from '../calendar/index.ts'
import { atomId, atomText } from '../documents/index.ts'
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
<id>${atomId(`政务新媒体监管文件/${districtId}`)}</id>
<title>${atomText(`${district}政务新媒体监管文件${demo ? '（演示数据，并非真实情况）' : ''}`)}</title>
<updated>${startOfDay(newest)}</updated>
<author><name>${atomText(office)}</name></author>
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
<title>${atomText(title.replaceAll(/\s+/g, ''))}</title>
<published>${startOfDay(issuedOn)}</published>
<updated>${startOfDay(issuedOn)}</updated>
<author><name>${atomText(issuer)}</name></author>
<link rel="alternate" type="text/html" href="/public-data/${districtId}"/>
<category term="${variant}" label="${atomText(variantLabels[variant])}"/>
<summary>${atomText([...number, `${formatDayZh(issuedOn)}印发`].join('　'))}</summary>
</entry>
`
}
