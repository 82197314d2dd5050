import { describe, expect, it } from 'vitest'
import { instant } from '../../../calendar/index.ts'
import { documentOf } from '../document.ts'
import type { EvidenceRow } from '../model.ts'
import { linesIn } from './lines.ts'
import { PICTURE_IS, picturePage } from './page.tsx'

const kept = (part: string, text = '正文') => documentOf({ text, part }).toString()
const drawn = (part: string, text?: string) => linesIn(kept(part, text))
const said = (part: string) =>
  drawn(part)
    .lines.map(({ cells }) => cells.join('|'))
    .join('\n')

describe('what is drawn of kept evidence', () => {
  it.each([
    ['<p>联系人李某 13812345678</p>', '联系人李某 138****5678'],
    ['<p>138<b>1234</b><i>5678</i></p>', '138****5678'],
    ['<p>138<img src="a.png">12345678</p>', '138****5678\n〔图片〕'],
    ['<p>138\u200b1234\u00ad5678</p>', '138****5678'],
    ['<p>138&#49;2345678</p>', '138****5678'],
    ['<table><tr><td>138</td><td>12345678</td></tr></table>', '138****5678'],
    ['<table><tr><td>138</td><td></td><td>12345678</td></tr></table>', '138****5678'],
    ['<table><tr><td>1</td><td>13812345678</td></tr></table>', '1|138****5678'],
    ['<table><tr><td>电话</td><td>8123456</td></tr></table>', '电话|*****56'],
    ['<p>138<br>1234<br><img src="a.png" alt="8">5678</p>', '138****5678'],
    ['<img alt="电话：0730-8123456">', '〔图片：电话：*********56〕'],
  ])('shows no number that a view masks: %s', (part, wanted) => {
    expect(said(part)).toBe(wanted)
  })

  it('is lines of words: headings, items, rows, named pictures, and of markup nothing', () => {
    const part =
      '<html><head><title>防汛 13812345678</title><meta content="x"></head><body><h1>通知</h1><div>各<a href="https://a.example">部门</a>：</div><ul><li>甲<li>乙</ul><table><tr><th>单位</th><th>数量</th></tr></table><p><img alt="现场" src="b"></p></body></html>'
    expect(drawn(part)).toEqual({
      title: '防汛 138****5678',
      lines: [
        { kind: 'heading', cells: ['通知'] },
        { kind: 'text', cells: ['各部门：'] },
        { kind: 'item', cells: ['甲'] },
        { kind: 'item', cells: ['乙'] },
        { kind: 'row', cells: ['单位', '数量'] },
        { kind: 'media', cells: ['〔图片：现场〕'] },
      ],
      isCut: false,
    })
  })

  it('is the extracted text where no main part was kept, or a feed, which is no page', () => {
    for (const part of ['', '<?xml version="1.0"?><rss><title>源</title></rss>', '{"items":[]}'])
      expect(drawn(part, '第一条\n\n第二条 13812345678')).toEqual({
        title: null,
        lines: [
          { kind: 'text', cells: ['第一条'] },
          { kind: 'text', cells: ['第二条 138****5678'] },
        ],
        isCut: false,
      })
  })

  it('ends at 15,000 letters, or at 150,000 of markup with no number cut in two, and says so', () => {
    const long = drawn('<p>长长长长长长长</p>'.repeat(9_000))
    expect(long.isCut).toBe(true)
    expect(long.lines.flatMap(({ cells }) => cells).join('').length).toBe(15_000)
    const markup = `<p>甲</p><i>${'<i></i>'.repeat(21_426)}`
    expect(drawn(`${markup}<p>13812345678</p>`)).toMatchObject({ lines: [{ cells: ['甲'] }], isCut: true })
  })
})

describe('the page that is drawn', () => {
  const evidence = {
    accountName: '临湖水务<b>',
    kind: 'listed',
    url: 'https://a.example/?tel=13812345678',
    finalUrl: 'https://a.example/?tel=13812345678',
    observedAt: instant('2026-09-25T01:00:00.000Z'),
    sha256: 'a1'.repeat(32),
    isCut: true,
  } as EvidenceRow

  it('says first that it is no screenshot, then whose, from where, when and which text; all of it is text', async () => {
    const part = '<p>&lt;</p><script>alert(1)</script><img src="http://b.example/" onerror="x" alt="<i>">'
    const page = await picturePage(evidence, linesIn(kept(part)), true)
    const words = page.replace(/<style>[^]*<\/style>|<[^>]*>/g, ' ')
    expect(words.trim().startsWith(PICTURE_IS)).toBe(true)
    for (const word of ['临湖水务&lt;b&gt;', 'tel=138****5678', '2026-09-25 09:00', evidence.sha256, 'alert(1)'])
      expect(words).toContain(word)
    expect(words).toContain('采集时内容过长')
    expect(words).toContain('只重现前面的部分')
    expect(page).not.toMatch(/<script|<img|<i>|<link|<a /)
    expect(page).toMatch(/Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-/)
  })
})
