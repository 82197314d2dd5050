import { z } from 'zod'
import type { HeldFile } from '../access/index.ts'
import { isUuid } from '../database/index.ts'
import { plainText } from '../vocabulary/plain-text.ts'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { WebContext } from './context.ts'

export type FormValues = Record<string, string | string[]>
/** A form as parsed: its value, or the errors by field with what was typed, so that nothing is typed twice. */
export type FormOutcome<T> = { ok: true; value: T } | { ok: false; errors: Record<string, string>; values: FormValues }

/** An id chosen in a form, as the database takes it. */
export const idField = (message: string) => z.string(message).refine(isUuid, message)

/** The field in which a held up form brings the password or code that was asked for; no page ever reads it as its own. */
export const confirmationField = '_confirm'

/** What was typed there; undefined where nothing was asked for. */
export async function confirmationIn(c: WebContext): Promise<string | undefined> {
  const typed = (await parseForm(c))[confirmationField]
  return typeof typed === 'string' ? typed : undefined
}

/** Says of a form that is sent once more that its files were kept meanwhile. */
export const heldField = '_held'

/** A form as it was sent, to be sent once more: its fields in their order, and the files that came with them. */
export async function sentFields(c: WebContext): Promise<{ fields: [string, string][]; files: HeldFile[] }> {
  const all = Object.entries(await parseForm(c)).flatMap(([name, value]) =>
    [value].flat().map((one) => [name, one] as const),
  )
  const files = all.flatMap(([field, value]) => (value instanceof File && value.name !== '' ? [{ field, value }] : []))
  return {
    fields: all.flatMap(([name, value]) =>
      typeof value === 'string' && name !== confirmationField ? [[name, value] as [string, string]] : [],
    ),
    files: await Promise.all(
      files.map(async ({ field, value }) => ({
        field,
        name: value.name,
        mediaType: value.type,
        bytes: new Uint8Array(await value.arrayBuffer()),
      })),
    ),
  }
}

export const isHeld = async (c: WebContext): Promise<boolean> => typeof (await parseForm(c))[heldField] === 'string'

/** Puts kept files back where they were chosen: whoever reads the form finds them as if it had never been held up. */
export async function putBack(c: WebContext, files: readonly HeldFile[]): Promise<void> {
  const form = await c.req.formData()
  for (const { field, name, mediaType, bytes } of files)
    form.append(field, new File([new Uint8Array(bytes)], name, { type: mediaType }))
}

/** The fields of a posted form, without signs that nobody can have typed; a name sent several times gives a list. */
export async function formValues(c: WebContext): Promise<FormValues> {
  const { [confirmationField]: _, [heldField]: __, ...body } = await parseForm(c)
  const entries = Object.entries(body).map(
    ([name, value]) =>
      [
        name,
        Array.isArray(value)
          ? value.filter((one) => typeof one === 'string').map(plainText)
          : typeof value === 'string'
            ? plainText(value)
            : '',
      ] as const,
  )
  return Object.fromEntries(entries)
}

/** The fields as they were typed, each one text, to be shown again with what is wrong. */
export async function typedValues(c: WebContext): Promise<Record<string, string>> {
  return Object.fromEntries(Object.entries(await formValues(c)).map(([name, value]) => [name, String(value)]))
}

/** Every text that was typed into a posted form, and the name of every file that came with it. */
export async function typedTexts(c: WebContext): Promise<string[]> {
  const { [confirmationField]: _, [heldField]: __, ...body } = await parseForm(c)
  return Object.values(body)
    .flat()
    .map((value) => (typeof value === 'string' ? value : value.name))
}

/** Every file that came with a posted form, whatever field it was chosen in. */
export async function sentFiles(c: WebContext): Promise<{ name: string; bytes: Uint8Array }[]> {
  const files = Object.values(await parseForm(c)).flatMap((value) =>
    [value].flat().filter((one) => one instanceof File),
  )
  return Promise.all(
    files.map(async (file) => ({ name: plainText(file.name), bytes: new Uint8Array(await file.arrayBuffer()) })),
  )
}

// What can't be read as a form was sent broken or cut off on the way: the sender hears so. The body's limit says its own.
async function parseForm(c: WebContext) {
  try {
    return await c.req.parseBody({ all: true })
  } catch (error) {
    if (error instanceof TypeError) throw refuse('web.form-unreadable')
    throw error
  }
}

/** Parses a form once, at the border. Blank fields count as missing. The schema's messages are Chinese sentences. */
export async function readForm<S extends z.ZodType>(c: WebContext, schema: S): Promise<FormOutcome<z.output<S>>> {
  const values = await formValues(c)
  const filled = Object.fromEntries(
    Object.entries(values)
      .map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value] as const)
      .filter(([, value]) => value !== ''),
  )
  const parsed = schema.safeParse(filled)
  if (parsed.success) return { ok: true, value: parsed.data }
  const errors: Record<string, string> = {}
  for (const issue of parsed.error.issues) errors[issue.path.join('.') || 'form'] ??= issueText(issue)
  return { ok: false, errors, values }
}

// What a schema doesn't say itself comes from the library in English.
const issueText = (issue: { code?: string; message: string }) =>
  /^[“《\u4e00-\u9fff]/.test(issue.message) ? issue.message : '请填写，或核对填写的内容。'

/** An uploaded file of a form, or undefined when none was chosen. */
export async function readUpload(
  c: WebContext,
  field: string,
): Promise<{ name: string; bytes: Uint8Array } | undefined> {
  const value = [(await parseForm(c))[field]].flat().at(-1)
  // A browser sends a file without a name where none was chosen; one of 0 bytes was chosen, and its reader says so.
  if (!(value instanceof File) || (value.size === 0 && value.name === '')) return undefined
  return { name: plainText(value.name), bytes: new Uint8Array(await value.arrayBuffer()) }
}

/** The files of several fields, those that were chosen. */
export async function readUploads(
  c: WebContext,
  fields: readonly string[],
): Promise<{ name: string; bytes: Uint8Array }[]> {
  const found = await Promise.all(fields.map((field) => readUpload(c, field)))
  return found.filter((one) => one !== undefined)
}

/** As `readUpload`; refuses `web.upload-missing`. */
export async function requireUpload(c: WebContext, field: string): Promise<{ name: string; bytes: Uint8Array }> {
  const file = await readUpload(c, field)
  if (!file) throw refuse('web.upload-missing')
  return file
}
