import { z } from 'zod'
import {
  fetchedPackage,
  handIn,
  kindLabels,
  peerBearer,
  type PeerBearer,
  waitingPackages,
} from '../../exchange/index.ts'
import type { WebContext } from '../../web/index.ts'
import { type Memory, readAsked, sendTagged, taggedBody, tellHow } from '../answer.ts'
import { bearerText } from '../bearer.ts'
import { code, id, idParam, moment } from '../fields.ts'
import { named } from '../operation.ts'
import { afterOf, byId, paged, pageOf, pageQuery } from '../paging.ts'

/** 上下级报送 by programs: another office fetches what is addressed to it and hands in what it signed (decision 037). */

const kind = code('PackageKind', kindLabels)
const office = z.object({ code: z.string(), name: z.string() })

const waiting = named(
  'Package',
  '一个等候收件单位来取的数据包',
  z.object({
    id,
    kind,
    from: office,
    madeAt: moment,
    expiresAt: moment.describe('此时刻起不能再接收'),
    digest: z.string().describe('所签名内容的 SHA-256'),
    fetchedAt: moment.nullable().describe('首次取走；null 为还没有取'),
  }),
)

const handedIn = named(
  'HandedIn',
  '报送的数据包已经核验并接收',
  z.object({
    id,
    kind,
    digest: z.string(),
    entered: z.boolean().describe('已登记为上级交办'),
    waits: z.string().nullable().describe('还须由人办理的事项'),
    repeated: z.boolean().describe('以前接收过同一个数据包，没有重复接收'),
  }),
)

const listQuery = { kind: kind.optional(), ...pageQuery }
const oneParams = { id: idParam }

type Answering = (c: WebContext, bearer: PeerBearer) => Promise<Response>

/** An operation for whoever bears a token for packages. It answers JSON, or the bytes of a package, or takes those. */
export type PackageOperation = {
  id: string
  method: 'get' | 'post'
  path: string
  summary: string
  description: string
  params: Record<string, z.ZodType>
  query: Record<string, z.ZodType>
  takes?: 'package'
  /** Undefined: the bytes of a package. */
  answer?: z.ZodType
  statuses: Readonly<Record<string, string>>
  handle: Answering
}

const bytesType = 'application/octet-stream'
const tokenNote = '须用收发令牌（形如 gx_…），由对方单位的系统管理员在“上下级公钥”页面建立，只能收发双方之间的数据包。'

export const packageOperations: readonly PackageOperation[] = [
  {
    id: 'listPackages',
    method: 'get',
    path: '/packages',
    summary: '等候本单位来取的数据包',
    description: `列出发给令牌所属单位、尚在有效期内的数据包。取走以后仍然列出，直至到期，以便中断后再取。${tokenNote}`,
    params: {},
    query: listQuery,
    answer: pageOf(waiting),
    statuses: { '200': '等候来取的数据包' },
    async handle(c, bearer) {
      const { query } = readAsked(c, { params: {}, query: listQuery })
      const { kind: wanted, cursor, limit } = query
      const rows = await waitingPackages(c.var.deps, bearer, {
        kind: wanted,
        after: afterOf({ cursor, limit }),
        limit: limit + 1,
      })
      return sendTagged(c, taggedBody(JSON.stringify(paged(rows, { limit }, byId))), true)
    },
  },
  {
    id: 'readPackage',
    method: 'get',
    path: '/packages/{id}',
    summary: '取一个数据包',
    description: `回答数据包的全部字节，与下载的文件相同；接收前须核验签名。${tokenNote}`,
    params: oneParams,
    query: {},
    statuses: { '200': '数据包' },
    async handle(c, bearer) {
      const { params } = readAsked(c, { params: oneParams, query: {} })
      const { kept, bytes } = await fetchedPackage(c.var.deps, bearer, params.id)
      return sendTagged(c, { body: new Uint8Array(bytes), tag: `"${kept.digest}"` }, true, bytesType)
    },
  },
  {
    id: 'handInPackage',
    method: 'post',
    path: '/packages',
    summary: '报送一个数据包',
    description: `请求内容为数据包的全部字节。与用文件接收时同样核验，不符的以同样的代码不予接收；同一个数据包再次报送不会重复接收。${tokenNote}`,
    params: {},
    query: {},
    takes: 'package',
    answer: handedIn,
    statuses: { '201': '已经接收', '200': '以前接收过同一个数据包' },
    async handle(c, bearer) {
      readAsked(c, { params: {}, query: {} })
      const bytes = new Uint8Array(await c.req.arrayBuffer())
      const taken = await handIn(c.var.deps, bearer, bytes, c.var.requestId)
      return c.body(JSON.stringify(taken), taken.repeated ? 200 : 201, {
        'Content-Type': 'application/json; charset=utf-8',
      })
    },
  },
]

const PER_MINUTE = 600

/** Answers one request about packages: token, rate, then the operation. Refusals fly to the edge, which tells them as problems. */
export async function answerPackages(c: WebContext, { handle }: PackageOperation, { rate }: Memory): Promise<Response> {
  try {
    const { deps } = c.var
    const bearer = await peerBearer(deps, bearerText(c.req.header('authorization')))
    const asking = { districtId: bearer.place, id: bearer.tokenId, perMinute: PER_MINUTE }
    await rate.take(deps.db, asking, deps.wall.now())
    return await handle(c, bearer)
  } catch (error) {
    tellHow(c, error)
    throw error
  }
}
