/** A form as a browser would send it: where to, and its fields with what stands in them. */
export type Form = { action: string; fields: [name: string, value: string][]; texts: string[]; files: string[] }

const unescape = (text: string) =>
  text
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')

const attribute = (tag: string, name: string): string | undefined => {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1]
  return found === undefined ? undefined : unescape(found)
}

/** The posted forms of a page. `texts`: names of the fields that people write into. */
export function formsOf(html: string): Form[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].flatMap(([, head = '', body = '']): Form[] => {
    const action = attribute(head, 'action')
    if (attribute(head, 'method') !== 'post' || action === undefined) return []
    const form: Form = { action: action.split('#')[0]!, fields: [], texts: [], files: [] }
    for (const [, tag = '', attributes = '', inside = ''] of body.matchAll(
      /<(input|textarea|select|button)\b([^>]*?)\/?>(?:([^<]*)<\/textarea>|((?:<option.*?)?)<\/select>)?/gs,
    ))
      addField(form, tag, attributes, inside)
    for (const [, attributes = '', options = ''] of body.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs))
      addSelect(form, attributes, options)
    return [form]
  })
}

function addField(form: Form, tag: string, attributes: string, inside: string): void {
  const [name, type = 'text'] = [attribute(attributes, 'name'), attribute(attributes, 'type')]
  if (!name || tag === 'select') return
  if (type === 'file') form.files.push(name)
  else if (tag === 'textarea') {
    form.texts.push(name)
    form.fields.push([name, unescape(inside)])
  } else if (tag === 'button') {
    // The first button is the one that Enter presses.
    if (!form.fields.some(([known]) => known === name)) form.fields.push([name, attribute(attributes, 'value') ?? ''])
  } else if (type === 'checkbox' || type === 'radio') {
    if (type === 'checkbox' || !form.fields.some(([known]) => known === name))
      form.fields.push([name, attribute(attributes, 'value') ?? 'on'])
  } else {
    const value = attribute(attributes, 'value') ?? ''
    if (['text', 'search', 'url', 'tel', 'email'].includes(type)) form.texts.push(name)
    form.fields.push([name, value || typed[type] || ''])
  }
}

const typed: Readonly<Record<string, string>> = {
  date: '2026-10-12',
  number: '1',
  month: '2026-09',
  'datetime-local': '2026-10-12T08:00',
  time: '08:00',
}

function addSelect(form: Form, attributes: string, options: string): void {
  const name = attribute(attributes, 'name')
  const values = [...options.matchAll(/<option\b([^>]*)>/g)].map(([, one = '']) => ({
    value: attribute(one, 'value') ?? '',
    chosen: /\sselected/.test(one),
  }))
  const value =
    values.find(({ chosen, value: one }) => chosen && one)?.value ?? values.find(({ value: one }) => one)?.value
  if (name && value !== undefined) form.fields.push([name, value])
}
