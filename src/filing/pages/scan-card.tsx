import type { ScanPlace } from '../checking/checks.ts'
import { bearsPaperCode } from '../forms/index.ts'
import { pageName } from '../checking/page-names.ts'

/** A scan to be held against the data beside it; `codes` are the QR codes that were read on it, ours and others. */
export type ShownScan = { id: string; fileName: string; pages: number; codes: readonly string[] }

type Props = {
  scans: readonly ShownScan[]
  at: ScanPlace | undefined
  /** Where a page's picture is, and where a page is looked at beside the data. */
  pictureOf: (place: ScanPlace) => string
  hrefOf: (place: ScanPlace) => string
  /** What is known of the page that is looked at; without it, whether the scan bears a code of ours. */
  told?: string | undefined
}

/** The page that was asked for, or the first; undefined: there is no scan. */
export function placeIn(scans: readonly ShownScan[], asked: Readonly<Record<string, string>>): ScanPlace | undefined {
  const scan = scans.find(({ id }) => id === asked['scan']) ?? scans[0]
  return scan && { scanId: scan.id, page: Math.min(Math.max(1, Math.trunc(Number(asked['page'])) || 1), scan.pages) }
}

/** 扫描件, one page at a time. */
export function ScanCard({ scans, at, pictureOf, hrefOf, told }: Props) {
  const scan = scans.find(({ id }) => id === at?.scanId)
  return (
    <section class="card" id="scan" data-turns>
      <header>
        <h2>扫描件</h2>
        {scan && (
          <p>{told ?? (bearsPaperCode(scan.codes) ? '已识别二维码，属本次打印' : '未识别到二维码，请核对校验码')}</p>
        )}
      </header>
      {scan && at ? (
        <>
          <a class="scan" href={pictureOf(at)}>
            <img src={pictureOf(at)} alt={`${scan.fileName}第${at.page}页`} />
          </a>
          <footer>
            <nav class="page" aria-label="扫描件页码">
              {scans.flatMap((each, nth) =>
                Array.from({ length: each.pages }, (_, index) => {
                  const { short, words } = pageName(scans, nth, index)
                  return each.id === at.scanId && index + 1 === at.page ? (
                    <span aria-current="page">{short}</span>
                  ) : (
                    <a href={hrefOf({ scanId: each.id, page: index + 1 })} aria-label={words} data-turn>
                      {short}
                    </a>
                  )
                }),
              )}
            </nav>
          </footer>
        </>
      ) : (
        <p class="in mut">没有扫描件。</p>
      )}
    </section>
  )
}
