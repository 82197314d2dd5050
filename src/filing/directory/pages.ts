import { formatDayZh, type CivilDate } from '../../calendar/index.ts'
import type { DirectoryEntry } from './entries.ts'

/** The pages of the public directory, as text; they stand alone, without a server. */
export type About = { district: string; office: string; day: CivilDate }

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const titleOf = ({ district }: About) => `${district}政务新媒体名录`

/** One page: a look-up by name, link or identifier, and every account by unit. */
export function directoryHtml(about: About, entries: readonly DirectoryEntry[]): string {
  const title = escaped(titleOf(about))
  const units = [...Map.groupBy(entries, ({ unit }) => unit)]
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="stylesheet" href="directory.css">
<link rel="alternate" type="application/atom+xml" href="accounts.atom" title="${title}">
</head>
<body>
<header>
<h1>${title}</h1>
<p>由${escaped(about.office)}依备案编制，${formatDayZh(about.day)}更新，收录 ${entries.length} 个账号。</p>
</header>
<main>
<section class="ask">
<h2><label for="ask">这个账号是官方的吗</label></h2>
<input id="ask" type="search" placeholder="账号名称、主页链接或账号标识" autocomplete="off">
<div id="answer" role="status" aria-live="polite"></div>
</section>
${units.map(([unit, own]) => unitHtml(unit, own)).join('\n')}
</main>
<footer><p>名录以备案为准。发现冒用本区单位名义的账号，请告知${escaped(about.office)}。数据：<a href="accounts.json">JSON</a>、<a href="accounts.atom">Atom</a>；校验：<a href="MANIFEST.json">MANIFEST.json</a>。</p></footer>
<script src="directory.js"></script>
</body>
</html>
`
}

const unitHtml = (unit: string, entries: readonly DirectoryEntry[]) => `<section>
<h2>${escaped(unit)}</h2>
<ul>
${entries.map(entryHtml).join('\n')}
</ul>
</section>`

function entryHtml(entry: DirectoryEntry): string {
  const { id, name, formerNames, platformLabel, identifier, url, stateLabel, state, filingNumber } = entry
  const shown = url ? `<a href="${escaped(url)}" rel="noopener">${escaped(name)}</a>` : escaped(name)
  const facts = [
    platformLabel,
    ...(identifier ? [`账号标识 ${identifier}`] : []),
    ...(formerNames.length > 0 ? [`曾用名 ${formerNames.join('、')}`] : []),
    ...(filingNumber ? [`备案号 ${filingNumber}`] : []),
    ...(state === 'running' ? [] : [stateLabel]),
  ]
  const words = [name, ...formerNames, identifier ?? '', url ?? ''].join('\n')
  return `<li id="a-${id}" data-words="${escaped(words)}"><img src="qr/${id}.svg" width="72" height="72" alt="${escaped(name)}的二维码" loading="lazy"><div><b>${shown}</b><small>${escaped(facts.join('　'))}</small></div></li>`
}

export const directoryCss = `:root{color-scheme:light}*{box-sizing:border-box}body{margin:0;font:16px/1.7 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;color:#1b2027;background:#f3f4f5}header{background:#fff;border-bottom:3px double #a50f14;padding:20px 24px}h1{margin:0;font:700 1.6rem/1.4 'STZhongsong','Noto Serif CJK SC','SimSun',serif;color:#a50f14}header p,footer p{margin:4px 0 0;color:#434b55;font-size:.9rem}main{max-width:960px;margin:0 auto;padding:16px 24px}section{background:#fff;border:1px solid #dfe2e6;border-radius:4px;margin:0 0 16px;padding:12px 16px}h2{margin:0 0 8px;font-size:1.05rem}ul{list-style:none;margin:0;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(280px,1fr));gap:12px}li{display:flex;gap:12px;align-items:center}li small{display:block;color:#434b55}a{color:#1a5296}input{width:100%;height:44px;padding:0 12px;font:inherit;border:1px solid #5d6671;border-radius:4px}input:focus{outline:3px solid #b4cae4}#answer{margin-top:8px;min-height:1.7em}#answer.yes{color:#1c6a42}#answer.no{color:#855000}footer{max-width:960px;margin:0 auto;padding:0 24px 32px}@media print{.ask{display:none}}
`

/** The look-up: in the page itself, without asking anybody. */
export const directoryJs = `'use strict'
;(function () {
  var plain = function (text) {
    return text.normalize('NFKC').toLowerCase().replace(/^https?:\\/\\/(www\\.)?/, '').replace(/[\\s\\/]+$/, '').replace(/[\\s·・_\\-—“”"'《》()（）]/g, '')
  }
  var items = Array.prototype.slice.call(document.querySelectorAll('li[data-words]')).map(function (item) {
    return { item: item, words: item.getAttribute('data-words').split('\\n').filter(Boolean).map(plain) }
  })
  var box = document.getElementById('answer')
  document.getElementById('ask').addEventListener('input', function (event) {
    var asked = plain(event.target.value)
    box.className = ''
    box.textContent = ''
    if (asked.length < 2) return
    var exact = items.filter(function (one) { return one.words.indexOf(asked) >= 0 })
    var near = exact.length ? [] : items.filter(function (one) { return one.words.some(function (word) { return word.indexOf(asked) >= 0 }) })
    box.className = exact.length ? 'yes' : 'no'
    box.append(exact.length ? '是。名录中有这个账号：' : near.length ? '名录中没有完全一致的账号，相近的有：' : '名录中没有这个账号，请谨慎辨别，并向主管单位核实。')
    ;(exact.length ? exact : near).slice(0, 8).forEach(function (one) {
      var link = document.createElement('a')
      link.href = '#' + one.item.id
      link.textContent = one.item.querySelector('b').textContent + '（' + one.item.closest('section').querySelector('h2').textContent + '）'
      box.append(document.createElement('br'), link)
    })
  })
})()
`

const day = (value: CivilDate) => `${value}T00:00:00+08:00`

/** RFC 4287: an entry an account, so that a change can be followed. */
export function directoryAtom(about: About, entries: readonly DirectoryEntry[]): string {
  const entry = (one: DirectoryEntry) =>
    `<entry><id>urn:uuid:${one.id}</id><title>${escaped(one.name)}</title><updated>${day(one.filedOn ?? about.day)}</updated><author><name>${escaped(one.unit)}</name></author>${one.url ? `<link href="${escaped(one.url)}"/>` : ''}<category term="${one.platform}" label="${escaped(one.platformLabel)}"/><summary>${escaped(`${one.unit}　${one.platformLabel}　${one.stateLabel}`)}</summary></entry>`
  return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:govmedia:directory:${escaped(about.district)}</id><title>${escaped(titleOf(about))}</title><updated>${day(about.day)}</updated><author><name>${escaped(about.office)}</name></author>
${entries.map(entry).join('\n')}
</feed>
`
}
