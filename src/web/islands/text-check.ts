// While somebody writes a manuscript, the server looks through the words after each pause: the list beside the editor says
// what it found, and the places are marked where the browser can (Chromium 105); elsewhere the list leads to them.
type Highlights = { set(name: string, value: unknown): void }
const highlights = (CSS as unknown as { highlights?: Highlights }).highlights
const Highlight = (window as unknown as { Highlight?: new (...ranges: Range[]) => unknown }).Highlight

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-rich]')) {
  const box = form.querySelector<HTMLElement>('[data-check]')
  const list = form.querySelector<HTMLElement>('[data-findings]')
  const text = form.querySelector<HTMLElement>('[data-text]')
  if (!box || !list || !text) continue
  box.hidden = form.dataset['rich'] === 'new'
  let timer = 0
  let asked = ''
  let turn = 0

  // The words, a block a line, with the node that each piece stands in.
  const read = () => {
    const pieces: { node: Text; at: number }[] = []
    let words = ''
    const line = () => {
      if (words !== '' && !words.endsWith('\n')) words += '\n'
    }
    const walk = (node: Node) => {
      if (node instanceof Text) {
        pieces.push({ node, at: words.length })
        words += node.data.replace(/\n/g, ' ')
        return
      }
      if (node.nodeName === 'BR') words += '\n'
      const isBlock = /^(P|DIV|H[1-6]|LI|TR|TD|TH|BLOCKQUOTE|FIGURE|UL|OL|TABLE)$/.test(node.nodeName)
      if (isBlock) line()
      node.childNodes.forEach(walk)
      if (isBlock) line()
    }
    walk(text)
    return { pieces, words }
  }
  const rangeOf = (pieces: { node: Text; at: number }[], start: number, end: number) => {
    const range = document.createRange()
    for (const { node, at } of pieces) {
      if (at <= start && start <= at + node.length) range.setStart(node, start - at)
      if (at < end && end <= at + node.length) {
        range.setEnd(node, end - at)
        return range
      }
    }
    return undefined
  }
  const show = (markup: string) => {
    list.innerHTML = markup
    const { pieces } = read()
    const ranges: Record<string, Range[]> = { block: [], confirm: [], advise: [] }
    for (const one of list.querySelectorAll<HTMLElement>('[data-start]')) {
      const range = rangeOf(pieces, Number(one.dataset['start']), Number(one.dataset['end']))
      if (!range) continue
      ranges[one.dataset['tone'] ?? 'advise']?.push(range)
      one.querySelector('button')?.addEventListener('click', () => {
        text.focus()
        const selection = getSelection()
        selection?.removeAllRanges()
        selection?.addRange(range)
        range.startContainer.parentElement?.scrollIntoView({ block: 'center' })
      })
    }
    if (highlights && Highlight)
      for (const tone of Object.keys(ranges)) highlights.set(`ms-${tone}`, new Highlight(...(ranges[tone] ?? [])))
    const count = form.querySelector('[data-check-count]')
    if (count) count.textContent = `${list.querySelectorAll('[data-start]').length} 处提示，供参考`
  }
  const check = async () => {
    // Before the first save there is no manuscript whose unit's lists would be asked.
    if (form.dataset['rich'] === 'new') return
    box.hidden = false
    const { words } = read()
    const body = new FormData()
    for (const name of ['_csrf', 'title', 'source', 'sourceLink'])
      body.set(name, (form.elements.namedItem(name) as HTMLInputElement).value)
    body.set('plain', words)
    const now = JSON.stringify(Array.from(body))
    if (asked === now) return
    asked = now
    const mine = (turn += 1)
    const answer = await fetch(`${form.dataset['rich'] ?? ''}/check`, { method: 'POST', body }).catch(() => undefined)
    // An answer to what stands there no more says nothing.
    if (mine !== turn) return
    if (answer?.ok) return show(await answer.text())
    // Not checked is said: silence would be taken for a pass. It is asked again with the next words.
    asked = ''
    const count = form.querySelector('[data-check-count]')
    if (count) count.textContent = '刚才的文字没有检查，继续输入时再检查'
  }
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void check(), 900)
  }
  form.addEventListener('input', soon)
  soon()
}
