import { isCivilDate } from '../../calendar/index.ts'
import { plainText } from '../../vocabulary/plain-text.ts'
import { foldings, type ListColumn, type ListKind, type ListRow } from './model.ts'

/** What reading a line needs to know of the district. */
export type Known = {
  readonly unitIds: ReadonlyMap<string, string>
  /** Whoever maintains the list of one unit alone enters lines for it alone. */
  readonly onlyUnit?: string | undefined
}

/** What somebody wrote in a line, by the label of the column. */
export type Written = Pick<ReadonlyMap<string, string>, 'get'>

type Line = { row: ListRow } | { problem: string }

/** Reads lines as somebody wrote them, column label to words: the row, or why there is none. */
export function rowReader(kind: ListKind, known: Known): (written: Written) => Line {
  // Of fifty thousand lines most cells are empty: what stands for nothing is read once.
  const columns = kind.columns.map((column) => ({ column, empty: readCell(column, column.otherwise ?? '', known) }))
  return (written) => {
    const row: Record<string, string | null | string[]> = {}
    for (const { column, empty } of columns) {
      const said = written.get(column.label) ?? ''
      const found = said === '' ? '' : plainText(said).replaceAll(/\s+/g, ' ').trim()
      const read = found === '' ? empty : readCell(column, found, known)
      if ('problem' in read) return read
      row[column.column] = read.value
    }
    const problem = contradictionOf(row)
    return problem === undefined ? { row } : { problem }
  }
}

type Cell = { value: string | null | string[] } | { problem: string }

function readCell({ label, reads, most = 60, isRequired }: ListColumn, found: string, known: Known): Cell {
  // Signs are counted only where there may be too many, or too few below: a sign has one unit or two.
  if (found.length > most && [...found].length > most) return { problem: `“${label}”超过${most}个字` }
  if (reads === 'unit') return unitOf(found, known)
  if (reads === 'words') return wordsOf(label, found)
  if (found === '') return isRequired ? { problem: `没有填“${label}”` } : { value: null }
  if (reads === 'day') return dayOf(label, found)
  if (reads === 'text') return { value: found }
  const code = Object.entries(reads).find(([value, word]) => word === found || value === found)?.[0]
  return code === undefined
    ? { problem: `“${label}”应为${Object.values(reads).join('、')}之一，写的是“${found}”` }
    : { value: code }
}

function unitOf(found: string, { unitIds, onlyUnit }: Known): Cell {
  if (onlyUnit !== undefined) return { value: onlyUnit }
  if (found === '') return { value: null }
  const id = unitIds.get(found)
  return id === undefined ? { problem: `台账中没有单位“${found}”` } : { value: id }
}

function wordsOf(label: string, found: string): Cell {
  const words = [...new Set(found.split(/[、；;|\n]/u).map((word) => word.trim()))].filter(Boolean)
  if (label !== '变形也算') return { value: words }
  const codes = words.map((word) => [...foldings].find(([code, name]) => name === word || code === word)?.[0])
  return codes.includes(undefined)
    ? { problem: `“变形也算”只能写${[...foldings.values()].join('、')}` }
    : { value: codes.flatMap((code) => code ?? []) }
}

function dayOf(label: string, found: string): Cell {
  const [, year, month = '', day = ''] = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(found) ?? []
  const read = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isCivilDate(read) ? { value: read } : { problem: `“${label}”应写作2026-10-12这样的日期，写的是“${found}”` }
}

function contradictionOf(row: ListRow): string | undefined {
  const { wrong, right_words: right, valid_from: from, valid_to: to, host } = row
  if (typeof wrong === 'string' && wrong === right) return '正确用语与错误用语相同'
  if (typeof wrong === 'string' && wrong.length <= 2 && [...wrong].length < 2)
    return '错误用语至少两个字，一个字会处处提示'
  if (typeof from === 'string' && typeof to === 'string' && to < from) return '停用日期早于起用日期'
  if (typeof host === 'string' && !/^[a-z\d-]+(?:\.[a-z\d-]+)+$/i.test(host)) return '网站域名应写作www.gov.cn这样'
  return undefined
}

/** What tells a line from the others of its list. */
export const keyOf = ({ key }: ListKind, row: ListRow): string => key.map((column) => row[column] ?? '').join('\u0000')
