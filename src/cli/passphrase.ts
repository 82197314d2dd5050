import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { refuse } from '../vocabulary/refusals/index.ts'
import type { ToolContext } from './command.ts'

export const passphraseOption = { 'passphrase-file': { type: 'string' } } as const
export const passphraseHelp = {
  'passphrase-file': '存放备份口令的文件（取第一行）；也可用环境变量 GOVMEDIA_BACKUP_PASSPHRASE',
}

/** The passphrase of a backup from the named file; undefined where none is named. Refuses `file.unreadable`. */
export async function passphraseFrom(values: ToolContext['values']): Promise<string | undefined> {
  const file = values['passphrase-file']
  if (typeof file !== 'string') return undefined
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw Object.assign(refuse('file.unreadable', { name: file }), { cause })
  })
  return text.split(/\r?\n/, 1)[0] || undefined
}

/**
 * The passphrase of a backup: from the named file, from `GOVMEDIA_BACKUP_PASSPHRASE`, or typed unseen on a terminal;
 * never on the command line, where other users of the machine read it. Undefined: none was given, and nobody could be
 * asked. Refuses `file.unreadable`.
 */
export async function backupPassphrase({ values, out }: ToolContext, prompt: string): Promise<string | undefined> {
  if (typeof values['passphrase-file'] === 'string') return passphraseFrom(values)
  const given = process.env['GOVMEDIA_BACKUP_PASSPHRASE']
  if (given) return given
  if (!process.stdin.isTTY) return undefined
  out.say(prompt)
  const unseen = new Writable({ write: (_chunk, _encoding, done) => done() })
  const line = createInterface({ input: process.stdin, output: unseen, terminal: true })
  try {
    return (await line.question('')) || undefined
  } finally {
    line.close()
  }
}
