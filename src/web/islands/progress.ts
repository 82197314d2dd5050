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
    if (!answer.ok) return location.reload()
    const run = (await answer.json()) as Run
    if (run.state === 'done' || run.state === 'failed') return location.reload()
    if (bar && run.total) {
      bar.max = run.total
      bar.value = run.done
    }
    if (words && run.message) words.textContent = run.message
    setTimeout(() => void look().catch(() => setTimeout(() => void look(), 3000)), 700)
  }
  setTimeout(() => void look(), 400)
}
