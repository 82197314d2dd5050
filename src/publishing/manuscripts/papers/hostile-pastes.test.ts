import { expect, it } from 'vitest'
import { districtId } from '../../../../tests/support/monitored-district.ts'
import { manuscriptDesk } from '../../../../tests/support/manuscript-desk.ts'
import { htmlparser2 } from '../../../collection/index.ts'
import { civilDate } from '../../../calendar/index.ts'
import { unpackFiles } from '../../../documents/index.ts'
import { readVersion } from '../queries.ts'
import { shownHtml } from '../rich-text/pictures.ts'
import { sanitiseText } from '../rich-text/sanitise.ts'
import { exportText } from './export-text.ts'

const day = civilDate('2026-10-12')
const nested = (depth: number): string =>
  depth === 0 ? '芯' : `<table><tr><td>层${depth}${nested(depth - 1)}底${depth}</td></tr></table>`

/** What is pasted, and the words of it that a reader must find again in every export, in their order. */
const pastes: readonly (readonly [name: string, pasted: string, words: readonly string[]])[] = [
  [
    'mathematics that a browser reads a second time otherwise',
    '<p>前</p><math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">字',
    ['前', '字'],
  ],
  ['a drawing that closes a paragraph', '前<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">', ['前']],
  [
    'words of a text that moves, as WeChat editors make it',
    '<p>一</p><svg viewBox="0 0 1 1"><foreignObject><section><p onclick="x()">点开可见</p></section></foreignObject><text>图中字</text><animate onbegin="alert(1)" /><script>alert(1)</script></svg>二',
    ['一', '点开可见', '图中字', '二'],
  ],
  ['a formula', '<p>设</p><math><mi>x</mi><mo>=</mo><mn>27</mn></math>', ['设', 'x=27']],
  ['what stands for want of script', '前<noscript><p title="</noscript><img src=x onerror=alert(1)>">中</p>后', ['前']],
  [
    'comments that end in other ways',
    '甲<!-->乙<!--x--!>丙<!--->丁<!-- <script>alert(1)</script> -->戊',
    ['甲', '乙', '丙', '丁', '戊'],
  ],
  [
    'comments and islands of Word',
    '<!--[if gte mso 9]><xml><w:x>alert(1)</w:x></xml><![endif]--><![if !vml]><p class=MsoNormal>正<o:p>文</o:p></p><![endif]><xml><o:x>alert(1)</o:x></xml><v:shape><v:textbox>框中</v:textbox></v:shape>',
    ['正文', '框中'],
  ],
  [
    'links that run',
    '<a href="javascript:alert(1)">一</a><a href="java&#10;script:alert(1)">二</a><a href="&#1;javascript&colon;alert(1)">三</a><a href=" data:text/html,<script>alert(1)</script>">四</a><a href="vbscript:x">五</a><a href="JaVaScRiPt&#x3A;alert(1)">六</a>',
    ['一二三四五六'],
  ],
  [
    'links that lead nowhere a reader can see',
    '<a href="//a.cn">一</a><a href="/x">二</a><a href="#x">三</a><a href="https:\\\\a.cn">四</a><a href="https://a.cn/&#10;b">五</a><a href="https://a.cn/b?c=1&amp;d=2">六</a>',
    ['一二三四五六'],
  ],
  [
    'pictures that run or break a line',
    '字<img src=x onerror=alert(1) srcset="javascript:alert(1) 2x"><img src="data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+"><img data-remote="javascript:alert(1)"><img data-remote="https://a.cn/&#10;b" alt="图&#10;片&#8;">尾',
    ['字', '尾'],
  ],
  [
    'styles that load',
    '<style>@import url(javascript:alert(1))</style><link rel=stylesheet href=//x><p style="background:url(javascript:alert(1));behavior:url(x)">字</p>',
    ['字'],
  ],
  [
    'what turns a page',
    '<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=javascript:alert(1)"><body onload=alert(1) background="javascript:alert(1)">字<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">钮</button></form>',
    ['字', '钮'],
  ],
  [
    'frames and things within',
    '前<iframe srcdoc="<script>alert(1)</script>"></iframe><embed src=x><object data="javascript:alert(1)"></object><video src=x onerror=alert(1)></video>后',
    ['前', '后'],
  ],
  ['a template', '<template><p>模</p><script>alert(1)</script></template>后', ['模', '后']],
  ['words of a field', '<p>前</p><textarea>填的字</textarea>后', ['前', '填的字', '后']],
  [
    'tags within tags',
    '<script/src=x></script>甲<scr<script>ipt></script><svg/onload=alert(1)>乙<p/onclick=alert(1)>丙',
    ['甲', '乙', '丙'],
  ],
  ['signs that no paper takes', '<p>一&#8;二&#xFFFE;三&#x1F;四&#13;五</p>', ['一二三四五']],
  [
    'a table within a table',
    '<table><caption>表题</caption><tr><td>外<table><tr><td>内甲</td><td>内乙</td></tr></table>后</td><td>二</td></tr></table>',
    ['表题', '外', '内甲', '内乙', '后', '二'],
  ],
  ['tables twelve deep', nested(12), ['层12', '层1', '芯', '底1', '底12']],
  [
    'a list in a cell',
    '<table><tr><td>甲<ul><li>子</li><li>丑</li></ul>乙</td><td>丙</td></tr></table>',
    ['甲', '子', '丑', '乙', '丙'],
  ],
  ['a list within a list', '<ol><li>甲<ul><li>乙</li></ul>丙</li><li>丁</li></ol>', ['甲', '乙', '丙', '丁']],
  [
    'cells and items without their table or list',
    '<td>孤</td><tr>行</tr><li>项</li><table>散<tr>边<td>格</td></tr></table>',
    ['孤', '行', '项', '散', '边', '格'],
  ],
  [
    'cells that say more than a number',
    '<table><tr><td colspan="2&#10;3" rowspan="x" onclick=alert(1)>甲</td><td colspan="2">乙</td></tr></table>',
    ['甲', '乙'],
  ],
  ['tags that overlap', '<b><p>粗</b>细</p><i>斜<div>下</i>后', ['粗', '细', '斜', '下', '后']],
]

const TAGS = new Set(
  'p h2 h3 ul ol li blockquote table tbody tr td th figure strong em u s sub sup a br hr img'.split(' '),
)
const ATTRIBUTES = /^(?:a href|img (?:data-file|data-remote|data-embedded|alt)|t[dh] (?:colspan|rowspan))$/

/** What of kept markup may not be there. */
function strange(html: string): string[] {
  const found: string[] = []
  const { Parser } = htmlparser2()
  const parser = new Parser({
    onopentag(name, attributes) {
      if (!TAGS.has(name)) found.push(name)
      for (const [key, value] of Object.entries(attributes)) {
        if (!ATTRIBUTES.test(`${name} ${key}`)) found.push(`${name} ${key}`)
        if (/^(?:href|data-remote)$/.test(key) && value !== '' && !/^https?:\/\/[^\s\\]+$/.test(value))
          found.push(value)
        if (key.endsWith('span') && !/^\d+$/.test(value)) found.push(value)
        if (/\n/.test(value)) found.push(`${key} over lines`)
      }
    },
    oncomment: (text) => found.push(text),
    onprocessinginstruction: (text) => found.push(text),
  })
  parser.write(html)
  parser.end()
  return found
}

const inOrder = (text: string, words: readonly string[]) => {
  let at = 0
  return words.filter((word) => {
    const place = text.indexOf(word, at)
    if (place >= 0) at = place + word.length
    return place < 0
  })
}
// oxlint-disable-next-line no-control-regex
const NO_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/

it('a hostile paste leaves no script in what is stored or handed out, and every word stands in each of the three', async () => {
  const { deps, draft } = await manuscriptDesk()
  for (const [name, pasted, words] of pastes) {
    const id = await draft({ html: pasted })
    const text = (await readVersion(deps.db, districtId, id, 1))!
    expect(strange(text.body), name).toEqual([])
    expect(inOrder(text.plain, words), `${name}: plain`).toEqual([])
    // What is kept comes through the same door unchanged.
    expect(sanitiseText(shownHtml(text.body, (file) => `/p/${file}`)).html, name).toBe(text.body)
    const asked = {
      districtId,
      unitName: '临湖区水务局',
      text,
      bylines: { author: '卢景明', reviewers: [], signer: null },
      day,
    }
    const [html, txt, docx] = await Promise.all(
      (['html', 'txt', 'docx'] as const).map(async (format) => (await exportText(deps, { ...asked, format })).bytes),
    )
    const markup = Buffer.from(html!).toString('utf8')
    expect(markup, name).not.toMatch(
      /<(?:script|style|iframe|svg|math|object|embed|base|link|form)|\son\w+=|(?:java|vb)script:|data:text/i,
    )
    const said = Buffer.from(txt!).toString('utf8')
    expect(inOrder(said, words), `${name}: txt`).toEqual([])
    expect(inOrder(markup.replaceAll(/<[^>]*>/g, ''), words), `${name}: html`).toEqual([])
    const parts = unpackFiles(docx!).filter(({ path }) => /\.(?:xml|rels)$/.test(path))
    for (const { bytes } of parts) expect(Buffer.from(bytes).toString('utf8'), name).not.toMatch(NO_XML)
    const document = Buffer.from(parts.find(({ path }) => path === 'word/document.xml')!.bytes).toString('utf8')
    const inPaper = document.replaceAll(/<[^>]*>/g, '')
    for (const word of words) expect(inPaper, `${name}: docx`).toContain(word)
    // Each word once: nothing is told twice either.
    for (const word of words)
      expect(inPaper.split(word).length, `${name}: docx ${word}`).toBe(text.plain.split(word).length)
  }
})
