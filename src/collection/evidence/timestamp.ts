import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import type { Certificate, TimeStampResp } from 'pkijs'
import { type Instant, instantOf } from '../../calendar/index.ts'

// Loaded with the first stamp: few installations ask for any, and none waits for it at its start.
const load = createRequire(import.meta.url)
const pki = () => load('pkijs') as typeof import('pkijs')
const asn1 = () => load('asn1js') as typeof import('asn1js')

const SHA_256 = '2.16.840.1.101.3.4.2.1'
const KEY_PURPOSE_TIME_STAMPING = '1.3.6.1.5.5.7.3.8'

/** What a verified token says. `isTrusted`: its signer leads to a certificate that the installation trusts. */
export type Stamped = { token: Buffer; stampedAt: Instant; signer: string; isTrusted: boolean }

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()
const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer

/** RFC 3161 2.4.1: asks for a stamp over the SHA-256 of a document, with the signer's certificate. `nonce` is told once. */
export function timestampRequest(document: Uint8Array, nonce: Uint8Array): Buffer {
  const { AlgorithmIdentifier, MessageImprint, TimeStampReq } = pki()
  const { Integer, Null, OctetString } = asn1()
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA_256, algorithmParams: new Null() }),
      hashedMessage: new OctetString({ valueHex: bufferOf(sha256(document)) }),
    }),
    nonce: new Integer({ valueHex: bufferOf(nonce) }),
    certReq: true,
  })
  return Buffer.from(request.toSchema().toBER())
}

/**
 * Reads an authority's reply (RFC 3161 2.4.2) and verifies it: granted, for this document and this nonce, signed by the
 * certificate in it, which may sign time stamps. With `trusted` its chain has to lead to one of these. Why not, otherwise.
 */
export async function readTimestampReply(
  reply: Uint8Array,
  asked: { document: Uint8Array; nonce: Uint8Array; trusted: readonly Certificate[] },
): Promise<Stamped | { failed: string }> {
  const { PKIStatus, TimeStampResp: Response } = pki()
  let response: TimeStampResp
  try {
    response = Response.fromBER(bufferOf(reply))
  } catch {
    return { failed: '时间戳机构的应答无法识别' }
  }
  const { status, timeStampToken } = response
  const isGranted = [PKIStatus.granted, PKIStatus.grantedWithMods].includes(status.status)
  if (!isGranted || !timeStampToken) return { failed: `时间戳机构未予签发（状态 ${status.status}）` }
  return verifyToken(Buffer.from(timeStampToken.toSchema().toBER()), asked)
}

/** Verifies a token that was kept: that it is of this document, whole, and by whom and when. */
export async function verifyToken(
  token: Uint8Array,
  { document, nonce, trusted }: { document: Uint8Array; nonce?: Uint8Array; trusted: readonly Certificate[] },
): Promise<Stamped | { failed: string }> {
  const { ContentInfo, id_ContentType_SignedData, id_eContentType_TSTInfo, SignedData, TSTInfo } = pki()
  try {
    const content = ContentInfo.fromBER(bufferOf(token))
    if (content.contentType !== id_ContentType_SignedData) return { failed: '时间戳格式有误' }
    const signed = new SignedData({ schema: content.content })
    const { eContentType, eContent } = signed.encapContentInfo
    if (eContentType !== id_eContentType_TSTInfo || !eContent) return { failed: '时间戳格式有误' }
    const info = TSTInfo.fromBER(eContent.getValue())
    const { hashAlgorithm, hashedMessage } = info.messageImprint
    if (hashAlgorithm.algorithmId !== SHA_256 || !sameBytes(hashedMessage.valueBlock.valueHexView, sha256(document)))
      return { failed: '时间戳不是对这份证据签发的' }
    if (nonce && !(info.nonce && sameNumber(info.nonce.valueBlock.valueHexView, nonce)))
      return { failed: '时间戳与本次申请不符' }
    const checked = await signed.verify({
      signer: 0,
      data: bufferOf(document),
      extendedMode: true,
      checkChain: trusted.length > 0,
      trustedCerts: [...trusted],
    })
    const { signerCertificate: signer } = checked
    if (checked.signatureVerified !== true || !signer) return { failed: '时间戳签名核验不通过' }
    if (!mayStamp(signer)) return { failed: '签发证书不能用于签发时间戳' }
    return {
      token: Buffer.from(token),
      stampedAt: instantOf(info.genTime),
      signer: nameOf(signer),
      isTrusted: trusted.length > 0,
    }
  } catch (error) {
    // What the other side sent decides what is thrown here; nothing of it is a defect of this program.
    return { failed: `时间戳核验不通过（${reasonOf(error)}）` }
  }
}

/** 5: its chain leads to none that is trusted, or isn't valid at the time it tells (pkijs SignedData.verify). */
const reasonOf = (error: unknown): string => {
  const { code } = (error ?? {}) as { code?: number }
  if (code === 5) return '签发证书不在信任范围内或已失效'
  return code === 7 ? '签名算法不支持' : '格式或签名有误'
}

/** Certificates of a PEM file. Throws where it holds none, or one that can't be read. */
export function certificatesIn(pem: string): Certificate[] {
  const found = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g)]
  if (found.length === 0) throw new Error('no certificate in the file')
  return found.map(([, body = '']) => pki().Certificate.fromBER(bufferOf(Buffer.from(body, 'base64'))))
}

// RFC 3161 2.3: the key signs time stamps and nothing else.
function mayStamp({ extensions = [] }: Certificate): boolean {
  const { ExtKeyUsage, id_ExtKeyUsage } = pki()
  return extensions.some(
    ({ extnID, parsedValue }) =>
      extnID === id_ExtKeyUsage &&
      parsedValue instanceof ExtKeyUsage &&
      parsedValue.keyPurposes.includes(KEY_PURPOSE_TIME_STAMPING),
  )
}

// Common name, or else whatever the subject begins with.
function nameOf({ subject: { typesAndValues } }: Certificate): string {
  const named = typesAndValues.find(({ type }) => type === '2.5.4.3') ?? typesAndValues[0]
  return (named?.value.valueBlock.value ?? '').slice(0, 200)
}

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean => Buffer.from(one).equals(Buffer.from(other))
const hexOf = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/^(?:00)+/, '')
/** A number may come back with a zero before it, or without one. */
const sameNumber = (one: Uint8Array, other: Uint8Array): boolean => hexOf(one) === hexOf(other)
