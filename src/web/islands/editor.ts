// Writing a report: what is clicked in the list of what may be bound goes to where the cursor stood last, and under each
// paragraph stands what it will print. Everything else the form does without a script.
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-editor]')) {
  const says = new Map<string, string>()
  for (const one of form.querySelectorAll<HTMLElement>('[data-token]'))
    says.set(one.dataset['token'] ?? '', one.dataset['says'] ?? (one.dataset['token'] ?? '').slice(1, -1))
  let last: HTMLTextAreaElement | undefined

  const marked = (text: string, name: string) => {
    const mark = document.createElement('span')
    mark.className = name
    mark.textContent = text
    return mark
  }
  const show = (area: HTMLTextAreaElement) => {
    const place = area.closest('[data-paragraph]')?.querySelector('[data-said]')
    if (!place) return
    const pieces = area.value.split(/(\{[^{}]*\})/).filter(Boolean)
    place.replaceChildren(
      marked('印出：', 'mut'),
      ...pieces.map((piece) => {
        const typed = /^\{手工[:：]([^|｜}]*)/.exec(piece)?.[1]
        if (typed !== undefined) return marked(typed, 'bn hand')
        const said = says.get(piece)
        if (said !== undefined) return marked(said, 'bn')
        return piece.startsWith('{') ? marked(piece.slice(1, -1), 'bn') : piece
      }),
    )
  }
  form.addEventListener('focusin', ({ target }) => {
    if (target instanceof HTMLTextAreaElement) last = target
  })
  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLTextAreaElement) show(target)
  })
  for (const one of form.querySelectorAll<HTMLElement>('[data-token]')) {
    const put = document.createElement('button')
    put.type = 'button'
    put.className = 'btn txt'
    put.textContent = '插入'
    put.setAttribute('aria-label', `插入${one.dataset['token'] ?? ''}`)
    put.addEventListener('click', () => {
      if (!last) return
      last.setRangeText(one.dataset['token'] ?? '', last.selectionStart, last.selectionEnd, 'end')
      last.focus()
      last.dispatchEvent(new Event('input', { bubbles: true }))
    })
    one.parentElement?.append(put)
  }
  // Moved or looked at, and not saved yet: who leaves is still asked.
  if ('unsent' in form.dataset) form.querySelector('textarea')?.dispatchEvent(new Event('input', { bubbles: true }))
}
