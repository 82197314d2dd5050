import { describe, expect, it } from 'vitest'
import { shownHtml } from './pictures.ts'
import { markedHtml, plainOf } from './plain.ts'
import { sanitiseText } from './sanitise.ts'
import { fromTypedLines, typedLines } from './typed-lines.ts'

const file = '01990000-0000-7000-8000-000000000001'
const png = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64')

describe('what is pasted', () => {
  it.each<[string, string, string]>([
    [
      'from a WeChat editor: nested sections become paragraphs, a picture that loads late keeps its address',
      '<section style="color:red"><section><p><span style="font-size:17px">第一段</span></p><p>&nbsp;</p></section><section><img data-src="https://mmbiz.qpic.cn/a.png" src="data:image/gif;base64,R0lG" alt="图"></section>第二段</section>',
      '<p>第一段</p>\n<figure><img data-remote="https://mmbiz.qpic.cn/a.png" alt="图"></figure>\n<p>第二段</p>',
    ],
    [
      'from Word: numbers of lists, bold and tables stay, its own marks go',
      '<!--[if gte mso 9]><xml><o:x/></xml><![endif]--><style>p{}</style><p class=MsoNormal><b>一、</b>总体\n要求<o:p></o:p></p><p class=MsoListParagraph><![if !supportLists]>1.<![endif]>检修</p><table><tr><td><p>甲</p><p>乙</p></td><td>1</td></tr></table>',
      '<p><strong>一、</strong>总体要求</p>\n<p>1.检修</p>\n<table><tbody><tr><td>甲<br>乙</td><td>1</td></tr></tbody></table>',
    ],
    [
      'with scripts, handlers and addresses that run: nothing of them stays',
      '<p onclick="x()">好<script>alert(1)</script><a href="javascript:x()">链</a><a href="https://a.cn/">接</a><iframe src="//x"></iframe><svg><script>1</script></svg></p><img src=x onerror=alert(1)>',
      '<p>好<a>链</a><a href="https://a.cn/">接</a></p>\n<figure><img data-remote="" alt=""></figure>',
    ],
    ['that is no markup at all', 'a < b & c', '<p>a &lt; b &amp; c</p>'],
    [
      'with emoji, signs without width and right-to-left marks',
      '<p>👨‍👩‍👧停\u200b水\u202e</p>',
      '<p>👨‍👩‍👧停\u200b水\u202e</p>',
    ],
    [
      'with a picture of ours',
      `<p>前<img data-file="${file}" onload="x" alt="a">后</p>`,
      `<p>前</p>\n<figure><img data-file="${file}" alt="a"></figure>\n<p>后</p>`,
    ],
  ])('%s', (_, typed, kept) => {
    const { html } = sanitiseText(
      typed.replace('<table><tr>', '<table><tbody><tr>').replace('</tr></table>', '</tr></tbody></table>'),
    )
    expect(html).toBe(kept)
    // What is kept comes out of the same door unchanged, or every save would alter it.
    expect(sanitiseText(shownHtml(html, (id) => `/p/${id}`)).html).toBe(html)
  })

  it('pictures inside it are taken out', () => {
    const { html, embedded } = sanitiseText(`<p>一</p><img src="data:image/png;base64,${png}">`)
    expect(html).toBe('<p>一</p>\n<figure><img data-embedded="0" alt=""></figure>')
    expect(embedded.map((bytes) => Buffer.from(bytes).toString('base64'))).toEqual([png])
  })

  it('nested twenty thousand deep, or 5 MB from Word, is read within seconds and loses no word', () => {
    expect(sanitiseText(`${'<div>'.repeat(20_000)}深`).plain).toBe('深')
    const paragraph = `<p class=MsoNormal style='margin:0cm'><span lang=EN-US style='font-size:12.0pt;font-family:宋体'>停水检修通知<o:p></o:p></span></p>`
    const count = Math.ceil(5_000_000 / Buffer.byteLength(paragraph))
    expect(sanitiseText(paragraph.repeat(count)).plain.split('\n')).toHaveLength(count)
  }, 20_000)
})

describe('marks', () => {
  it('stand where the words are, over tags and cells', () => {
    const { html, plain } = sanitiseText('<p>办事<b>效率</b>底</p><ul><li>甲</li></ul>')
    expect(plain).toBe('办事效率底\n甲')
    const start = plain.indexOf('效率底')
    const mark = { start, end: start + 3, id: 'f0', tone: 'confirm', label: '应为低' }
    expect(markedHtml(html, [mark, { ...mark, id: 'f1', start: start + 1 }])).toBe(
      '<p>办事<strong><mark id="f0" class="confirm" title="应为低">效率</mark></strong><mark class="confirm" title="应为低">底</mark></p>\n<ul><li>甲</li></ul>',
    )
    expect(markedHtml(html, [])).toBe(html)
  })
})

describe('a page without script', () => {
  const base = `<p><strong>一</strong>段</p>\n<figure><img data-file="${file}" alt=""></figure>\n<ul><li>甲</li><li>乙</li></ul>\n<hr>`
  it('shows words and places, and what is not touched keeps its looks', () => {
    expect(typedLines(base)).toBe('一段\n\n［图片1］\n\n甲\n乙\n\n————')
    expect(fromTypedLines(typedLines(base), base)).toBe(base)
    expect(fromTypedLines('新<段>\n\n［图片1］\r\n一段', base)).toBe(
      `<p>新&lt;段&gt;</p>\n<figure><img data-file="${file}" alt=""></figure>\n<p><strong>一</strong>段</p>`,
    )
    expect(plainOf(fromTypedLines('', base))).toBe('')
  })
})
