// Turns what lies beside a form in place: links named data-turn fetch the page they lead to, and only the parts named
// data-turns are taken from it, so that what was ticked and typed elsewhere stays. A part in which somebody typed stays too.
const typed = new Set<Element>()
let latest = 0

const partOf = (target: EventTarget | null, inside: string) =>
  target instanceof Element ? target.closest<HTMLElement>(inside) : null

document.addEventListener('input', ({ target }) => {
  const part = partOf(target, '[data-turns]')
  if (part) typed.add(part)
})
document.addEventListener('click', (event) => {
  const link = partOf(event.target, 'a[data-turn]') as HTMLAnchorElement | null
  if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  const from = link.closest('[data-turns]')?.id
  void turnTo(link.href, from).catch(() => location.assign(link.href))
})

async function turnTo(address: string, from: string | undefined): Promise<void> {
  const turn = ++latest
  const answer = await fetch(address)
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  if (turn !== latest) return
  // Signed out, or nothing to see any more: the page itself says so.
  if (!answer.ok || answer.redirected) return location.assign(address)
  for (const part of document.querySelectorAll('[data-turns]')) {
    const turned = page.getElementById(part.id)
    if (turned && !typed.has(part)) part.replaceWith(turned)
  }
  history.replaceState(null, '', address)
  // Who goes by the keyboard stands where the link was.
  const here = from ? document.getElementById(from) : null
  if (here) here.tabIndex = -1
  here?.focus({ preventScroll: true })
}
