import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Somebody outside who takes the news of a district: under each number the bodies that came. */
export type NewsHeard = { url: string; bodies: Map<string, string[]>; close(): Promise<void> }

export async function newsHeard(): Promise<NewsHeard> {
  const bodies = new Map<string, string[]>()
  const receiver = createServer((request, response) => {
    let body = ''
    request.on('data', (piece: Buffer) => (body += piece.toString('utf8')))
    request.on('end', () => {
      const id = String(request.headers['webhook-id'])
      bodies.set(id, [...(bodies.get(id) ?? []), body])
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done))
  const { port } = receiver.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/news`,
    bodies,
    close: () => new Promise((done) => receiver.close(() => done())),
  }
}
