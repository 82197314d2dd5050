// Tells while a person types which answers can't both be true. The rules come with the form, from the form's own file.
type Rule = { when: { key: string; is?: string; isNot?: string }[]; says: string }

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-contradictions]')) {
  const rules = JSON.parse(form.dataset['contradictions'] ?? '[]') as Rule[]
  const box = form.querySelector<HTMLElement>('[data-warnings]')
  const list = box?.querySelector('ul')
  if (!box || !list) continue
  const look = () => {
    const answers = new FormData(form)
    const told = rules
      .filter(({ when }) =>
        when.every(({ key, is, isNot }) =>
          isNot === undefined ? answers.get(key) === is : answers.get(key) && answers.get(key) !== isNot,
        ),
      )
      .map(({ says }) => says)
    list.replaceChildren(
      ...[...new Set(told)].map((says) => {
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
