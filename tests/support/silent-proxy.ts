import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/**
 * A network between the program and its database, on loopback: takes connections for the socket `to` and hands bytes on,
 * until it is cut. Then it swallows what it is sent and says nothing, as a cable that was pulled: nothing is closed.
 */
export type SilentProxy = {
  port: number
  /** How many connections were made through it. */
  made(): number
  /** `all`: new connections are met with silence, too; `standing`: only those that there are, as a firewall that forgot them. */
  cut(which?: 'all' | 'standing'): void
  mend(): void
  close(): Promise<void>
}

export async function silentProxy(to: string): Promise<SilentProxy> {
  const sockets = new Set<Socket>()
  const lost = new Set<Socket>()
  let isCut = false
  let made = 0
  const keep = (socket: Socket, other?: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      sockets.delete(socket)
      if (other && !isCut && !lost.has(socket)) other.destroy()
    })
  }
  const handOn = (from: Socket, into: Socket) =>
    from.on('data', (bytes) => {
      if (!isCut && !lost.has(from)) into.write(bytes)
    })
  const server = createServer({ allowHalfOpen: false }, (near) => {
    made++
    if (isCut) {
      // Taken by the network before it, heard by nobody.
      keep(near)
      lost.add(near)
      near.resume()
      return
    }
    const far = connect(to)
    keep(near, far)
    keep(far, near)
    handOn(near, far)
    handOn(far, near)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    port: (server.address() as AddressInfo).port,
    made: () => made,
    cut(which = 'all') {
      for (const socket of sockets) lost.add(socket)
      isCut = which === 'all'
    },
    mend() {
      isCut = false
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
}
