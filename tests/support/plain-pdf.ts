/**
 * A PDF of many small pages, each with the same words, the last with words of its own. Its letters are drawn with a Latin font, and
 * what they mean stands in the font's table (ToUnicode), as programs write it for Chinese ones.
 */
export function pdfOfPages(count: number, words: string, last: string): Buffer {
  const letters = [...new Set(`${words}${last}`.replaceAll('\n', ''))]
  const code = (letter: string) => (0x21 + letters.indexOf(letter)).toString(16).padStart(2, '0')
  const drawn = (text: string) =>
    `BT /F 12 Tf 14 TL 20 160 Td ${text
      .split('\n')
      .map((line) => `<${[...line].map(code).join('')}> Tj T*`)
      .join(' ')} ET`
  const meaning = letters.map((letter) => `<${code(letter)}> <${letter.charCodeAt(0).toString(16).padStart(4, '0')}>`)
  const table = `/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /F def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange
${letters.length} beginbfchar
${meaning.join('\n')}
endbfchar endcmap end end`
  const stream = (text: string) => `<< /Length ${text.length} >>\nstream\n${text}\nendstream`
  const first = 6
  const pages = Array.from({ length: count }, (_, at) => first + at)
  const page = (at: number) =>
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Resources << /Font << /F 3 0 R >> >> /Contents ${at === count - 1 ? first + count : 5} 0 R >>`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Count ${count} /Kids [${pages.map((at) => `${at} 0 R`).join(' ')}] >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >>',
    stream(table),
    stream(drawn(words)),
    ...pages.map((_, at) => page(at)),
    stream(drawn(last)),
  ]
  let text = '%PDF-1.7\n'
  const places = objects.map((object, at) => {
    const place = text.length
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const lines = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`)
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${lines.join('')}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`
  return Buffer.from(text, 'latin1')
}
