import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

type Json = Record<string, unknown>
type Parameter = { $ref?: string; name: string; in: string; required: boolean; schema: Json }
type Described = {
  operationId: string
  parameters: Parameter[]
  'x-scope': string | null
  responses: Record<string, { content: Record<string, { schema: Json }> }>
}
type Method = 'get' | 'post'
export type ApiDocument = {
  openapi: string
  paths: Record<string, Partial<Record<Method, Described>>>
  components: { schemas: Record<string, Json> }
}

/** Reads an interface by its document alone, as a stranger would: nothing of the program's own schemas is used. */
export function interfaceReader(document: ApiDocument) {
  const ajv = new Ajv2020({ strict: false, allErrors: true, coerceTypes: false })
  // The package is CommonJS: what it exports as default is the function, whatever its types say.
  ;(addFormats as unknown as (to: Ajv2020) => void)(ajv)
  ajv.addSchema({ $id: 'document', components: strictly(document.components) as Json })
  const compiled = new Map<string, ValidateFunction>()
  const validatorOf = (key: string, schema: Json) => {
    const known = compiled.get(key) ?? ajv.compile(absolute(strictly(schema)) as Json)
    compiled.set(key, known)
    return known
  }
  const faults = (validate: ValidateFunction, value: unknown) =>
    validate(value) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)

  return {
    operations: Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, described]) => ({ path, method: method as Method, ...described })),
    ),
    /** What of a request the document doesn't allow. */
    requestFaults(path: string, params: Record<string, string>, query: Record<string, string>): string[] {
      const { parameters, operationId } = document.paths[path]!.get!
      const named = parameters.filter(({ $ref }) => $ref === undefined)
      const unknown = Object.keys(query).filter((name) => !named.some((one) => one.in === 'query' && one.name === name))
      const wrong = named.flatMap(({ name, in: place, required, schema }) => {
        const given = (place === 'path' ? params : query)[name]
        if (given === undefined) return required ? [`${name} is missing`] : []
        const value = schema['type'] === 'integer' ? Number(given) : given
        return faults(validatorOf(`${operationId}.${name}`, schema), value).map((fault) => `${name}${fault}`)
      })
      return [...unknown.map((name) => `${name} is unknown`), ...wrong]
    },
    /** What of an answer the document doesn't say. A field that it doesn't name is a fault, too. */
    answerFaults(path: string, answer: unknown, method: Method = 'get'): string[] {
      const { operationId, responses } = document.paths[path]![method]!
      return faults(validatorOf(operationId, responses['200']!.content['application/json']!.schema), answer)
    },
    problemFaults: (answer: unknown) =>
      faults(validatorOf('problem', { $ref: '#/components/schemas/Problem' }), answer),
  }
}

// The document leaves room for fields of later releases; this release has exactly those that it names.
function strictly(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(strictly)
  if (typeof schema !== 'object' || schema === null) return schema
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, strictly(value)]))
  return 'properties' in inner && inner['type'] === 'object' ? { ...inner, additionalProperties: false } : inner
}

function absolute(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(absolute)
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      key === '$ref' && typeof value === 'string' ? `document${value}` : absolute(value),
    ]),
  )
}
