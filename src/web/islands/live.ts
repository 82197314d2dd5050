// Keeps a card as it is now: data-live names the address that answers with the card alone. Asks every three seconds
// while somebody can see the page; 304 says that nothing changed. Signed out, the page stays as it was.
for (const box of document.querySelectorAll<HTMLElement>('[data-live]')) {
  const address = box.dataset['live'] ?? ''
  let tag = ''
  const ask = async (): Promise<number | undefined> => {
    if (document.hidden) return 3000
    const answer = await fetch(address, { headers: tag ? { 'if-none-match': tag } : {}, cache: 'no-store' })
    if ([401, 403, 404].includes(answer.status) || answer.redirected) return undefined
    if (answer.status === 304) return 3000
    if (!answer.ok) return 10_000
    tag = answer.headers.get('etag') ?? ''
    const fresh = document.createElement('template')
    fresh.innerHTML = await answer.text()
    // Whoever is on a link of the card with the keyboard stays where he is.
    const focused = box.contains(document.activeElement) ? document.activeElement?.getAttribute('href') : null
    box.replaceChildren(fresh.content)
    if (focused) box.querySelector<HTMLElement>(`a[href=${JSON.stringify(focused)}]`)?.focus()
    return 3000
  }
  const askIn = (milliseconds: number) =>
    setTimeout(async () => {
      const next = await ask().catch(() => 10_000)
      if (next !== undefined) askIn(next)
    }, milliseconds)
  askIn(3000)
}
