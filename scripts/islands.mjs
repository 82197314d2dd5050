// Bundles each island of src/web/islands into one small script that browsers from Chromium 86 on run.
//   node scripts/islands.mjs TARGET_FOLDER
import { existsSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const folder = fileURLToPath(new URL('../src/web/islands/', import.meta.url))
const target = process.argv[2]
const islands = existsSync(folder)
  ? readdirSync(folder).filter((name) => /\.tsx?$/.test(name) && !/\.test\.|^_/.test(name))
  : []

for (const name of islands) {
  const bundle = await rolldown({ input: join(folder, name), transform: { target: 'chrome86' }, logLevel: 'warn' })
  await bundle.write({
    dir: target,
    entryFileNames: `${basename(name).replace(/\.tsx?$/, '')}.js`,
    format: 'iife',
    minify: true,
  })
  await bundle.close()
}
