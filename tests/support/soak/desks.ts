import { type Asked, linksIn, Visitor } from '../clickers.ts'
import { confirmationField } from '../../../src/web/forms.ts'
import { type Form, formsOf } from '../doors/forms.ts'
import { chosenFile, typedInto } from './typed.ts'

/** A form that somebody finds on a page: the piece of work that it is. */
export type Task = { login: string; page: string; name: string }
/** What was answered to a form that was sent. */
export type Sent = { name: string; asked: Asked }

const anyId = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g
const plain = (path: string) => path.split('?')[0]!.replaceAll(anyId, ':id')
const nameOf = (form: Form) => plain(form.action)

// What would lock out those who go on working, or ask somebody outside.
const leftAlone = [
  /^\/(sign-out|confirm|sso|password|second-factor|sign-ins|security|rights|display)/,
  /^\/users\/:id\//,
  /^\/sources\/.*(test|try|authori)/,
  /^\/(webhooks|notify)\//,
]
const isOurs = (form: Form) => !leftAlone.some((one) => one.test(nameOf(form)))

const PAGES_EACH = 220
const ALIKE = 2

/** Everybody's pages, each kind of page a few times, and the forms that stand there. */
export async function findTasks(people: ReadonlyMap<string, Visitor>): Promise<Task[]> {
  const tasks = new Map<string, Task>()
  for (const [login, visitor] of people) {
    const seen = new Map<string, number>()
    const waiting = ['/']
    for (let pages = 0; waiting.length > 0 && pages < PAGES_EACH; pages++) {
      const page = waiting.shift()!
      const { status, text } = await visitor.ask(page)
      if (status !== 200) continue
      for (const form of formsOf(text).filter(isOurs)) {
        const name = nameOf(form)
        if (!tasks.has(`${login} ${name}`)) tasks.set(`${login} ${name}`, { login, page, name })
      }
      for (const link of linksIn(text)) {
        const count = seen.get(plain(link)) ?? 0
        seen.set(plain(link), count + 1)
        if (count < ALIKE) waiting.push(link)
      }
    }
  }
  return [...tasks.values()]
}

/**
 * Opens the page of a task, fills its form in and sends it, and goes on with what is asked of him then: who he is, or whether
 * what he was shown is right. Undefined where the form is no longer there.
 */
export async function workOn(visitor: Visitor, { page, name }: Task, words: string): Promise<Sent | undefined> {
  const { text } = await visitor.ask(page)
  const form = formsOf(text).find((one) => nameOf(one) === name)
  if (!form) return undefined
  let sent = await send(visitor, form, words)
  for (let step = 0; step < STEPS_MOST; step++) {
    const next = asksWho(sent) ?? asksWhether(sent, name)
    if (!next) break
    sent = await send(visitor, next, words)
  }
  return sent
}

const STEPS_MOST = 2

const asksWho = ({ asked: { text } }: Sent) =>
  formsOf(text).find(({ fields }) => fields.some(([field]) => field === confirmationField))
const asksWhether = ({ asked: { status, text } }: Sent, name: string) =>
  status === 200 ? formsOf(text).find((form) => nameOf(form).startsWith(`${name}/`)) : undefined

async function send(visitor: Visitor, form: Form, words: string): Promise<Sent> {
  const name = nameOf(form)
  const turn = words.replaceAll(/\D/g, '')
  const valueOf = (field: string, value: string) =>
    field === confirmationField
      ? visitor.password
      : (typedInto(name, field, turn) ?? (value === '' && form.texts.includes(field) ? words : value))
  const fields = form.fields
    // No one bears every role: the first that is offered.
    .filter(([field], at, all) => field !== '_csrf' && !(field === 'roles' && all[at - 1]?.[0] === 'roles'))
    .map(([field, value]): [string, string] => [field, valueOf(field, value)])
  const chosen: [string, File][] = []
  for (const field of form.files) chosen.push([field, await chosenFile(name, turn)])
  return { name, asked: await visitor.ask(form.action, fields, chosen) }
}
