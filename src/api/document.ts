import { z } from 'zod'
import { named, namedSchemas, nameOf, type Operation } from './operation.ts'
import { apiBase, operations } from './operations.ts'
import { type PackageOperation, packageOperations } from './packages/operations.ts'
import { scopeLabels } from './tokens/model.ts'

// Of the interface, not of the program: a field more raises the middle number, what breaks a reader the first, and `/api/v1`.
const interfaceVersion = '1.2.0'

const packageTag = '上下级报送'
const aboutTags: Readonly<Record<string, string>> = {
  台账: '登记在册的主办单位和政务新媒体账号',
  备案报送: '各单位的备案报送，以及开设、变更、关停、注销的办理情况',
  月度监测: '各月监测结论，经人工复核的问题',
  整改: '已签发的整改通知及其办理情况',
  季度报告: '审定的季度自查报告',
  年度评分: '已告知单位的年度监管评分',
  通报和简报: '已印发的通报，已审定的监测简报',
  公开名录: '经第二人核准、对社会公开的账号名录',
  [packageTag]: '上下级之间签名数据包的收发，须用收发令牌',
}

type Json = Readonly<Record<string, unknown>>

/** RFC 9457, with the code of the refusal and the number under which the answer is found in the log. */
named(
  'Problem',
  '错误（RFC 9457）',
  z.object({
    type: z.string().describe('错误说明的地址'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('错在哪里、怎么办，可以直接显示给人看'),
    code: z.string().describe('稳定的错误代码，供程序判断'),
    id: z.string().describe('请求编号，向管理员反映问题时提供'),
  }),
)

/** The document of the interface: OpenAPI 3.1, out of the very schemas that read its requests. */
export function apiDocument(): Json {
  return {
    openapi: '3.1.1',
    info: {
      title: '政务新媒体监管平台对外接口',
      version: interfaceVersion,
      summary: '供其他系统读取一个地区的台账、备案、监测、整改、报告和通报',
      description:
        '除报送数据包外只读。令牌由系统管理员建立，写在 Authorization 请求头中。回答中没有电话和人员姓名；“暂不判定”与“不合格”始终分列，null 表示没有数据，不等于 0。',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: apiBase, description: '本系统' }],
    security: [{ token: [] }],
    tags: [...new Set(operations.map(({ tag }) => tag)), packageTag].map((name) => ({
      name,
      description: aboutTags[name],
    })),
    paths: {
      ...Object.fromEntries(operations.map((operation) => [operation.path, { get: described(operation) }])),
      ...packagePaths(),
    },
    components: {
      schemas: componentSchemas(),
      parameters: { IfNoneMatch: ifNoneMatch },
      responses: { NotModified: { description: '与上次读取的相同' }, Problem: problemAnswer },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: '形如 gm_行政区划代码_随机字符，只在建立时显示一次' },
        packageToken: {
          type: 'http',
          scheme: 'bearer',
          description: '上下级收发令牌，形如 gx_行政区划代码_随机字符；只能收发双方之间的数据包',
        },
      },
    },
  }
}

const ifNoneMatch = {
  name: 'If-None-Match',
  in: 'header',
  required: false,
  description: '上次回答的 ETag；没有变动的回答 304，不再传送内容',
  schema: { type: 'string' },
}
const problemAnswer = {
  description: '没有办成；错误代码和原因在回答中',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

function described({ id, tag, scope, summary, description, params, query, answer }: Operation): Json {
  const needs = scope === null ? '不需要令牌。' : `令牌须有“${scopeLabels[scope]}”权限。`
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: [description, needs].filter(Boolean).join(''),
    ...(scope === null && { security: [] }),
    'x-scope': scope,
    parameters: [
      ...Object.entries(params).map(([name, schema]) => parameter(name, schema, 'path')),
      ...Object.entries(query).map(([name, schema]) => parameter(name, schema, 'query')),
      { $ref: '#/components/parameters/IfNoneMatch' },
    ],
    responses: {
      '200': {
        description: summary,
        headers: { ETag: { description: '内容的标记', schema: { type: 'string' } } },
        content: { 'application/json': { schema: schemaOf(answer, 'output') } },
      },
      '304': { $ref: '#/components/responses/NotModified' },
      '4XX': { $ref: '#/components/responses/Problem' },
      '5XX': { $ref: '#/components/responses/Problem' },
    },
  }
}

function packagePaths(): Json {
  const paths: Record<string, Record<string, Json>> = {}
  for (const operation of packageOperations)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describedPackages(operation) }
  return paths
}

const packageBytes = { 'application/octet-stream': { schema: {} } }

function describedPackages(operation: PackageOperation): Json {
  const { id, method, summary, description, params, query, takes, answer, statuses } = operation
  const content = answer ? { 'application/json': { schema: schemaOf(answer, 'output') } } : packageBytes
  const headers = { ETag: { description: '内容的标记', schema: { type: 'string' } } }
  const answers = Object.entries(statuses).map(([status, told]) => [
    status,
    { description: told, ...(method === 'get' && { headers }), content },
  ])
  return {
    operationId: id,
    tags: [packageTag],
    summary,
    description,
    security: [{ packageToken: [] }],
    'x-scope': 'packages',
    parameters: [
      ...Object.entries(params).map(([name, schema]) => parameter(name, schema, 'path')),
      ...Object.entries(query).map(([name, schema]) => parameter(name, schema, 'query')),
      ...(method === 'get' ? [{ $ref: '#/components/parameters/IfNoneMatch' }] : []),
    ],
    ...(takes && { requestBody: { required: true, description: '数据包的全部字节', content: packageBytes } }),
    responses: {
      ...Object.fromEntries(answers),
      ...(method === 'get' && { '304': { $ref: '#/components/responses/NotModified' } }),
      '4XX': { $ref: '#/components/responses/Problem' },
      '5XX': { $ref: '#/components/responses/Problem' },
    },
  }
}

function parameter(name: string, schema: z.ZodType, place: 'path' | 'query'): Json {
  const { description, ...rest } = schemaOf(schema, 'input') as Json & { description?: string }
  return {
    name,
    in: place,
    required: place === 'path' || !schema.safeParse(undefined).success,
    ...(description !== undefined && { description }),
    schema: rest,
  }
}

const reference = (name: string): Json => ({ $ref: `#/components/schemas/${name}` })

// What has a name is told by its name, also where it is the whole of an answer; what is said of it here stands beside it.
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const description = z.globalRegistry.get(schema)?.description
  const bare = schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema
  const name = nameOf(bare)
  if (name !== undefined) return { ...reference(name), ...(description !== undefined && { description }) }
  return written(schema, io)
}

function written(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    target: 'draft-2020-12',
    io,
    override({ zodSchema, jsonSchema }) {
      const part: unknown = zodSchema
      const name = part === schema ? undefined : nameOf(part as z.ZodType)
      if (name !== undefined) {
        for (const key of Object.keys(jsonSchema)) delete jsonSchema[key as keyof typeof jsonSchema]
        Object.assign(jsonSchema, reference(name))
      }
      // A format says what its pattern does; whoever reads v1 must expect that a later release knows one field more.
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern
      delete jsonSchema.additionalProperties
      // Not a bound of ours, only the edge of what a number holds exactly.
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
    },
  })
  return rest
}

const componentSchemas = (): Json =>
  Object.fromEntries(
    namedSchemas()
      .toSorted((one, other) => (one.name < other.name ? -1 : 1))
      .map(({ name, description, schema }) => [
        name,
        { ...(description !== '' && { description }), ...written(schema, 'output') },
      ]),
  )
