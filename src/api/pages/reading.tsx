import { Head } from '../../web/index.ts'
import { apiProblems } from '../problems.ts'

type Schema = {
  $ref?: string
  type?: string | string[]
  description?: string
  enum?: string[]
  anyOf?: Schema[]
  items?: Schema
  properties?: Record<string, Schema>
  pattern?: string
  default?: unknown
}
type Parameter = { $ref?: string; name: string; in: string; required: boolean; description?: string; schema: Schema }
type Described = {
  operationId: string
  tags: string[]
  summary: string
  description: string
  parameters: Parameter[]
  requestBody?: { description: string }
  responses: { '200': { content: { 'application/json'?: { schema: Schema } } } }
}
type Document = {
  info: { version: string; description: string }
  paths: Record<string, Record<string, Described>>
  components: { schemas: Record<string, Schema> }
}

/** The interface as a person reads it: out of the document itself, without any script or outside asset. */
export function ReadingPage({ document }: { document: Readonly<Record<string, unknown>> }) {
  const { info, paths, components } = document as unknown as Document
  const told = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  )
  const tags = [...new Set(told.map(({ operation }) => operation.tags[0] ?? ''))]
  return (
    <>
      <Head title="对外接口说明" note={`版本 ${info.version}`}>
        <a class="btn" href="/api/v1/openapi.json">
          OpenAPI 文档
        </a>
      </Head>
      <div class="stackv">
        <General description={info.description} />
        <Example />
        {tags.map((tag) => (
          <section class="card">
            <header>
              <h2>{tag}</h2>
            </header>
            {told
              .filter(({ operation }) => operation.tags[0] === tag)
              .map((one) => (
                <Operation {...one} />
              ))}
          </section>
        ))}
        <section class="card">
          <header>
            <h2>字段</h2>
            <p>以后可能增加字段，读取时请忽略不认识的</p>
          </header>
          {Object.entries(components.schemas).map(([name, schema]) => (
            <Component name={name} schema={schema} />
          ))}
        </section>
        <Problems />
      </div>
    </>
  )
}

const General = ({ description }: { description: string }) => (
  <section class="card">
    <header>
      <h2>通用约定</h2>
    </header>
    <div class="in prose">
      <p>{description}</p>
      <ul>
        <li>
          请求头写明 <code>Authorization: Bearer 令牌</code>。令牌属于一个地区，只读得到该地区的数据。
        </li>
        <li>
          列表按编号排列，每页默认 50 条、最多 200 条（<code>limit</code>）。回答中的 <code>next</code> 原样填入{' '}
          <code>cursor</code> 得到下一页；为 null 时没有下一页。翻页期间新增的数据不会造成重复或遗漏。
        </li>
        <li>
          回答带 <code>ETag</code>；下次请求写明 <code>If-None-Match</code>，没有变动的回答 304。
        </li>
        <li>时刻为 UTC，日期为北京时间。没有列出的参数不接受，写错参数名不会被当作没有筛选。</li>
        <li>不支持从其他网站的网页直接调用（没有 CORS），请由服务器读取。</li>
      </ul>
    </div>
  </section>
)

const example = [
  '# 哪些月份开展过监测',
  'curl -H "Authorization: Bearer 令牌" https://本系统网址/api/v1/months',
  '# 一个月的合计',
  'curl -H "Authorization: Bearer 令牌" https://本系统网址/api/v1/months/2026-09',
  '# 各账号的结论，第一页；回答中的 next 不为 null 时，填入 cursor 读下一页，直至为 null',
  'curl -H "Authorization: Bearer 令牌" "https://本系统网址/api/v1/months/2026-09/verdicts?limit=200"',
  'curl -H "Authorization: Bearer 令牌" "https://本系统网址/api/v1/months/2026-09/verdicts?limit=200&cursor=上一页的next"',
  '# 不合格账号的问题和依据',
  'curl -H "Authorization: Bearer 令牌" "https://本系统网址/api/v1/findings?month=2026-09&class=veto&limit=200"',
]

const Example = () => (
  <section class="card">
    <header>
      <h2>示例：读取一个月的监测结论</h2>
      <p>令牌须有“月度监测结论”“经复核确认的问题”权限</p>
    </header>
    <div class="in">
      <pre class="words mono">{example.join('\n')}</pre>
    </div>
  </section>
)

function Operation({ path, method, operation }: { path: string; method: string; operation: Described }) {
  const taken = operation.parameters.filter(({ $ref }) => $ref === undefined)
  const answer = operation.responses['200'].content['application/json']?.schema
  return (
    <div class="in" id={operation.operationId}>
      <h3>{operation.summary}</h3>
      <p>
        <code>{`${method} /api/v1${path}`}</code>
      </p>
      <p>{operation.description}</p>
      {taken.length > 0 && (
        <table class="cards">
          <thead>
            <tr>
              <th>参数</th>
              <th>取值</th>
              <th>说明</th>
            </tr>
          </thead>
          <tbody>
            {taken.map(({ name, in: place, required, description, schema }) => (
              <tr>
                <td class="t">
                  <code>{name}</code>
                  {required && place === 'query' && <small>必填</small>}
                </td>
                <td data-l="取值">
                  <Kind schema={schema} />
                </td>
                {description ? <td data-l="说明">{description}</td> : <td class="hid" />}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <p>
        回答：
        {answer ? <Kind schema={answer.properties?.['data'] ?? answer} /> : '数据包的全部字节'}
      </p>
    </div>
  )
}

function Component({ name, schema }: { name: string; schema: Schema }) {
  return (
    <div class="in" id={`schema-${name}`}>
      <h3>{name}</h3>
      {schema.description && <p>{schema.description}</p>}
      {schema.properties && (
        <table class="cards">
          <thead>
            <tr>
              <th>字段</th>
              <th>类型</th>
              <th>说明</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(schema.properties).map(([field, one]) => (
              <tr>
                <td class="t">
                  <code>{field}</code>
                </td>
                <td data-l="类型">
                  <Kind schema={one} />
                </td>
                {one.description ? <td data-l="说明">{one.description}</td> : <td class="hid" />}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

const words: Readonly<Record<string, string>> = {
  string: '文字',
  integer: '整数',
  number: '数',
  boolean: '是否',
  object: '对象',
  null: 'null',
}

/** What a value may be, in words; a named one as a link to where it is told. */
function Kind({ schema }: { schema: Schema }) {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.split('/').at(-1) ?? ''
    return (
      <a class="lk" href={`#schema-${name}`}>
        {name}
      </a>
    )
  }
  if (schema.anyOf)
    return (
      <>
        {schema.anyOf.map((one, at) => (
          <>
            {at > 0 && ' 或 '}
            <Kind schema={one} />
          </>
        ))}
      </>
    )
  if (schema.items)
    return (
      <>
        <Kind schema={schema.items} />
        的列表
      </>
    )
  const kinds = [schema.type ?? []].flat().map((one) => words[one] ?? one)
  return <>{kinds.join(' 或 ') || '文字'}</>
}

const Problems = () => (
  <section class="card">
    <header>
      <h2>错误</h2>
      <p>application/problem+json（RFC 9457）；程序按 code 判断，detail 可以显示给人看</p>
    </header>
    <table class="cards">
      <thead>
        <tr>
          <th>code</th>
          <th>HTTP 状态</th>
          <th>含义</th>
        </tr>
      </thead>
      <tbody>
        {apiProblems.map(({ code, status, meaning }) => (
          <tr id={code}>
            <td class="t">
              <code>{code}</code>
            </td>
            <td class="num" data-l="HTTP 状态">
              {status}
            </td>
            <td data-l="含义">{meaning}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
