import { readFileSync } from 'node:fs'
import { qrSvg } from '../../files/index.ts'
import { directoryAtom } from './atom.ts'
import type { DirectoryEntry } from './entries.ts'
import { type About, directoryPage, titleOf } from './page.tsx'
import { MANIFEST, PUBLIC_KEY, sha256, SIGNATURE } from './signing.ts'

const asset = (name: string) => readFileSync(new URL(`./static/${name}`, import.meta.url), 'utf8')

/** Every file that is signed, by its path in the folder. */
export async function filesOf(
  about: About,
  entries: readonly DirectoryEntry[],
): Promise<Map<string, string | Uint8Array>> {
  const files = new Map<string, string | Uint8Array>([
    ['index.html', await directoryPage(about, entries)],
    ['directory.css', asset('directory.css')],
    ['lookup.js', asset('lookup.js')],
    ['accounts.json', directoryJson(about, entries)],
    ['accounts.atom', directoryAtom(about, entries)],
    ['README.txt', readme(about)],
  ])
  // What a phone reads: the account's own page where it has one, else what it is found by on its platform.
  for (const { id, url, identifier, name, platformLabel } of entries)
    files.set(`qr/${id}.svg`, await qrSvg(url ?? `${platformLabel} ${identifier ?? name}`))
  return files
}

function directoryJson({ district, office, day }: About, entries: readonly DirectoryEntry[]): string {
  const about = { title: titleOf({ district }), district, office, day }
  return `${JSON.stringify({ ...about, accounts: entries }, null, 2)}\n`
}

/** Every file with its hash, in the order of their paths. */
export function manifestOf(
  { district, day }: About,
  entries: readonly DirectoryEntry[],
  files: ReadonlyMap<string, string | Uint8Array>,
): string {
  const hashes = [...files].map(([path, bytes]) => [path, sha256(bytes)] as const)
  const sorted = Object.fromEntries(hashes.sort(([a], [b]) => (a < b ? -1 : 1)))
  return `${JSON.stringify({ district, day, accounts: entries.length, algorithm: 'SHA-256', files: sorted }, null, 2)}\n`
}

const readme = (about: About) => `${titleOf(about)}（截至${about.day}）

本文件夹不需要服务器，打开 index.html 即可使用。

核验签名（Ed25519，OpenSSL 3.0 及以上），在本文件夹中运行：
  openssl pkeyutl -verify -pubin -inkey ${PUBLIC_KEY} -rawin -in ${MANIFEST} -sigfile ${SIGNATURE}
显示 Signature Verified Successfully 的，${MANIFEST} 未被改动；其中列有每个文件的 SHA-256。

公钥指纹（SHA-256）：${about.fingerprint}
请通过其他途径向${about.office}核对指纹。
`
