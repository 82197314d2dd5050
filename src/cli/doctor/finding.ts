import type { ExitCode, ToolContext } from '../command.ts'

/** `advice` is for the office to weigh; a `problem` has to be mended. */
export type Finding = { level: 'ok' | 'advice' | 'problem'; what: string; detail: string }

const labels = { ok: '正常', advice: '注意', problem: '问题' } as const

/** Prints what was found. Exit code 1 only when something is wrong: what is advised stops nobody. */
export function report({ json, out }: ToolContext, findings: readonly Finding[]): ExitCode {
  const counted = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length
  const [problems, advice] = [counted('problem'), counted('advice')]
  if (json) out.result(JSON.stringify({ whole: problems === 0, findings }))
  else {
    for (const { level, what, detail } of findings) out.result(`${labels[level]}  ${what}：${detail}`)
    out.say(
      problems > 0
        ? `有 ${problems} 项问题，请按上面所写处理后再检查一次。`
        : `没有发现问题${advice > 0 ? `，${advice} 项请留意` : ''}。`,
    )
  }
  return problems > 0 ? 1 : 0
}
