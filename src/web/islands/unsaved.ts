// Warns before leaving a form that was changed and not sent, or that came back with something to correct.
let changed = document.querySelector('form[data-unsaved] [aria-invalid=true]') !== null
for (const form of document.querySelectorAll('form[data-unsaved]')) {
  form.addEventListener('input', () => (changed = true))
  form.addEventListener('submit', () => (changed = false))
}
addEventListener('beforeunload', (event) => {
  if (!changed) return
  event.preventDefault()
  // Chromium before 119 asks only when a value is returned.
  event.returnValue = ''
})
