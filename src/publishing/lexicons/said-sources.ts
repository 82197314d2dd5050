// How 公众号 and portals say where a text comes from. A statement stands where such statements stand: at the head of a line
// (after the day, the editors), in brackets at the end of a paragraph, or as a sentence of its own (“本文转载自……”). A source
// of money, water or pictures, what somebody reported (“据……报道”) and “转载请注明来源” are none.
import { CREDIT, sourceNames } from './source-names.ts'

const SUBJECT = '(?:本文章?|文章|稿件|图文|原文|以上内容|上述内容|内容|信息|新闻|消息)'
const TAKEN = '(?:转载自|转载于|转自|转发自|转引自|综合整理自|综合自|整理自)'
const LABEL = `(?:${SUBJECT}?来[ \\u3000]?源(?:单位|媒体|于|自)?|稿源|${SUBJECT}?(?:均|全部)?${TAKEN}|原载于?)`
const SIGN = '\\s*[：:丨|｜/／]\\s*'
const OPEN = '[（(【\\[]'

const LABELLED = new RegExp(`^${OPEN}?\\s*${LABEL}${SIGN}(.+)$`, 'u')
const LABEL_ALONE = new RegExp(`^${OPEN}?\\s*${LABEL}\\s*[：:]$`, 'u')
const BRACKETED = new RegExp(`${OPEN}\\s*(${LABEL}(?:${SIGN}|(?<=自|载于?|来源于)).+)[）)】\\]][。\\s]*$`, 'u')
// Without a sign a verb says it: 转载自新华社; 来源于 and 来自 only of the text itself.
const TOLD = new RegExp(
  `^${OPEN}?\\s*(?:${SUBJECT}?(?:均|全部)?${TAKEN}|原载于?(?=《)|${SUBJECT}(?:来源于|来自(?=.{0,6}(?:公众号|客户端|[“《]))))\\s*(.+)$`,
  'u',
)
const MARKS = /^[\s▍▌■●◆▶►▲△▼▽※·•*—–\-→☆★|丨｜]+(?:END(?=[^A-Za-z])[\s—–-]*)?|^END(?=[^A-Za-z])[\s—–-]*/u
// Nobody's name, and said so often that it is a name of its own.
const FROM_THE_NET = new RegExp(`^${OPEN}?\\s*${SUBJECT}?来源于?(?:互联网|网络)(?:$|[，,。；）)】\\]\\s])`, 'u')
const DAY = '\\d{4}[-年/.]\\d{1,2}[-月/.]\\d{1,2}日?(?:[\\sT]*\\d{1,2}[:：]\\d{2}(?:[:：]\\d{2})?)?'
const BEFORE = new RegExp(
  `^(?:【字体[^】]*】|${DAY}|${CREDIT}\\s*[：:|丨｜/／]\\s*(?:${DAY}|[^\\s|丨｜：:]{0,60}))[\\s|丨｜，,/／]+`,
  'u',
)
const MORE_NAMES = /^\p{Script=Han}{2,4}\s+/u
/** What may follow a source behind a comma: whose the text is, who worked on it. Anything else makes it a sentence. */
const RIGHTS =
  /^(?:版权|著作权|如有|如涉|若有|侵权|侵删|转载|仅供|特此|内容|由|经|有删|略有|原标题|原题|题目|标题|编辑|作者|记者|图片|感谢|致谢|在此|图文|谨)/u

/** The sources that a text says it was taken from; none where it says nothing, or nothing that can be read. */
export function saidSources(text: string): string[] {
  const found = new Set<string>()
  const lines = text.split('\n').map((line) => line.trim().replace(MARKS, ''))
  for (const [at, line] of lines.entries()) for (const name of ofLine(line, lines[at + 1] ?? '')) found.add(name)
  return [...found]
}

function ofLine(line: string, next: string): string[] {
  if (!/[来稿][ \u3000]?源|[载转发引理合]自|载于|原载|来自/u.test(line)) return []
  if (LABEL_ALONE.test(line)) return next.length <= 30 && !/[，。；：:、]/u.test(next) ? sourceNames(next) : []
  if (FROM_THE_NET.test(line)) return ['网络']
  const whole = statement(withoutCredits(line))
  if (whole) return whole
  const bracket = BRACKETED.exec(line)
  if (bracket) return statement(bracket[1]!) ?? []
  return line
    .split(/(?<=[。！？!?])/u)
    .slice(1)
    .flatMap((sentence, at, all) => {
      const words = sentence.trim()
      const told = TOLD.test(words) && new RegExp(`^${SUBJECT}`, 'u').test(words)
      // A label behind a whole sentence counts at the very end, where nothing closes it.
      const isLast = at === all.length - 1 && LABELLED.test(words) && !/[。！？!?]$/u.test(words)
      return told || isLast ? (statement(words) ?? []) : []
    })
}

/** The names of a statement; undefined: it is none. */
function statement(words: string): string[] | undefined {
  const labelled = LABELLED.exec(words)
  const told = labelled ? null : TOLD.exec(words)
  const said = (labelled ?? told)?.[1]
  if (said === undefined) return undefined
  const [sentence = ''] = said.split(/[。！？!?]/u, 1)
  const [value = '', ...behind] = sentence.split(/[，,；;]/u)
  if (behind.length > 0 && !RIGHTS.test(behind[0]!.trim())) return []
  const names = sourceNames(value.replace(/[）)】\]]+$/u, ''))
  // Whoever goes on writing says no name: 转自部队的同志.
  return names.filter((name) => !/[：:]/u.test(name) && (labelled !== null || !/[的了]/u.test(name)))
}

// 2026-10-12 09:00 编辑：某某 来源：……
function withoutCredits(line: string): string {
  let rest = line
  for (let cut = 0; cut < 12; cut += 1) {
    const shorter = rest.replace(BEFORE, '')
    const next = shorter === rest && cut > 0 ? rest.replace(MORE_NAMES, '') : shorter
    if (next === rest) break
    rest = next
  }
  return rest
}
