import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

type Json = Record<string, unknown>
/** An OpenAPI document as far as it is looked at; validity is the validator's matter. */
export type Linted = {
  tags: { name: string; description?: string | undefined }[]
  paths: Record<string, Record<string, Operation>>
  components: Record<string, Record<string, Json>>
  security?: Json[]
}
type Operation = {
  operationId?: string
  summary?: string
  description?: string
  tags?: string[]
  parameters: { $ref?: string; name?: string; in?: string; description?: string; schema?: Json }[]
  responses: Record<string, Json>
}

/** What in a valid document a reader would miss or stumble over, a line each. */
export function lintInterface(document: Linted): string[] {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ at: `${method} ${path}`, path, operation })),
  )
  return [
    ...operations.flatMap(({ at, path, operation }) => [
      ...ofOperation(document, operation).map((fault) => `${at}: ${fault}`),
      ...ofPath(path, operation).map((fault) => `${at}: ${fault}`),
    ]),
    ...repeated(operations.map(({ operation }) => operation.operationId ?? '')).map((id) => `operationId twice: ${id}`),
    ...ofTags(document),
    ...unusedComponents(document),
    ...ofSchemas(document),
  ]
}

function* ofOperation(document: Linted, { operationId, summary, description, tags, parameters, responses }: Operation) {
  if (!/^[a-z]+([A-Z][a-z]+)+$/.test(operationId ?? '')) yield 'operationId is no verbNoun'
  if (!summary) yield 'no summary'
  if (!description) yield 'no description'
  if (tags?.length !== 1) yield 'not under one tag'
  for (const { $ref, name, description: said, schema } of parameters)
    if ($ref === undefined && !said && !describedElsewhere(document, schema))
      yield `parameter ${name} without description`
  for (const kind of ['4XX', '5XX'])
    if (!Object.keys(responses).some((status) => status[0] === kind[0])) yield `no ${kind}`
  if (!Object.keys(responses).some((status) => status.startsWith('2'))) yield 'no answer'
  for (const [status, answer] of Object.entries(responses))
    if (!answer['description'] && !describedElsewhere(document, answer)) yield `answer ${status} without description`
}

const describedElsewhere = (document: Linted, schema: Json | undefined) =>
  typeof schema?.['$ref'] === 'string' && Boolean(at(document, schema['$ref'])?.['description'])

function* ofPath(path: string, { parameters }: Operation) {
  if (!/^(\/([a-z]+(-[a-z]+)*|\{[a-z][A-Za-z]*\}))+$/.test(path)) yield 'path is not of small words'
  const named = new Set([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
  const told = parameters.filter((one) => one.in === 'path').map(({ name }) => name)
  if (told.length !== named.size || !told.every((name) => named.has(name)))
    yield `path parameters are ${told.join() || 'none'}`
  yield* repeated(parameters.map((one) => one.$ref ?? `${one.in} ${one.name}`)).map(
    (name) => `parameter twice: ${name}`,
  )
}

function ofTags({ tags, paths }: Linted): string[] {
  const used = new Set(
    Object.values(paths).flatMap((methods) => Object.values(methods).flatMap((one) => one.tags ?? [])),
  )
  return [
    ...tags.filter(({ description }) => !description).map(({ name }) => `tag without description: ${name}`),
    ...tags.filter(({ name }) => !used.has(name)).map(({ name }) => `tag unused: ${name}`),
    ...[...used].filter((name) => !tags.some((tag) => tag.name === name)).map((name) => `tag unknown: ${name}`),
    ...repeated(tags.map(({ name }) => name)).map((name) => `tag twice: ${name}`),
  ]
}

/** A component that nothing outside components leads to. */
function unusedComponents({ components, ...rest }: Linted): string[] {
  const reached = new Set<string>()
  const visit = (value: unknown): void => {
    for (const ref of refsIn(value)) {
      if (reached.has(ref)) continue
      reached.add(ref)
      visit(at({ components, ...rest }, ref))
    }
  }
  visit(rest)
  for (const name of securityNames(rest)) reached.add(`#/components/securitySchemes/${name}`)
  return Object.entries(components).flatMap(([kind, all]) =>
    Object.keys(all)
      .map((name) => `#/components/${kind}/${name}`)
      .filter((ref) => !reached.has(ref))
      .map((ref) => `unused: ${ref}`),
  )
}

/** Every schema of the document, wherever it stands: references that lead somewhere, `required` that is there, examples that fit. */
function ofSchemas(document: Linted): string[] {
  const ajv = new Ajv2020({ strict: false })
  // The package is CommonJS: what it exports as default is the function, whatever its types say.
  ;(addFormats as unknown as (to: Ajv2020) => void)(ajv)
  const faults: string[] = []
  walk(document, '#', (value, where) => {
    const { $ref, properties, required, type, items, example, examples } = value
    if (typeof $ref === 'string' && at(document, $ref) === undefined) faults.push(`${where}: leads nowhere: ${$ref}`)
    if (type === 'array' && items === undefined) faults.push(`${where}: array of anything`)
    if (Array.isArray(required) && properties)
      for (const name of required)
        if (!Object.hasOwn(properties, String(name))) faults.push(`${where}: no ${String(name)}`)
    const shown = [...(example === undefined ? [] : [example]), ...(Array.isArray(examples) ? examples : [])]
    const schema = (value['schema'] ?? value) as Json
    for (const one of shown)
      if (!ajv.validate({ ...schema, components: document.components }, one))
        faults.push(`${where}: example does not fit`)
  })
  return faults
}

function walk(value: unknown, where: string, see: (value: Json, where: string) => void): void {
  if (typeof value !== 'object' || value === null) return
  if (!Array.isArray(value)) see(value as Json, where)
  for (const [key, inner] of Object.entries(value))
    if (key !== 'example' && key !== 'examples') walk(inner, `${where}/${key}`, see)
}

function refsIn(value: unknown): string[] {
  const refs: string[] = []
  walk(value, '', ({ $ref }) => void (typeof $ref === 'string' && refs.push($ref)))
  return refs
}
function securityNames(value: unknown): string[] {
  const names: string[] = []
  walk(value, '', ({ security }) => {
    if (Array.isArray(security)) names.push(...security.flatMap((one) => Object.keys(one as Json)))
  })
  return names
}
const at = (document: Linted, ref: string): Json | undefined =>
  ref
    .slice(2)
    .split('/')
    .reduce<Json | undefined>((found, key) => found?.[key] as Json | undefined, document as unknown as Json)
const repeated = (all: readonly string[]) => all.filter((one, place) => all.indexOf(one) !== place)
