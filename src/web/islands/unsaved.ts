// Warns before leaving a form that was changed and not sent, or that came back with something to correct. Sending one form
// keeps no other; a form named data-settles makes all others of its page pointless.
const changed = new Set<Element>()
for (const field of document.querySelectorAll<HTMLElement>('form[data-unsaved] [aria-invalid=true]'))
  changed.add(field.closest('form')!)
document.addEventListener('input', ({ target }) => {
  // A field may belong to a form that it doesn't stand in; a field named matches hides the form's own method.
  const form = (target as Partial<HTMLInputElement>).form
  if (form && 'unsaved' in form.dataset) changed.add(form)
})
document.addEventListener('submit', ({ target }) => {
  const form = target as HTMLFormElement
  if ('settles' in form.dataset) changed.clear()
  else changed.delete(form)
})
addEventListener('beforeunload', (event) => {
  if (changed.size === 0) return
  event.preventDefault()
  // Chromium before 119 asks only when a value is returned.
  event.returnValue = ''
})
