import { createServer, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

export type Letter = { from: string; to: string; text: string; user: string | undefined }

/**
 * A mail server of a test's own, plain SMTP (RFC 5321) with AUTH PLAIN: it keeps the letters it takes. `answerTo` may
 * answer a command otherwise, as `450 busy`; `drop` ends the connection instead of confirming a letter it has taken.
 */
export async function mailServer(): Promise<{
  port: number
  letters: Letter[]
  answers: Map<string, string>
  drop: { afterLetter: boolean }
  close(): Promise<void>
}> {
  const letters: Letter[] = []
  const answers = new Map<string, string>()
  const drop = { afterLetter: false }
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    serve(socket)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))

  function serve(socket: Socket): void {
    let letter: Letter = { from: '', to: '', text: '', user: undefined }
    let [held, inData] = ['', false]
    const say = (line: string) => socket.write(`${line}\r\n`)
    const command = (line: string) => {
      const verb = line.split(/[ :]/)[0]!.toUpperCase()
      const otherwise = answers.get(verb)
      if (otherwise) return say(otherwise)
      if (verb === 'EHLO') return say('250-here\r\n250 AUTH PLAIN')
      if (verb === 'STARTTLS') return say('502 no such thing here')
      if (verb === 'AUTH') {
        letter.user = Buffer.from(line.split(' ')[2] ?? '', 'base64')
          .toString()
          .split('\0')[1]
        return say('235 fine')
      }
      if (verb === 'MAIL') letter.from = /<(.*)>/.exec(line)?.[1] ?? ''
      if (verb === 'RCPT') letter.to = /<(.*)>/.exec(line)?.[1] ?? ''
      if (verb === 'DATA') {
        inData = true
        return say('354 go on')
      }
      return say(verb === 'QUIT' ? '221 bye' : '250 fine')
    }
    socket.on('data', (bytes) => {
      held += bytes.toString('latin1')
      for (;;) {
        const end = held.indexOf(inData ? '\r\n.\r\n' : '\r\n')
        if (end < 0) return
        const line = held.slice(0, end)
        held = held.slice(end + (inData ? 5 : 2))
        if (!inData) command(line)
        else {
          inData = false
          letters.push({ ...letter, text: line })
          letter = { ...letter, text: '' }
          if (drop.afterLetter) return void socket.destroy()
          say('250 taken')
        }
      }
    })
    say('220 here')
  }

  return {
    port: (server.address() as AddressInfo).port,
    letters,
    answers,
    drop,
    close: () =>
      new Promise((done) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => done())
      }),
  }
}
