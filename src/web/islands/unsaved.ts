// Warns before leaving a form that was changed and not sent.
let changed = false
for (const form of document.querySelectorAll('form[data-unsaved]')) {
  form.addEventListener('input', () => (changed = true))
  form.addEventListener('submit', () => (changed = false))
}
addEventListener('beforeunload', (event) => {
  if (changed) event.preventDefault()
})
