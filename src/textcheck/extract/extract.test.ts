import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeZip } from '../../../tests/support/zip-writer.ts'
import { civilDate } from '../../calendar/index.ts'
import { Refusal } from '../../vocabulary/refusals/index.ts'
import { checkText, seedLexicon, standardRules } from '../index.ts'
import { extractText } from './index.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)
const said = (bytes: Uint8Array, name?: string) => extractText(bytes, name).text
const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
const paper = (body: string, more: Parameters<typeof makeZip>[0] = []) =>
  makeZip([
    { name: '[Content_Types].xml', data: '<Types/>' },
    { name: 'word/document.xml', data: `<w:document ${W}><w:body>${body}</w:body></w:document>` },
    ...more,
  ])
const refusedWith = (code: string) => expect.objectContaining({ code })

describe('plain text', () => {
  // 《关于做好备案工作的通知》 in GB18030.
  const gb = Buffer.from('a1b6b9d8d3dad7f6bac3b1b8b0b8b9a4d7f7b5c4cda8d6aaa1b7', 'hex')

  it.each([
    ['UTF-8', utf8('办事效率低')],
    ['UTF-8 with its mark', Buffer.concat([Buffer.from('efbbbf', 'hex'), utf8('办事效率低')])],
    ['UTF-16 of 记事本', Buffer.concat([Buffer.from('fffe', 'hex'), Buffer.from('办事效率低', 'utf16le')])],
  ])('is read in %s', (_name, bytes) => expect(said(bytes)).toBe('办事效率低'))

  it('is read in GB18030, which old programs write', () => expect(said(gb)).toBe('《关于做好备案工作的通知》'))

  it('has one kind of line end', () => expect(said(utf8('一\r\n二\r三'))).toBe('一\n二\n三'))

  it('with damaged UTF-8 is refused with the line, and never read as other letters', () => {
    const broken = Buffer.from(utf8('第一行没有问题。\n第二行有一个坏字节，后面都是好的。'))
    broken[40] = 0xff
    expect(() => said(broken)).toThrow(/第一处在第 2 行/)
    expect(() => said(Buffer.from([0xff, 0xff, 0x81, 0x20]))).toThrow(refusedWith('text.encoding-unknown'))
    expect(() => said(new Uint8Array())).toThrow(refusedWith('text.file-empty'))
  })

  it('is told from what is no text', () => {
    expect(() => said(Buffer.from('89504e470d0a1a0a00', 'hex'))).toThrow(/图片里的文字没有检查/)
    expect(() => said(Buffer.from('%PDF-1.7'))).toThrow(refusedWith('text.kind'))
    expect(() => said(Buffer.from('d0cf11e0a1b11ae100', 'hex'))).toThrow(refusedWith('text.kind'))
  })
})

describe('a page', () => {
  it('is read as a browser shows it: blanks fall together, wrapped Chinese lines join, scripts are silent', () => {
    const html =
      '<html><head><title>标题</title><style>p{}</style></head><body><p>全区政务\n  新媒体</p><p>Gov\nMedia&nbsp;平台<br>第二行</p><script>alert(1)</script><table><tr><td>甲</td> <td>乙</td></tr></table></body></html>'
    expect(said(utf8(html))).toBe('全区政务新媒体\nGov Media\u00a0平台\n第二行\n甲\t乙\n')
  })

  it('keeps where its links lead and says what it did not look at', () => {
    const { text, links, notChecked } = extractText(
      utf8(
        '<p>请 <a href="http://10.0.0.1/a">点击这里</a>。</p><img src="a.png"><img width="1" src="b"><video></video>',
      ),
    )
    expect(links.map(({ href, start, end }) => [href, text.slice(start, end)])).toEqual([
      ['http://10.0.0.1/a', '点击这里'],
    ])
    expect(notChecked.map(({ part, why }) => [part, /\d+/.exec(why)?.[0]])).toEqual([
      ['images', '1'],
      ['attachments', '1'],
    ])
  })

  it('of 5 MB out of Word is read whole', () => {
    const one =
      "<p class=MsoNormal style='text-indent:24.0pt'><span lang=EN-US style='font-family:\"仿宋\"'>全区政务新媒体</span><o:p></o:p></p>\r\n"
    const page = `<html xmlns:o="urn:schemas-microsoft-com:office:office"><body>${one.repeat(Math.ceil(5_000_000 / one.length))}</body></html>`
    expect(said(utf8(page)).split('\n').length).toBeGreaterThan(30_000)
  })

  it('nested like an attack is refused', () =>
    expect(() => said(utf8(`${'<b>'.repeat(500_000)}${'</i>'.repeat(500_000)}`), 'a.html')).toThrow(
      refusedWith('text.nested-too-deep'),
    ))
})

describe('a Word document', () => {
  it('says its paragraphs, boxes and notes; what was deleted is not said', () => {
    const body =
      '<w:p><w:r><w:t>关于</w:t></w:r><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:t xml:space="preserve">备案 &amp; 清理</w:t><w:tab/><w:t>通知</w:t></w:r></w:p>' +
      '<w:p><w:hyperlink r:id="rId1"><w:r><w:t>登录系统</w:t></w:r></w:hyperlink><mc:AlternateContent><mc:Choice><w:t>框</w:t></mc:Choice><mc:Fallback><w:t>框</w:t></mc:Fallback></mc:AlternateContent></w:p>'
    const { text, links, format } = extractText(
      paper(body, [
        {
          name: 'word/_rels/document.xml.rels',
          data: '<Relationships><Relationship Id="rId1" Type="http://x/hyperlink" Target="http://localhost/a?b=1&amp;c=2" TargetMode="External"/></Relationships>',
        },
        { name: 'word/footnotes.xml', data: `<w:footnotes ${W}><w:p><w:t>注</w:t></w:p></w:footnotes>` },
      ]),
    )
    expect([format, text]).toEqual(['docx', '关于备案 & 清理\t通知\n登录系统框\n注\n'])
    expect(links).toEqual([{ href: 'http://localhost/a?b=1&c=2', start: 13, end: 17 }])
  })

  it('with pictures alone is said not to have been read', () => {
    const { notChecked } = extractText(paper('<w:p><w:drawing><a:blip r:embed="rId5"/></w:drawing></w:p>'))
    expect(notChecked).toEqual([{ part: 'images', why: '有 1 张图片，图片里的文字没有检查，请人工核对。' }])
  })

  it.each([
    ['swells when unpacked', () => paper(`<w:p><w:t>${' '.repeat(30_000_000)}</w:t></w:p>`), 'text.expands-too-far'],
    [
      'lies about its size',
      () => paper('', [{ name: 'a', data: 'x', says: { size: 900_000_000 } }]),
      'text.expands-too-far',
    ],
    ['is cut off', () => paper('<w:p/>').subarray(0, 200), 'text.damaged'],
    [
      'declares entities',
      () => makeZip([{ name: 'word/document.xml', data: '<!DOCTYPE a [<!ENTITY b "c">]><w:p/>' }]),
      'text.damaged',
    ],
    ['is a workbook', () => makeZip([{ name: 'xl/workbook.xml', data: '<a/>' }]), 'text.kind'],
  ])('that %s is refused', (_name, make, code) => expect(() => said(make())).toThrow(refusedWith(code)))
})

it('whatever the bytes are, there are findings within the text or a refusal, and never anything else', () => {
  const whole = [
    Buffer.from('<p>2026年2月30日，<a href="http://10.0.0.1">链接</a>138\u200b12345678</p>'),
    paper('<w:p><w:t>攻府公告 &amp; 通知</w:t></w:p>'),
    Buffer.from('关于“备案”的通知（国办发【2018】123号）\n一、二\ud83d\ude00'),
  ]
  const change = fc.record({ at: fc.nat(), byte: fc.nat(255) })
  const given = fc.record({ of: fc.nat(2), changes: fc.array(change, { maxLength: 5 }), cut: fc.option(fc.nat()) })
  const on = civilDate('2026-10-12')
  const isSound = (bytes: Uint8Array): boolean => {
    try {
      const { text, links } = extractText(bytes)
      const { findings } = checkText(text, { rules: standardRules, lexicons: seedLexicon(), on, links })
      return findings.every(({ start, end }) => 0 <= start && start <= end && end <= text.length)
    } catch (error) {
      return error instanceof Refusal
    }
  }
  fc.assert(
    fc.property(given, ({ of, changes, cut }) => {
      const bytes = Buffer.from(whole[of]!)
      for (const { at, byte } of changes) bytes[at % bytes.length] = byte
      expect(isSound(bytes.subarray(0, cut === null ? bytes.length : cut % bytes.length))).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})
