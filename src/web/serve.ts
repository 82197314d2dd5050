import { serve } from '@hono/node-server'
import type { Server } from 'node:http'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { WebApp } from './routing.ts'

/** Listens; `stop` answers what is under way, closes idle connections at once and the rest after a second. Refuses `server.port-taken`. */
export async function serveWeb(
  app: WebApp,
  { host, port }: { host: string; port: number },
): Promise<{ url: string; port: number; stop(): Promise<void> }> {
  const server = await new Promise<{ handle: Server; port: number }>((done, fail) => {
    const handle = serve({ fetch: app.fetch, hostname: host, port }, (address) =>
      done({ handle, port: address.port }),
    ) as Server
    handle.once('error', (error: NodeJS.ErrnoException) =>
      fail(error.code === 'EADDRINUSE' ? refuse('server.port-taken', { port }) : error),
    )
  })
  const { handle } = server
  return {
    url: `http://${addressed(host)}:${server.port}/`,
    port: server.port,
    stop: () =>
      new Promise((done) => {
        handle.close(() => done())
        handle.closeIdleConnections()
        setTimeout(() => handle.closeAllConnections(), 1_000).unref()
      }),
  }
}

// What a person can type into a browser: all addresses are reached by loopback, IPv6 stands in brackets.
function addressed(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1'
  if (host === '::') return '[::1]'
  return host.includes(':') ? `[${host}]` : host
}
