import { spawnSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { isHan } from '../../src/textcheck/typo/alphabet.ts'

/** Pinyin with tone marks as syllable and tone digit: zhǎng -> zhang3, lǜ -> lv4. */
function digitTone(marked: string): string {
  const plain = marked.normalize('NFD')
  const tone = ['\u0304', '\u0301', '\u030c', '\u0300'].findIndex((mark) => plain.includes(mark)) + 1
  return `${plain.replaceAll(/u\u0308/g, 'v').replaceAll(/[^a-z]/g, '')}${tone}`
}

/** Readings of characters from pinyin-pro's dict1.mjs (MIT): `'xíng háng': ['行', …]`. */
export function readSounds(source: string): Map<string, string[]> {
  const sounds = new Map<string, string[]>()
  for (const [, quoted, bare, list] of source.matchAll(/(?:'([^']+)'|(\S+)): \[([^\]]*)\]/g)) {
    const readings = (quoted ?? bare ?? '').split(' ').map(digitTone)
    for (const [, character] of (list ?? '').matchAll(/'(.)'/gu))
      if (character && isHan(character)) sounds.set(character, readings)
  }
  return sounds
}

/** Strokes of characters from cnchar-order's cnchar.order.min.js (MIT): the object `{"一":"j",…}` in it. */
export function readStrokes(source: string): Map<string, string> {
  const found = /'(\{"一":"[^']+)'/.exec(source)?.[1]
  if (!found) throw new Error('cnchar-order holds its strokes in another form than 3.2.6 did')
  return new Map(Object.entries(JSON.parse(found) as Record<string, string>).filter(([character]) => isHan(character)))
}

/** Words with their syllables from libime's dictionary (LGPL-2.1+): `词<space or tab>ci'yu…`. */
export function readSpoken(source: string): Map<string, string[]> {
  const spoken = new Map<string, string[]>()
  for (const line of source.split('\n')) {
    const [word, syllables] = line.split(/[\t ]/)
    // The first reading of a word is its usual one.
    if (word && syllables && !spoken.has(word)) spoken.set(word, syllables.replaceAll('ü', 'v').split("'"))
  }
  return spoken
}

/** Words with their frequency from jieba's dict.txt (MIT): `词 频次 词性`. */
export function readFrequency(source: string): Map<string, number> {
  const frequency = new Map<string, number>()
  for (const line of source.split('\n')) {
    const [word, times] = line.split(' ')
    if (word && times) frequency.set(word, Number(times))
  }
  return frequency
}

export type Input = {
  readonly file: string
  readonly sha256: string
  readonly licence: string
  /** Where it comes from, and how it is fetched. */
  readonly from: string
}

const shared = (file: string, sha256: string, licence: string) => ({
  file,
  sha256,
  licence,
  from: 'the shared material, data/text',
})

/** All that the model is made of. */
export const INPUTS = {
  statutes: shared(
    'statutes.txt.xz',
    '5ef3590fad4f143a58c603eff2d30c7b9691d2047827df61ed764d911b27a4aa',
    'official texts (Copyright Law art. 5), collected by LawRefBook/Laws',
  ),
  spoken: shared(
    'pinyin-words.txt.xz',
    '0ee4b495e178226ace85d06f99143a9638c61de526f8049380369f492a0eb6c2',
    'LGPL-2.1-or-later (libime 1.0.16, dict_sc)',
  ),
  lawTrain: shared(
    'ecspell_law.train.tsv',
    'ebc76a500823c649b540ea3e74982342d02cd26c2155a4662a9c3327edfaece2',
    'MIT (ECSpell)',
  ),
  lawTest: shared(
    'ecspell_law.test.tsv',
    '2b8309bd0681b9d3f2f95425c5b5694d0bb5fbe5580f1d7ad3ef9376c54c312a',
    'MIT (ECSpell); only to leave out what stands in it',
  ),
  medTest: shared(
    'ecspell_med.test.tsv',
    '27e3ebb576a078439d999ba64d34209a62b6962d9954a8e0c6c48061190600a6',
    'MIT (ECSpell); only to leave out what stands in it',
  ),
  textproof: shared(
    'textproof.tet.json',
    'e32782c75fa618a963ce3de41ee8ddf85f9399ce818a118ea110017ff5af3ef2',
    'Apache-2.0; only to leave out what stands in it',
  ),
  news: shared(
    'acc_rmrb.tet.json',
    '374b123c49dc49388d6b297b08712c22d9a2921fd3af49950ec24ceb1efb0273',
    'Apache-2.0; only to leave out what stands in it',
  ),
  wordModel: {
    file: 'zh_CN.lm',
    sha256: 'e4097ca9ca1082928c2ea7d5e368080a696611efa0714dfe563c769f26a415d2',
    licence: 'LGPL-2.1-or-later (libime 1.0.16)',
    from: 'Debian package libime-data-language-model 1.0.16-1, usr/lib/x86_64-linux-gnu/libime/zh_CN.lm',
  },
  sounds: {
    file: 'dict1.mjs',
    sha256: '4ab2e452449ddd75be6b123d74bf0c31ea1ffa205c275849a7589d957c112426',
    licence: 'MIT (pinyin-pro 3.29.4)',
    from: 'npm package pinyin-pro@3.29.4, dist/esm/data/dict1.mjs',
  },
  strokes: {
    file: 'cnchar.order.min.js',
    sha256: '3dbe473a9496d43c1ed8d782bc8673c500bac32d29cb3d72be72b25e82cdea38',
    licence: 'MIT (cnchar-order 3.2.6)',
    from: 'npm package cnchar-order@3.2.6, cnchar.order.min.js',
  },
  frequency: {
    file: 'dict.txt',
    sha256: '139519822fe8ab9e10d9d07e68ea0451045380aedaf54ecc51e2a28c6b42a13f',
    licence: 'MIT (jieba; @node-rs/jieba 2.0.3)',
    from: 'npm package @node-rs/jieba@2.0.3, dict.txt',
  },
} as const satisfies Record<string, Input>

export type InputName = keyof typeof INPUTS

/** Reads all inputs as text (the word model as bytes) from the folders; says what is missing or is another file, and how to get it. */
export function readInputs(folders: readonly string[]): {
  text: (name: InputName) => string
  bytes: (name: InputName) => Buffer
} {
  const found = new Map<string, string>()
  const troubles: string[] = []
  for (const [name, { file, sha256, from }] of Object.entries(INPUTS)) {
    const path = folders.map((folder) => join(folder, file)).find((candidate) => existsSync(candidate))
    if (path === undefined) troubles.push(`${file} is missing; it comes from: ${from}`)
    else if (hash('sha256', readFileSync(path)) !== sha256)
      troubles.push(`${path} is another file than the one named: ${from}`)
    else found.set(name, path)
  }
  if (troubles.length > 0) throw new Error(`The typo model can't be built.\n${troubles.join('\n')}`)
  const bytes = (name: InputName) => {
    const path = found.get(name) ?? ''
    return path.endsWith('.xz') ? unpacked(path) : readFileSync(path)
  }
  return { bytes, text: (name) => bytes(name).toString('utf8') }
}

/** What an .xz file holds, by the machine's own xz. */
export function unpacked(path: string): Buffer {
  const ran = spawnSync('xz', ['-dc', path], { maxBuffer: 2 ** 30 })
  if (ran.status !== 0)
    throw new Error(`xz can't unpack ${basename(path)}: ${ran.error?.message ?? ran.stderr.toString()}`)
  return ran.stdout
}

/** Pairs of an ECSpell file: wrong and right sentence. */
export const readPairs = (source: string): { source: string; target: string }[] =>
  source.split('\n').flatMap((line) => {
    const [, wrong, right] = line.split('\t')
    return wrong && right ? [{ source: wrong, target: right }] : []
  })
