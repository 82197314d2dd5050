/** Five states, each told by colour, shape and word. 预警 is no verdict: it stands beside 合格. */
export type Mark = 'pass' | 'warn' | 'fail' | 'pend' | 'unkn'

export const statusWords: Readonly<Record<Mark, string>> = {
  pass: '合格',
  warn: '预警',
  fail: '不合格',
  pend: '待复核',
  unkn: '未采集',
}

/** A state; `word` says more exactly what it means here, `box` frames it beside a heading. */
export function Status({ mark, word, box }: { mark: Mark; word?: string; box?: boolean }) {
  return <span class={`st ${mark}${box ? ' box' : ''}`}>{word ?? statusWords[mark]}</span>
}
