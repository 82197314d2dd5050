import './_chosen-file.ts'

// Keys of a bench: an element with data-key is clicked (or focused, when it is a field) by that key. `/` goes to the
// search. While somebody types, only Ctrl+Enter is heard, and Esc, which ends the typing so that keys are heard again.
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) &&
  !(target instanceof HTMLInputElement && /^(radio|checkbox|submit|button)$/.test(target.type))

document.addEventListener('keydown', (event) => {
  if (event.altKey || event.metaKey || event.isComposing || event.repeat) return
  if (event.key === 'Escape' && event.target instanceof HTMLElement && typing(event.target)) return event.target.blur()
  const key = event.ctrlKey ? (event.key === 'Enter' ? 'Ctrl+Enter' : '') : event.key.toUpperCase()
  if (!key || (typing(event.target) && key !== 'Ctrl+Enter')) return
  const target =
    key === '/' ? document.getElementById('q') : document.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)
  if (!target) return
  event.preventDefault()
  // What is being written in one form never sends another.
  const own = event.target instanceof Element ? event.target.closest('form') : null
  if (key === 'Ctrl+Enter' && own && !own.contains(target)) return own.requestSubmit()
  if (/^(TEXTAREA|SELECT)$/.test(target.tagName) || target.id === 'q') target.focus()
  else target.click()
  if (target.tagName === 'SUMMARY') target.focus()
})

// A page that answers a form: the keyboard goes on where it is told what came of it, not at the head of the page again.
const main = document.querySelector<HTMLElement>('main[data-answered]')
if (main) {
  // Where a field says what is wrong with it, or a group of boxes does; else what the whole page says.
  const wrong = main.querySelectorAll<HTMLElement>('[aria-invalid=true], .errm')
  const told = [...wrong, main.querySelector<HTMLElement>('.alert')]
  for (const place of [...told, main]) {
    if (!place) continue
    if (place.tabIndex < 0) place.tabIndex = -1
    place.focus({ preventScroll: place === main })
    if (document.activeElement === place) break
  }
}

// A chosen option shows its frame also where the browser can't style a parent by its child.
for (const group of document.querySelectorAll('fieldset')) {
  group.addEventListener('change', () => {
    for (const option of group.querySelectorAll('.opt'))
      option.classList.toggle('on', option.querySelector('input')?.checked === true)
  })
}
