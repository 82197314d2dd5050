import type { Sheet } from './sheet.ts'

/** docProps/core.xml, written by us, because the library dates the file by the running clock. The day is Shanghai's, so is its midnight. */
export function coreProperties({ title, office, day }: Pick<Sheet, 'title' | 'office' | 'day'>): string {
  const moment = `<dcterms:TYPE xsi:type="dcterms:W3CDTF">${day}T00:00:00+08:00</dcterms:TYPE>`
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"' +
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"' +
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${xml(title)}</dc:title><dc:creator>${xml(office)}</dc:creator><dc:language>zh-CN</dc:language>` +
    `${moment.replaceAll('TYPE', 'created')}${moment.replaceAll('TYPE', 'modified')}</cp:coreProperties>`
  )
}

function xml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
