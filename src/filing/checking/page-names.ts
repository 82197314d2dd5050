/** A page of several scans as people call it: `short` on the button that leads to it, `words` in a sentence. */
export type PageName = { short: string; words: string }

/** `nth` scan and its page, both from 0: 第3页 of the only scan, 第2份 where a scan is one sheet, else 第2份第3页. */
export function pageName(scans: readonly { pages: number }[], nth: number, page: number): PageName {
  if (scans.length === 1) return { short: String(page + 1), words: `第${page + 1}页` }
  const file = `第${nth + 1}份`
  return scans[nth]?.pages === 1
    ? { short: String(nth + 1), words: file }
    : { short: `${nth + 1}-${page + 1}`, words: `${file}第${page + 1}页` }
}
