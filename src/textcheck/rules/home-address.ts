import { defineRule } from '../model.ts'

const NUMBER = '[0-9０-９一二三四五六七八九十百]{1,5}'
// Behind a word that says somebody lives there: down to the group of a village or the number of a house.
const LIVES = new RegExp(
  `(?:家庭住址|户籍地址|户籍地|居住地址|现住址|住址|家住|现住|暂住|居住在|户籍在)[为是在：:于]?([^，。；;\\n]{2,40}?(?:村|社区|屯|寨|庄|路|街|巷|弄|小区|花园|公寓|家园|新村)[^，。；;\\n]{0,16}?${NUMBER}(?:村民小组|组|号|栋|幢|楼|单元|室|户)(?:[^，。；;\\n]{0,6}?${NUMBER}(?:号楼|栋|幢|楼|单元|室|号|户))*)`,
  'gu',
)
// Building, entrance and flat in a row: offices have no entrances.
const FLAT = new RegExp(`(?:${NUMBER}|[A-Za-z])(?:号楼|栋|幢|座)${NUMBER}单元(?:${NUMBER}(?:室|号|户)?)?`, 'gu')

const WHY = '具体到村组、门牌的住址属于个人信息，请只写到乡镇（街道）一级，或确认为办公地址。'

/** 住址 below the level of a town. */
export const homeAddress = defineRule({
  id: 'home-address',
  kind: 'privacy',
  gate: 'secrecy',
  severity: 'confirm',
  source: '个人信息保护法第四条；政务新媒体检查通报（个人信息未脱敏）',
  *find(text) {
    if (/住|户籍/u.test(text))
      for (const { 0: found, 1: address = '', index } of text.matchAll(LIVES)) {
        const end = index + found.length
        yield {
          start: end - address.length,
          end,
          observed: masked(address),
          suggestion: masked(address),
          confidence: 0.85,
          why: WHY,
        }
      }
    if (text.includes('单元'))
      for (const { 0: found, index } of text.matchAll(FLAT))
        yield {
          start: index,
          end: index + found.length,
          observed: masked(found),
          suggestion: masked(found),
          confidence: 0.6,
          why: WHY,
        }
  },
})

// The town may be named; what stands behind it is left out.
function masked(address: string): string {
  const town = /^.*?(?:镇|乡|街道|苏木|区|县|市)/u.exec(address)?.[0] ?? ''
  return `${town}***`
}
