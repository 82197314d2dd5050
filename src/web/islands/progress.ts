// Watches a background run: data-poll names its address. Updates the bar and the words; loads the page anew at the end.
type Run = {
  state: 'queued' | 'running' | 'done' | 'failed'
  done: number
  total: number | null
  message: string | null
}

for (const box of document.querySelectorAll<HTMLElement>('[data-poll]')) {
  const address = box.dataset['poll'] ?? ''
  const bar = box.querySelector('progress')
  const words = box.querySelector('[data-words]')
  const look = async () => {
    const answer = await fetch(address, { headers: { accept: 'application/json' } })
    // Signed out, or nothing to see any more: the page itself says so. A server that stumbles is asked again.
    if ([401, 403, 404].includes(answer.status)) return location.reload()
    if (!answer.ok) throw new Error(`progress: ${answer.status}`)
    const run = (await answer.json()) as Run
    if (run.state === 'done' || run.state === 'failed') return location.reload()
    if (bar && run.total) {
      bar.max = run.total
      bar.value = run.done
    }
    if (words && run.message) words.textContent = run.message
    lookIn(1000)
  }
  const lookIn = (milliseconds: number) => setTimeout(() => void look().catch(() => lookIn(3000)), milliseconds)
  lookIn(400)
}
