// A line that names where a text comes from, as 公众号 and portals write it. It stands by itself or in brackets, so that
// “资金来源：财政拨款” within a sentence is none.
const SAID =
  /^[（(【[]?\s*(?:(?:文章|信息|稿件|内容|原文)?来源|稿源|转载自|转自|原载)\s*[：:丨|]\s*([^，。；：:、|丨（(）)【】\n]{2,30}?)\s*[）)】\]]?(?:$|\s|[|丨])/u

/** The source that a post says it comes from; null where it names none, or several. */
export function saidSource(text: string): string | null {
  const found = new Set(text.split('\n').flatMap((line) => SAID.exec(line.trim())?.[1]?.trim() ?? []))
  return found.size === 1 ? [...found][0]! : null
}
