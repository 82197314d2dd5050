// Writing a manuscript: the plain form becomes a rich one, what is pasted comes back clean with its pictures kept, and the
// text saves itself. Without a script the form does all of it by its buttons.
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-rich]')) {
  let base = form.dataset['rich'] ?? ''
  const text = form.querySelector<HTMLElement>('[data-text]')!
  const status = form.querySelector<HTMLElement>('[data-status]')!
  const basedOn = form.elements.namedItem('basedOn') as HTMLInputElement
  const html = document.createElement('input')
  html.type = 'hidden'
  html.name = 'html'
  form.append(html)
  form.querySelector('[data-plain]')?.remove()
  form.querySelector<HTMLElement>('[data-editor-box]')!.hidden = false
  form.querySelector('[data-plain-picture]')?.closest('.fld')?.remove()

  // Nobody saved it yet: the first pause saves it as a draft, and from then on it is that manuscript.
  let isNew = base === 'new'
  let creating: Promise<void> | undefined
  const wait = 4000
  let timer = 0
  let dirty = false
  // Somebody else saved meanwhile: what is typed now is kept only by the button, which asks first.
  let apart = false
  const filled = () => {
    html.value = text.innerHTML
    return new FormData(form)
  }
  // What a page saves by itself may lack a title yet: the first words stand there until somebody writes one.
  const titled = (body: FormData) => {
    const title = body.get('title')
    if (typeof title === 'string' && title.trim() !== '') return body
    body.set('title', text.innerText.trim().split('\n')[0]?.slice(0, 30) || '未定标题')
    return body
  }
  const send = (path: string, body: FormData) => {
    body.set('_csrf', (form.elements.namedItem('_csrf') as HTMLInputElement).value)
    return fetch(base + path, { method: 'POST', body, headers: { accept: 'application/json' } })
  }
  const create = async () => {
    const body = titled(filled())
    dirty = false
    status.textContent = '正在自动保存……'
    const answer = await fetch('/manuscripts/new/save', {
      method: 'POST',
      body,
      headers: { accept: 'application/json' },
    }).catch(() => undefined)
    const said = (await answer?.json().catch(() => undefined)) as
      | { id: string; number: number; sentence?: string }
      | undefined
    if (!answer?.ok || !said) {
      dirty = true
      status.textContent = `还没有保存：${said?.sentence ?? '自动保存没有成功，请点“保存草稿”。'}`
      return
    }
    isNew = false
    base = `/manuscripts/${said.id}`
    form.dataset['rich'] = base
    form.action = `${base}/edit`
    basedOn.value = String(said.number)
    // The first save by hand comes back to this page, which then takes attachments too.
    const stay = document.createElement('input')
    Object.assign(stay, { type: 'hidden', name: 'stay', value: 'yes' })
    form.append(stay)
    history.replaceState(null, '', form.action)
    status.textContent = '已自动保存为草稿，可以插入图片；点“保存草稿”后上传附件、送审。'
    form.dispatchEvent(new Event('input'))
  }
  const save = async () => {
    if (isNew) {
      creating ??= create().finally(() => (creating = undefined))
      return creating
    }
    const body = titled(filled())
    for (const name of ['picture', 'attachment', 'dropFile']) body.delete(name)
    dirty = false
    status.textContent = '正在自动保存……'
    const answer = await send('/save', body).catch(() => undefined)
    const said = (await answer?.json().catch(() => undefined)) as
      | { number: number; apart: boolean; current: number; sentence?: string }
      | undefined
    if (answer?.ok && said && !said.apart) {
      basedOn.value = String(said.number)
      status.textContent = `已自动保存（第${said.number}版）`
      return
    }
    dirty = true
    if (answer?.ok && said) {
      apart = true
      status.textContent = `他人已先保存第${said.current}版，您的文字另存为第${said.number}版，两份都在。请点“保存”后并排对照。`
      return
    }
    status.textContent = said?.sentence ?? '自动保存没有成功，文字还在本页，请点“保存”。'
    if (!said?.sentence) later()
  }
  const later = () => {
    clearTimeout(timer)
    if (!apart) timer = setTimeout(() => void save(), wait)
  }
  const change = () => {
    dirty = true
    later()
  }
  form.addEventListener('input', ({ target }) => {
    if ((target as HTMLInputElement).type !== 'file') change()
  })
  form.addEventListener('submit', (event) => {
    clearTimeout(timer)
    // Pressed while the draft is on its way: it becomes a version of that manuscript, not a second one.
    if (creating) {
      event.preventDefault()
      void creating.then(() => form.requestSubmit())
      return
    }
    filled()
    dirty = false
  })
  addEventListener('beforeunload', (event) => {
    if (!dirty) return
    event.preventDefault()
    event.returnValue = ''
  })

  const put = (markup: string) => {
    text.focus()
    document.execCommand('insertHTML', false, markup)
    change()
  }
  const upload = async (file: File) => {
    if (isNew) await save()
    if (isNew) return
    const body = new FormData()
    body.set('picture', file)
    const answer = await send('/pictures', body).catch(() => undefined)
    const said = (await answer?.text()) ?? '图片没有上传成功，请重试。'
    if (answer?.ok) put(said)
    else status.textContent = said
  }
  const paste = async (markup: string, words: string) => {
    // What comes in is made clean by the server, which keeps it with the draft: so there is one first.
    if (isNew) await save()
    if (isNew) {
      document.execCommand('insertText', false, words)
      return
    }
    const body = new FormData()
    body.set('html', markup)
    const answer = await send('/paste', body).catch(() => undefined)
    if (answer?.ok) return put(await answer.text())
    const refused = (await answer?.json().catch(() => undefined)) as { code: string; sentence: string } | undefined
    status.textContent = refused?.sentence ?? '粘贴时只保留了文字，图片请另行插入。'
    // What bears the mark of a secret goes nowhere; of anything else the words stay.
    if (!refused?.code.startsWith('secrecy')) document.execCommand('insertText', false, words)
  }
  text.addEventListener('paste', (event) => {
    const data = event.clipboardData
    const markup = data?.getData('text/html') ?? ''
    const picture = Array.from(data?.files ?? []).find(({ type }) => type.startsWith('image/'))
    if (markup === '' && !picture) return
    event.preventDefault()
    void (markup === '' ? upload(picture!) : paste(markup, data?.getData('text/plain') ?? ''))
  })
  const chosen = form.querySelector<HTMLInputElement>('[data-picture]')!
  chosen.addEventListener('change', () => {
    if (chosen.files?.[0]) void upload(chosen.files[0])
    chosen.value = ''
  })
  for (const button of form.querySelectorAll<HTMLElement>('[data-do]'))
    button.addEventListener('click', () => {
      const name = button.dataset['do'] ?? ''
      if (name === 'picture') return chosen.click()
      text.focus()
      if (name === 'h2' || name === 'p') document.execCommand('formatBlock', false, name)
      else document.execCommand(name)
      change()
    })
}
