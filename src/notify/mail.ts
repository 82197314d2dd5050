import { isIP } from 'node:net'
import type { Delivery, MailSecrets, MailSettings, Outgoing } from './model.ts'

const TIMEOUT_MS = 20_000

/** Sends one letter through the office's own mail server, at the address that its name was resolved to. Never throws for what the other side does. */
export async function sendMail(
  { settings, secrets }: { settings: MailSettings; secrets: MailSecrets },
  { title, text, link, address }: Outgoing,
  server: string,
): Promise<Delivery> {
  if (address === null) return { outcome: 'failed', why: '没有收件地址' }
  const { host, port, tls, from } = settings
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    // The address that passed the door; the name is what its certificate has to say.
    host: server,
    port,
    secure: tls === 'tls',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    tls: { ...(isIP(host) === 0 && { servername: host }), minVersion: 'TLSv1.2' },
    ...(secrets.user === '' ? {} : { auth: { user: secrets.user, pass: secrets.password } }),
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  try {
    await transport.sendMail({ from, to: address, subject: title, text: `${text}\n\n${link}\n` })
    return { outcome: 'sent' }
  } catch (error) {
    return failureOf(error)
  } finally {
    transport.close()
  }
}

// The server's own words are left out: they repeat addresses.
function failureOf(error: unknown): Delivery {
  const {
    code = '',
    responseCode = 0,
    command = '',
  } = (error ?? {}) as {
    code?: string
    responseCode?: number
    command?: string
  }
  if ([421, 450, 451, 452].includes(responseCode))
    return { outcome: 'later', why: `邮件服务器暂不接收（${responseCode}）` }
  return { outcome: 'failed', why: failureWords(command === 'DATA' ? 'EMESSAGE' : code, responseCode) }
}

function failureWords(code: string, status: number): string {
  const told = status > 0 ? `（${status}）` : ''
  if (code === 'EAUTH') return `邮件服务器不接受用户名、密码${told}，请核对（有的邮箱须用客户端专用密码）`
  if (code === 'ENOAUTH') return '邮件服务器要求登录，请填写用户名、密码'
  if (code === 'EENVELOPE') return `邮件服务器不接受发件或收件地址${told}`
  if (code === 'EMESSAGE') return `邮件服务器不接受这封邮件${told}`
  if (code === 'ETLS' || /CERT|SSL/.test(code)) return '与邮件服务器未能建立加密连接，请核对加密方式和证书'
  if (code === 'ETIMEDOUT') return '邮件服务器超时未应答，请核对主机、端口和加密方式'
  if (['ESOCKET', 'ECONNECTION', 'ECONNREFUSED', 'EDNS'].includes(code))
    return '未能连接邮件服务器，请核对主机、端口和加密方式'
  return `邮件未发出${told || (code === '' ? '' : `（${code}）`)}`
}
