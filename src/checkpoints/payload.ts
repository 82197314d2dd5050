import { createHash } from 'node:crypto'
import { type Instant, instant } from '../calendar/index.ts'
import { z } from 'zod'
import type { Checkpoint } from './model.ts'

const NAME = 'GOVMEDIA-CHECKPOINT:1'

/**
 * A checkpoint as one line of words, for the QR code and for who copies it out of the page: `key=value` between `;`, closed
 * by the first eight characters of its own SHA-256, which shows a slip of the pen and proves nothing.
 */
export function writePayload({ districtId, takenAt, paper, chains, files }: Checkpoint): string {
  const facts = [
    ['district', districtId],
    ['at', takenAt],
    ['paper', `${paper.kind}/${paper.id}/${paper.version}`],
    ['title', paper.title],
    ...(paper.number === undefined ? [] : [['number', paper.number]]),
    ...chains.map(({ chainId, size, hash }) => ['chain', `${chainId}/${size}/${hash}`]),
    ...files.map(({ format, sha256 }) => ['file', `${format}/${sha256}`]),
  ]
  const line = [NAME, ...facts.map(([key, value]) => `${key}=${escaped(value!)}`)].join(';')
  return `${line};sum=${sumOf(line)}`
}

// A blank inside a value could be one the layout put there, so it is written as a sign of its own.
const escaped = (value: string) =>
  value.replace(/[%;=\s]/g, (sign) => `%${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
const plain = (value: string) =>
  value.replace(/%([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
const sumOf = (line: string) => createHash('sha256').update(line).digest('hex').slice(0, 8)

/**
 * Reads every such line that stands among other words, also where a page broke it over several lines; one that is said
 * twice is one. `damaged`: it begins like one and isn't whole.
 */
export function readPayloads(text: string): (Checkpoint | 'damaged')[] {
  // What a PDF breaks a long word with, and a reader adds when words are copied out of it.
  const words = text.replace(/[\s\u200b\u00ad\ufeff]/g, '')
  const ends = words.split(NAME).slice(1)
  const lines = ends.map((rest) => /^.*?;sum=[0-9a-f]{8}/.exec(rest)?.[0])
  return [...new Set(lines)].map((line) => (line === undefined ? 'damaged' : readLine(NAME + line)))
}

const SUM = /;sum=([0-9a-f]{8})$/

function readLine(closed: string): Checkpoint | 'damaged' {
  const line = closed.replace(SUM, '')
  if (sumOf(line) !== SUM.exec(closed)?.[1]) return 'damaged'
  const pairs = line
    .split(';')
    .slice(1)
    .map((pair) => [pair.slice(0, pair.indexOf('=')), plain(pair.slice(pair.indexOf('=') + 1))] as const)
  const all = (key: string) => pairs.filter(([name]) => name === key).map(([, value]) => value)
  const [kind, id, version] = (all('paper')[0] ?? '').split('/')
  const read = shape.safeParse({
    districtId: all('district')[0],
    takenAt: all('at')[0],
    paper: { kind, id, version: Number(version), title: all('title')[0], number: all('number')[0] },
    chains: all('chain').map((one) => {
      const [chainId, size, hash] = one.split('/')
      return { chainId, size: Number(size), hash }
    }),
    files: all('file').map((one) => {
      const [format, sha256] = one.split('/')
      return { format, sha256 }
    }),
  })
  return read.success ? read.data : 'damaged'
}

const code = z.string().regex(/^\d{6}$/)
const shape = z.object({
  districtId: code,
  takenAt: z.string().transform((text, context): Instant => {
    try {
      return instant(text)
    } catch {
      context.addIssue({ code: 'custom' })
      return z.NEVER
    }
  }),
  paper: z.object({
    kind: z.string().min(1),
    id: z.uuid(),
    version: z.int().positive(),
    title: z.string().min(1),
    number: z.string().optional(),
  }),
  chains: z
    .array(z.object({ chainId: code, size: z.int().nonnegative(), hash: z.string().regex(/^[0-9a-f]{64}$/) }))
    .min(1),
  files: z.array(z.object({ format: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) })).min(1),
})
