import { z } from 'zod'
import type { Deps } from '../access/index.ts'
import type { ApiScope } from './tokens/model.ts'

/** Who reads: the district of the token with its scopes; of what is public, no district. */
export type Reader = { deps: Deps; districtId: string; scopes: readonly ApiScope[] }

/** Parameters arrive as text, so each schema of one reads text. */
type Shape = Readonly<Record<string, z.ZodType>>
type Values<S extends Shape> = { [K in keyof S]: z.output<S[K]> }

/**
 * One operation of the interface. The same schemas read the request, describe it in the OpenAPI document, and are what its
 * answers are held against in tests. `scope` null: public, without a token.
 */
export type Operation = {
  id: string
  tag: string
  path: string
  scope: ApiScope | null
  /** What it answers follows the calendar, too, and not the records alone. */
  dated?: true
  summary: string
  description: string
  params: Shape
  query: Shape
  answer: z.ZodType
  read(
    reader: Reader,
    asked: { params: Readonly<Record<string, unknown>>; query: Readonly<Record<string, unknown>> },
  ): Promise<unknown>
}

type Typed<P extends Shape, Q extends Shape, A extends z.ZodType> = Omit<
  Operation,
  'params' | 'query' | 'answer' | 'read' | 'description'
> & {
  description?: string
  params?: P
  query?: Q
  answer: A
  read(reader: Reader, asked: { params: Values<P>; query: Values<Q> }): Promise<z.input<A>>
}

/** Keeps the types of an operation: what it reads must be what its answer says. */
export function defineOperation<P extends Shape = {}, Q extends Shape = {}, A extends z.ZodType = z.ZodType>(
  operation: Typed<P, Q, A>,
): Operation {
  const { description = '', params = {}, query = {}, ...rest } = operation
  return { ...rest, description, params, query }
}

const names = new Map<z.ZodType, { name: string; description: string }>()

/** A schema that has a name of its own in the document. */
export function named<S extends z.ZodType>(name: string, description: string, schema: S): S {
  if (namedSchemas().some((one) => one.name === name)) throw new Error(`two schemas are called ${name}`)
  names.set(schema, { name, description })
  return schema
}

export const nameOf = (schema: z.ZodType): string | undefined => names.get(schema)?.name

export const namedSchemas = () => [...names].map(([schema, said]) => ({ schema, ...said }))
