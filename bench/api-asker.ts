import { Client } from 'undici'

/** Asks an address over some connections for some seconds, each as soon as the last was answered; tells how it went. */
export type Asked = { requests: number; seconds: number; p50: number; p99: number; bytes: number }

async function askFor(
  url: URL,
  { seconds, connections, token }: { seconds: number; connections: number; token?: string },
): Promise<Asked> {
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const times: number[] = []
  let bytes = 0
  const started = performance.now()
  const until = started + seconds * 1_000
  let serial = 0
  const connection = async () => {
    const client = new Client(url.origin)
    while (performance.now() < until) {
      const asked = performance.now()
      const path = (url.pathname + url.search).replace('{n}', String(serial++).padStart(9, '0'))
      const { statusCode, body } = await client.request({ path, method: 'GET', headers })
      bytes = (await body.bytes()).byteLength
      if (statusCode !== 200) throw new Error(`${url.href}: ${statusCode}`)
      times.push(performance.now() - asked)
    }
    await client.close()
  }
  await Promise.all(Array.from({ length: connections }, connection))
  const took = (performance.now() - started) / 1_000
  times.sort((one, other) => one - other)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
  return { requests: times.length, seconds: took, p50: at(0.5), p99: at(0.99), bytes }
}

// In a process of its own: who asks must not take turns with who answers.
const [, , url, seconds, connections, token] = process.argv
if (process.send && url !== undefined) {
  const asked = await askFor(new URL(url), {
    seconds: Number(seconds),
    connections: Number(connections),
    token: token!,
  })
  process.send(asked)
  process.disconnect()
}
