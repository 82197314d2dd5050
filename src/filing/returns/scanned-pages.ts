import { readCode } from '../forms/index.ts'
import type { ScanPlace } from '../checking/checks.ts'
import { pageName } from '../checking/page-names.ts'
import type { HashedPaper } from './content.ts'
import type { Scan } from './scans.ts'

/** A page of the scans as people call it, 第2页 or 第1份第2页, with the papers whose code was read on it. */
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
      return { scanId: id, page, label: pageName(scans, nth, at).words, papers: on }
    }),
  )
  const read = new Set(scans.flatMap(({ codes }) => codes.flatMap((text) => paperOf(text) ?? [])))
  return { pages, unread: papers.filter(({ key }) => !read.has(key)) }
}

/** What lies side by side: a page of a scan, and a paper by its key. */
export type Beside = { at?: ScanPlace | undefined; paper?: string | undefined }

/** A page with the paper whose code was read on it; one without a code stands beside the paper that is looked at. */
export function besidePage({ pages }: ScannedPages, at: ScanPlace, looked: string | undefined): Beside {
  const papers = pages.find(({ scanId, page }) => scanId === at.scanId && page === at.page)?.papers ?? []
  return { at, paper: looked !== undefined && papers.includes(looked) ? looked : (papers[0] ?? looked) }
}

/** A paper with the page that carries it: the one that is looked at, if it does; else the first; else where one is. */
export function besidePaper({ pages }: ScannedPages, paper: string, { at }: Beside): Beside {
  const on = pages.filter(({ papers }) => papers.includes(paper))
  const here = on.some(({ scanId, page }) => scanId === at?.scanId && page === at.page)
  const [first] = on
  return { at: here || !first ? at : { scanId: first.scanId, page: first.page }, paper }
}

/** Pages on which no paper's code was read: where a paper without a code may be. A page holds one paper. */
export const openPages = ({ pages }: ScannedPages): ScannedPage[] => pages.filter(({ papers }) => papers.length === 0)

/** Papers that are on no page: their codes were read nowhere, and every page carries another's. */
export const missingPapers = (scanned: ScannedPages): readonly HashedPaper[] =>
  openPages(scanned).length === 0 ? scanned.unread : []

/** 第1份第2页、第2份; empty where no page carries the paper's code. */
export const pagesWith = ({ pages }: ScannedPages, paper: string): string =>
  pages
    .filter(({ papers }) => papers.includes(paper))
    .map(({ label }) => label)
    .join('、')
