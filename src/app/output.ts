import type { Output } from '../cli/index.ts'

/** stdout for results, stderr for sentences; progress redraws one line on a terminal and is silent in a pipe. */
export function terminalOutput(): Output {
  let open = false
  const endLine = () => {
    if (open) process.stderr.write('\n')
    open = false
  }
  return {
    result(text) {
      endLine()
      process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
    },
    say(sentence) {
      endLine()
      process.stderr.write(`${sentence}\n`)
    },
    progress({ done, total, message }) {
      if (!process.stderr.isTTY) return
      const share = total ? ` ${Math.floor((done / total) * 100)}%` : ` ${done}`
      process.stderr.write(`\r\u001b[K${message ?? '正在处理'}${share}`)
      open = true
    },
  }
}
