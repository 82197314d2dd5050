import { plainUnitName } from '../../registry/index.ts'
import { type Platform, platforms, readPlatform } from '../../vocabulary/platforms.ts'

type Ledger = {
  district: { name: string; shortName: string }
  units: readonly { id: string; name: string; shortName: string | null }[]
  accounts: readonly { id: string; unitId: string; name: string; platform: Platform }[]
}

export type ReadLine = { unitId: string; accountId: string | null; note: string }

const cellsOf = (line: string): string[] => line.split(/[\t｜|]/u).map((cell) => cell.trim())
const plain = (text: string) => text.normalize('NFKC').replace(/\s+/gu, '')

/**
 * Whom a circular names, a line each as typed or pasted from a table: 单位｜账号｜平台｜通报内容; account and platform may be
 * left out. Every line that can't be read is told, with what to do; a line is never guessed.
 */
export function readLines(text: string, ledger: Ledger): { lines: ReadLine[]; faults: string[] } {
  const lines: ReadLine[] = []
  const faults: string[] = []
  for (const [at, line] of text.split(/\r?\n/u).entries()) {
    if (line.trim() === '') continue
    const read = readLine(cellsOf(line), ledger)
    if (typeof read === 'string') faults.push(`第${at + 1}行${read}`)
    else lines.push(read)
  }
  return { lines, faults }
}

function readLine(cells: string[], ledger: Ledger): ReadLine | string {
  const [unitName = '', ...rest] = cells
  const note = rest.at(-1) ?? ''
  const [accountName = '', platformName = ''] = rest.slice(0, -1)
  if (note === '') return '没有写通报内容，应写作“单位｜账号｜平台｜通报内容”'
  const wanted = plainUnitName(unitName, ledger.district)
  const units = ledger.units.filter(
    ({ name, shortName }) =>
      plainUnitName(name, ledger.district) === wanted ||
      (shortName !== null && plainUnitName(shortName, ledger.district) === wanted),
  )
  const [unit, other] = units
  if (!unit || unitName === '') return `单位“${unitName}”不在台账中，请核对名称，或先登记单位`
  if (other) return `单位“${unitName}”在台账中有多个，请写全称`
  if (accountName === '') return { unitId: unit.id, accountId: null, note }
  const platform = platformName === '' ? undefined : readPlatform(platformName)
  if (platformName !== '' && !platform) return `平台“${platformName}”不能识别，请写“微信公众号”“新浪微博”等`
  const accounts = ledger.accounts.filter(
    (one) =>
      one.unitId === unit.id &&
      plain(one.name) === plain(accountName) &&
      (!platform || platforms[one.platform].family === platforms[platform].family),
  )
  const [account, second] = accounts
  if (!account) return `账号“${accountName}”不在“${unit.name}”名下，请核对名称、平台，或先登记账号`
  if (second) return `账号“${accountName}”在“${unit.name}”名下有多个，请写明平台`
  return { unitId: unit.id, accountId: account.id, note }
}
