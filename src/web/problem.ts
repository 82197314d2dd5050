import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { WebContext } from './context.ts'

/** Addresses that programs ask: what goes wrong there is told as a problem (RFC 9457), never as a page. */
export const isMachines = (path: string): boolean => path.startsWith('/api/')

type Told = { status: ContentfulStatusCode; code: string; detail: string }

/** A refusal or a defect as a program reads it: `code` to go by, `detail` to be shown to a person. */
export function answerProblem(c: WebContext, { status, code, detail }: Told): Response {
  const problem = { type: `/api#${code}`, title: titleOf(status), status, detail, code, id: c.var.requestId }
  return c.body(JSON.stringify(problem), status, { 'Content-Type': 'application/problem+json; charset=utf-8' })
}

const titles: Readonly<Record<number, string>> = {
  401: '请先登录',
  403: '不能办理',
  404: '没有找到',
  409: '未能办理',
  413: '文件过大',
  415: '文件类型不符',
  422: '内容有误',
  423: '暂时锁定',
  500: '系统故障',
}

export const titleOf = (status: number): string => titles[status] ?? '未能办理'
