import { readCode } from '../forms/index.ts'
import type { HashedPaper } from './content.ts'
import type { Scan } from './scans.ts'

/** A page of the scans as people call it, 2 or 1-2, with the papers whose code was read on it. */
export type ScannedPage = { scanId: string; page: number; label: string; papers: readonly string[] }

/** What lies on the scans of a printing. */
export type ScannedPages = {
  pages: readonly ScannedPage[]
  /** Papers whose code was read nowhere. */
  unread: readonly HashedPaper[]
}

type Coded = Pick<Scan, 'id' | 'pages' | 'codes' | 'codePages'>

/** Holds the codes that were read against the papers of the printing: which page carries which. */
export function scannedPages(scans: readonly Coded[], papers: readonly HashedPaper[]): ScannedPages {
  const named = new Map(papers.map(({ form, hash, key }) => [`${form}:${hash}`, key]))
  const paperOf = (text: string) => {
    const code = readCode(text)
    return code && named.get(`${code.form}:${code.hash}`)
  }
  const pages = scans.flatMap(({ id, pages: count, codes, codePages }, nth) =>
    Array.from({ length: count }, (_, at): ScannedPage => {
      const page = at + 1
      const on = codes.filter((_code, index) => codePages[index] === page).flatMap((text) => paperOf(text) ?? [])
      return { scanId: id, page, label: scans.length > 1 ? `${nth + 1}-${page}` : String(page), papers: on }
    }),
  )
  const read = new Set(scans.flatMap(({ codes }) => codes.flatMap((text) => paperOf(text) ?? [])))
  return { pages, unread: papers.filter(({ key }) => !read.has(key)) }
}

/** Pages on which no paper's code was read: where a paper without a code may be. A page holds one paper. */
export const openPages = ({ pages }: ScannedPages): ScannedPage[] => pages.filter(({ papers }) => papers.length === 0)

/** Papers that are on no page: their codes were read nowhere, and every page carries another's. */
export const missingPapers = (scanned: ScannedPages): readonly HashedPaper[] =>
  openPages(scanned).length === 0 ? scanned.unread : []

/** 第1-2页、第3页; empty where no page carries the paper's code. */
export const pagesWith = ({ pages }: ScannedPages, paper: string): string =>
  pages
    .filter(({ papers }) => papers.includes(paper))
    .map(({ label }) => `第${label}页`)
    .join('、')
