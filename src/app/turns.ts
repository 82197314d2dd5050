/**
 * Does some work now and again every so many milliseconds until stopped, one turn at a time: what takes longer skips
 * turns, what fails is told and tried again. Stopping waits for the turn under way.
 */
export function startTurns(
  everyMs: number,
  work: () => Promise<unknown>,
  onDefect: (error: unknown) => void,
): () => Promise<void> {
  let running = Promise.resolve()
  let busy = false
  const turn = () => {
    if (busy) return
    busy = true
    running = work()
      .then(() => undefined, onDefect)
      .finally(() => (busy = false))
  }
  turn()
  const timer = setInterval(turn, everyMs).unref()
  return () => {
    clearInterval(timer)
    return running
  }
}
