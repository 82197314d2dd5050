import type { Output } from '../cli/index.ts'

/** stdout for results, stderr for sentences; progress redraws one line on a terminal and is silent in a pipe. */
export function terminalOutput(): Output {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosed)
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

/** Whoever reads may have had enough, as `head` has: what a command does, and how it lets go of its data, goes on. */
function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error
}
