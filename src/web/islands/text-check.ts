// While somebody writes a manuscript, the server looks through the words after each pause: the list beside the editor says
// what it found, and the places are marked where the browser can (Chromium 105); elsewhere the list leads to them. What is
// suggested is put in by one button, in one place or in all alike; 撤销 takes it back.
type Highlights = { set(name: string, value: unknown): void }
type Piece = { node: Text; at: number }
type Link = { href: string; start: number; end: number }
const highlights = (CSS as unknown as { highlights?: Highlights }).highlights
const Highlight = (window as unknown as { Highlight?: new (...ranges: Range[]) => unknown }).Highlight

// oxlint-disable-next-line no-control-regex
const UNTYPED = /[\u0000-\u0008\n-\u001f\u007f\ufffe\uffff]/g

for (const form of document.querySelectorAll<HTMLFormElement>('form[data-rich]')) {
  const box = form.querySelector<HTMLElement>('[data-check]')
  const list = form.querySelector<HTMLElement>('[data-findings]')
  const text = form.querySelector<HTMLElement>('[data-text]')
  if (!box || !list || !text) continue
  const title = form.elements.namedItem('title') as HTMLInputElement
  const linksBox = form.querySelector<HTMLElement>('[data-links-box]')
  const linksState = form.querySelector<HTMLElement>('[data-links-state]')
  box.hidden = form.dataset['rich'] === 'new'
  let timer = 0
  let asked = ''
  let turn = 0

  // The words, a block a line, with the node that each piece stands in, and the links behind them.
  const read = () => {
    const pieces: Piece[] = []
    const links: Link[] = []
    let words = ''
    const line = () => {
      if (words !== '' && !words.endsWith('\n')) words += '\n'
    }
    const walk = (node: Node) => {
      if (node instanceof Text) {
        // Between blocks nobody wrote anything.
        if (/^\s*\n\s*$/.test(node.data)) return
        pieces.push({ node, at: words.length })
        // A sign that a form loses on its way would shift what follows.
        words += node.data.replace(UNTYPED, ' ')
        return
      }
      if (node.nodeName === 'BR') words += '\n'
      const isBlock = /^(P|DIV|H[1-6]|LI|TR|TD|TH|BLOCKQUOTE|FIGURE|UL|OL|TABLE)$/.test(node.nodeName)
      if (isBlock) line()
      const start = words.length
      node.childNodes.forEach(walk)
      if (node instanceof HTMLAnchorElement && node.getAttribute('href'))
        links.push({ href: node.getAttribute('href') ?? '', start, end: words.length })
      if (isBlock) line()
    }
    walk(text)
    return { pieces, words, links }
  }
  const rangeOf = (pieces: Piece[], start: number, end: number) => {
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
  const select = (range: Range) => {
    text.focus()
    const selection = getSelection()
    selection?.removeAllRanges()
    selection?.addRange(range)
    range.startContainer.parentElement?.scrollIntoView({ block: 'center' })
  }
  const placeOf = (one: HTMLElement) => [Number(one.dataset['start']), Number(one.dataset['end'])] as const
  // A place before the words lies in the title, which is checked in front of them with a line between.
  const inTitle = (at: number) => at + title.value.length + 1
  const find = (one: HTMLElement) => {
    const [start, end] = placeOf(one)
    const range = start < 0 ? undefined : rangeOf(read().pieces, start, end)
    if (range) return select(range)
    title.focus()
    title.setSelectionRange(inTitle(start), inTitle(end))
  }
  const put = (ones: HTMLElement[]) => {
    // From the end on: what stands before keeps its place.
    for (const one of ones.sort((a, b) => placeOf(b)[0] - placeOf(a)[0])) {
      const [start, end] = placeOf(one)
      const change = one.dataset['change'] ?? ''
      if (start < 0) {
        title.focus()
        title.setSelectionRange(inTitle(start), inTitle(end))
        document.execCommand(change === '' ? 'delete' : 'insertText', false, change)
        continue
      }
      const range = rangeOf(read().pieces, start, end)
      if (!range) continue
      select(range)
      if (change === '') document.execCommand('delete')
      else document.execCommand('insertText', false, change)
    }
    now()
  }
  const show = (markup: string) => {
    list.innerHTML = markup
    const { pieces, words, links } = read()
    const ranges: Record<string, Range[]> = { block: [], confirm: [], advise: [] }
    const all = Array.from(list.querySelectorAll<HTMLElement>('[data-start]'))
    for (const one of all) {
      const [start, end] = placeOf(one)
      one.querySelector('[data-find]')?.addEventListener('click', () => find(one))
      one.querySelector('[data-put="one"]')?.addEventListener('click', () => put([one]))
      one
        .querySelector('[data-put="all"]')
        ?.addEventListener('click', () => put(all.filter(({ dataset }) => dataset['alike'] === one.dataset['alike'])))
      const range = start < 0 ? undefined : rangeOf(pieces, start, end)
      if (range) ranges[one.dataset['tone'] ?? 'advise']?.push(range)
    }
    if (highlights && Highlight)
      for (const tone of Object.keys(ranges)) highlights.set(`ms-${tone}`, new Highlight(...(ranges[tone] ?? [])))
    const count = form.querySelector('[data-check-count]')
    if (count) count.textContent = all.length === 0 ? '没有提示' : `${all.length} 处提示，供参考`
    if (linksBox) linksBox.hidden = links.length === 0 && !/https?:\/\/|www\./i.test(words)
  }
  const filled = () => {
    const { words, links } = read()
    const body = new FormData()
    for (const name of ['_csrf', 'title', 'source', 'sourceLink'])
      body.set(name, (form.elements.namedItem(name) as HTMLInputElement).value)
    body.set('plain', words)
    body.set('links', JSON.stringify(links))
    body.set('pictures', String(text.querySelectorAll('img').length))
    return body
  }
  const check = async () => {
    // Before the first save there is no manuscript whose unit's lists would be asked.
    if (form.dataset['rich'] === 'new') return
    box.hidden = false
    const body = filled()
    const words = JSON.stringify(Array.from(body))
    if (asked === words) return
    asked = words
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
  const now = () => {
    clearTimeout(timer)
    void check()
  }
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(() => void check(), 900)
  }
  const askLinks = async (button: HTMLButtonElement) => {
    button.disabled = true
    if (linksState) linksState.textContent = '正在逐个打开，请稍候……'
    const mine = (turn += 1)
    const answer = await fetch(`${form.dataset['rich'] ?? ''}/links`, { method: 'POST', body: filled() }).catch(
      () => undefined,
    )
    button.disabled = false
    if (linksState) linksState.textContent = answer?.ok ? '' : '没有检查成功，请再点一次。'
    if (!answer?.ok) return
    // Typed on meanwhile: the next check tells of what stands there now.
    if (mine === turn) show(await answer.text())
    else {
      asked = ''
      now()
    }
  }
  const button = form.querySelector<HTMLButtonElement>('[data-links]')
  button?.addEventListener('click', () => void askLinks(button))
  form.addEventListener('input', soon)
  soon()
}
