/**
 * The name of a body in the form in which names are compared: half-width, without blanks, without the district's own
 * prefix (区教育局, 临湖区教育局 and 某某市临湖区教育局 are one; 邻县的教育局 is not), 镇 for 镇人民政府, 街道 for 街道办事处.
 * Whatever remains different is for a person to judge.
 */
export function canonicalEntity(name: string, districtName: string): string {
  const folded = name.normalize('NFKC').replace(/[\s·]/gu, '').toLowerCase()
  return withoutDistrict(folded, districtName)
    .replace('人民政府', '政府')
    .replace(/(镇|乡)政府$/, '$1')
    .replace(/街道(?:办事处|办)$/, '街道')
}

const UPPER = /^(?:[\p{Script=Han}]{2,8}?(?:省|自治区))?(?:[\p{Script=Han}]{2,8}?(?:市|自治州|盟|地区))?/u

function withoutDistrict(name: string, districtName: string): string {
  const bare = districtName.slice(0, -1)
  const kind = districtName.slice(-1)
  const local = name.replace(UPPER, '')
  for (const [from, prefix] of [
    [name, districtName],
    [local, districtName],
    [name, bare],
    [name, kind],
  ] as const)
    if (prefix !== '' && from.startsWith(prefix) && from.length > prefix.length + 1) return from.slice(prefix.length)
  return name
}
