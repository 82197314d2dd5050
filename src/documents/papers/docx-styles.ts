import type { Face, Role } from './sheet.ts'

/** Twentieths of a point, the unit of docx: one line of 28.99 pt, one character of 15.79 pt. */
export const PITCH = 580
export const CHAR = 316
export const mm = (length: number): number => Math.round((length * 1440) / 25.4)

// Names as an office's own machine knows them; Word and WPS fall back by themselves where one is missing.
const FONTS: Record<Face | 'number', string> = {
  fang: '仿宋_GB2312',
  kai: '楷体_GB2312',
  hei: '黑体',
  song: '方正小标宋简体',
  number: '宋体',
}

/** The same font for Chinese and Latin: the figures of a 公文 stand in 仿宋 too. */
export function fontOf(face: Face | 'number'): { ascii: string; eastAsia: string; hAnsi: string; cs: string } {
  const name = FONTS[face]
  return { ascii: name, eastAsia: name, hAnsi: name, cs: name }
}

/** Elements of w:pPr and w:rPr in the order of the schema (ECMA-376-1, CT_PPrBase and EG_RPrBase). */
type Look = { name: string; paragraph?: string; run?: string }

const indent = '<w:ind w:firstLineChars="200" w:firstLine="632"/>'
const centre = '<w:jc w:val="center"/>'
const exactly = (twips: number): string => `<w:spacing w:line="${twips}" w:lineRule="exact"/>`
const wide = '<w:spacing w:val="0"/>'
const size = (halfPoints: number): string => `<w:sz w:val="${halfPoints}"/><w:szCs w:val="${halfPoints}"/>`
const outline = (level: number): string => `<w:outlineLvl w:val="${level}"/>`

/** One paragraph style a role, so that an office changes a look in one place. */
const LOOKS: Record<Role | 'masthead' | 'figure' | 'part' | 'cell' | 'small-cell' | 'foot', Look> = {
  masthead: { name: '发文机关标志', paragraph: centre, run: wide },
  title: { name: '公文标题', paragraph: centre, run: wide + size(44) },
  addressee: { name: '主送机关' },
  'heading-1': { name: 'heading 1', paragraph: indent + outline(0) },
  'heading-2': { name: 'heading 2', paragraph: indent + outline(1) },
  'heading-3': { name: 'heading 3', paragraph: indent + outline(2) },
  paragraph: { name: '公文正文', paragraph: `${indent}<w:jc w:val="both"/>` },
  remark: { name: '附注', paragraph: indent },
  'annex-label': { name: '附件序号' },
  'annex-title': { name: '附件标题', paragraph: centre, run: wide + size(44) },
  caption: { name: '图表标题', paragraph: centre, run: wide + size(24) },
  figure: { name: '公文图', paragraph: `<w:spacing w:line="240" w:lineRule="auto"/>${centre}` },
  part: { name: '公文要素' },
  cell: { name: '表格文字', paragraph: exactly(320), run: wide + size(24) },
  'small-cell': { name: '表格小字', paragraph: exactly(290), run: wide + size(21) },
  foot: { name: '版记', paragraph: exactly(400), run: wide + size(28) },
}

/*
 * 三号仿宋 at 29 pt, no widow control (a page really holds 22 lines), no gap between Chinese and figures. The section
 * declares the grid of 22 x 28; the style itself keeps to it by an exact pitch and a quarter point less a character,
 * because programs disagree about characters wider than a grid cell (16 pt in 15.79 pt; docs/decisions/003-papers.md).
 */
const NORMAL: Look = {
  name: 'Normal',
  paragraph:
    '<w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>' +
    exactly(PITCH),
  run: `${fontsElement()}<w:snapToGrid w:val="0"/><w:spacing w:val="-5"/>${size(32)}<w:lang w:val="zh-CN" w:eastAsia="zh-CN"/>`,
}

/** word/styles.xml of every paper. */
export function stylesXml(): string {
  const styles = Object.entries(LOOKS).map(([id, look]) => styleElement(id, look, '<w:basedOn w:val="Normal"/>'))
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
    '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' +
    `<w:docDefaults><w:rPrDefault><w:rPr>${NORMAL.run}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>` +
    `${styleElement('Normal', NORMAL, '', ' w:default="1"')}${styles.join('')}</w:styles>`
  )
}

function styleElement(id: string, { name, paragraph = '', run = '' }: Look, base: string, flags = ''): string {
  return (
    `<w:style w:type="paragraph"${flags} w:styleId="${id}"><w:name w:val="${name}"/>${base}<w:qFormat/>` +
    `<w:pPr>${paragraph}</w:pPr><w:rPr>${run}</w:rPr></w:style>`
  )
}

function fontsElement(): string {
  const { fang } = FONTS
  return `<w:rFonts w:ascii="${fang}" w:eastAsia="${fang}" w:hAnsi="${fang}" w:cs="${fang}"/>`
}
