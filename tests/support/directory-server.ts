import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { createSecureContext, createServer as createTlsServer, TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'

export type DirectoryEntry = { dn: string; password?: string; attributes: Record<string, string | Buffer> }
type Tlv = { tag: number; value: Buffer }

/**
 * A directory on this machine: as much of LDAP (RFC 4511) as a sign-in asks for, written apart from the client's library.
 * It keeps what it was asked; `answer` may answer searches otherwise.
 */
export async function directoryServer(
  entries: readonly DirectoryEntry[],
  { tls, mode = 'plain' }: { tls?: { cert: string; key: string }; mode?: 'plain' | 'ldaps' | 'starttls' } = {},
) {
  const asked: string[] = []
  const state: { searchAnswer?: (id: Buffer) => Buffer; slow?: true; hangsUpOn?: string } = {}
  const sockets = new Set<Socket>()
  const begin = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    serve(socket)
  }
  const server = mode === 'ldaps' ? createTlsServer({ ...tls }, begin) : createServer(begin)
  server.on('tlsClientError', () => undefined)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const close = () =>
    new Promise<void>((done) => {
      for (const socket of sockets) socket.destroy()
      server.close(() => done())
    })
  onTestFinished(close)

  function serve(socket: Socket): void {
    let held = Buffer.alloc(0)
    const take = (bytes: Buffer) => {
      held = Buffer.concat([held, bytes])
      for (let next = readTlv(held); next; next = readTlv(held)) {
        held = held.subarray(next.size)
        const [id, operation] = childrenOf(next.value)
        if (state.slow) return
        const answer = replies(id!.value, operation!)
        if (state.hangsUpOn !== undefined && asked.at(-1) === state.hangsUpOn) {
          socket.destroy()
          return
        }
        for (const reply of answer) socket.write(reply)
        if (operation!.tag === 0x42) socket.end()
        if (isStartTls(operation!) && mode === 'starttls') {
          socket.off('data', take)
          const secure = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext({ ...tls }) })
          secure.on('error', () => undefined)
          return serve(secure)
        }
      }
    }
    socket.on('data', take)
  }

  const isStartTls = ({ tag, value }: Tlv) =>
    tag === 0x77 && childrenOf(value)[0]?.value.toString() === '1.3.6.1.4.1.1466.20037'

  function replies(id: Buffer, operation: Tlv): Buffer[] {
    if (operation.tag === 0x60) return [message(id, 0x61, bind(operation))]
    if (operation.tag === 0x63) {
      if (state.searchAnswer) return [state.searchAnswer(id), message(id, 0x65, 0)]
      return search(id, operation)
    }
    return operation.tag === 0x77 ? [message(id, 0x78, mode === 'starttls' ? 0 : 2)] : []
  }

  // As real ones do: an empty password is taken for nobody, and nobody is let in.
  function bind({ value }: Tlv): number {
    const [, name, secret] = childrenOf(value)
    const [dn, password] = [name!.value.toString(), secret!.value.toString()]
    asked.push(`bind ${dn} ${password === '' ? 'without a password' : 'with a password'}`)
    if (password === '') return 0
    return entries.some((entry) => entry.dn.toLowerCase() === dn.toLowerCase() && entry.password === password) ? 0 : 49
  }

  function search(id: Buffer, { value }: Tlv): Buffer[] {
    const [base, scope, , sizeLimit, , , filter] = childrenOf(value)
    const at = base!.value.toString().toLowerCase()
    asked.push(`search ${at} ${described(filter!)}`)
    const below = (dn: string) => (scope!.value[0] === 0 ? dn.toLowerCase() === at : dn.toLowerCase().endsWith(at))
    const found = entries.filter((entry) => below(entry.dn) && fits(entry, filter!))
    if (scope!.value[0] === 0 && found.length === 0) return [message(id, 0x65, 32)]
    const most = sizeLimit!.value.readUIntBE(0, sizeLimit!.value.length)
    const shown = most > 0 ? found.slice(0, most) : found
    const lines = shown.map(({ dn, attributes }) =>
      tlv(0x30, integer(id), tlv(0x64, octets(dn), tlv(0x30, ...Object.entries(attributes).map(attribute)))),
    )
    return [...lines, message(id, 0x65, shown.length < found.length ? 4 : 0)]
  }

  return { port: (server.address() as AddressInfo).port, asked, state, close }
}

const attribute = ([name, value]: [string, string | Buffer]) => tlv(0x30, octets(name), tlv(0x31, octets(value)))

function fits(entry: DirectoryEntry, { tag, value }: Tlv): boolean {
  const held = (name: string) =>
    Object.entries(entry.attributes).find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1]
  if (tag === 0xa0) return childrenOf(value).every((part) => fits(entry, part))
  if (tag === 0xa1) return childrenOf(value).some((part) => fits(entry, part))
  if (tag === 0x87) return value.toString().toLowerCase() === 'objectclass' || held(value.toString()) !== undefined
  if (tag !== 0xa3) return false
  const [name, wanted] = childrenOf(value)
  return String(held(name!.value.toString())).toLowerCase() === wanted!.value.toString().toLowerCase()
}

function described({ tag, value }: Tlv): string {
  if (tag === 0xa3) {
    const [name, wanted] = childrenOf(value)
    return `${name!.value.toString()}=${wanted!.value.toString()}`
  }
  return tag === 0x87
    ? `${value.toString()}=*`
    : childrenOf(value)
        .map(described)
        .join(tag === 0xa0 ? '&' : '|')
}

/** A reference to another server, as an entry of a search. */
export const referral = (id: Buffer, url: string) => tlv(0x30, integer(id), tlv(0x73, octets(url)))
/** The end of an operation with a result code. */
export const message = (id: Buffer, tag: number, code: number) =>
  tlv(0x30, integer(id), tlv(tag, tlv(0x0a, Buffer.from([code])), octets(''), octets('')))

const integer = (value: Buffer) => tlv(0x02, value)
const octets = (value: string | Buffer) => tlv(0x04, Buffer.from(value as string))

function tlv(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts)
  const length =
    value.length < 128 ? Buffer.from([value.length]) : Buffer.from([0x82, value.length >> 8, value.length & 255])
  return Buffer.concat([Buffer.from([tag]), length, value])
}

function readTlv(bytes: Buffer): (Tlv & { size: number }) | undefined {
  if (bytes.length < 2) return undefined
  const [tag = 0, first = 0] = bytes
  const more = first < 128 ? 0 : first & 127
  if (bytes.length < 2 + more) return undefined
  const length = more === 0 ? first : bytes.readUIntBE(2, more)
  const size = 2 + more + length
  return bytes.length < size ? undefined : { tag, value: bytes.subarray(2 + more, size), size }
}

function childrenOf(bytes: Buffer): Tlv[] {
  const found: Tlv[] = []
  for (let rest = bytes, next = readTlv(rest); next; next = readTlv(rest)) {
    found.push(next)
    rest = rest.subarray(next.size)
  }
  return found
}
