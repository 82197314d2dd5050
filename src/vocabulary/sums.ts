/**
 * A yearly sum as an office writes it, `12000`, `1.2万`, `1,200元/年`, `无`: yuan with two decimals. Undefined: it is none.
 */
export function readYuan(found: string): string | undefined {
  const word = found.normalize('NFKC').replace(/[\s,，]|人民币|[¥￥]/g, '')
  if (/^(?:无|无经费|无专项经费|没有|零)$/.test(word)) return '0.00'
  const [, digits, wan] = /^(\d{1,12}(?:\.\d+)?)(万)?(?:元)?(?:\/年|每年|一年|\/a)?$/.exec(word) ?? []
  const yuan = digits === undefined ? Number.NaN : Number(digits) * (wan ? 10_000 : 1)
  return yuan < 1e12 ? yuan.toFixed(2) : undefined
}
