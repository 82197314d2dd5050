import { type Contradiction, toldBy } from '../../vocabulary/contradictions.ts'

// Tells while a person types which answers can't both be true. The rules come with the form, from the form's own file; they
// are compared as the server compares them.
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-contradictions]')) {
  const rules = JSON.parse(form.dataset['contradictions'] ?? '[]') as Contradiction[]
  const box = form.querySelector<HTMLElement>('[data-warnings]')
  const list = box?.querySelector('ul')
  if (!box || !list) continue
  const look = () => {
    const answers = new FormData(form)
    const told = toldBy(rules, (key) => {
      const answer = answers.get(key)
      return typeof answer === 'string' ? answer : ''
    })
    list.replaceChildren(
      ...told.map((says) => {
        const item = document.createElement('li')
        item.textContent = says
        return item
      }),
    )
    box.hidden = told.length === 0
  }
  form.addEventListener('input', look)
  form.addEventListener('change', look)
}
