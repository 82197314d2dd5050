import { spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { familyOf, mb, memoryOf, ms, type Row } from './measure.ts'
import { makeAccounts, makeContacts, makeScene } from './scene.ts'

const program = fileURLToPath(new URL('../src/app/main.js', import.meta.url))

/** Import of 5,000 rows with merges and export of 100,000 rows by the real command, start-up included; memory of the command and its children. */
export async function sheetRows(): Promise<Row[]> {
  return [await importRow(), await exportRow(false), await exportRow(true)]
}

async function importRow(): Promise<Row> {
  const [source, target] = [await makeScene(), await makeScene()]
  try {
    await makeAccounts(source, 5_000)
    await makeContacts(source, 5_000)
    const file = join(target.dataDir, 'annex2.xlsx')
    await command(['export', 'accounts', file, '--layout', 'district', '--data', source.dataDir])
    const { took, most } = await command(['import', 'accounts', file, '--create-units', '--data', target.dataDir])
    return {
      what: `import 附件2, 5,000 accounts with merges and contacts (${mb(statSync(file).size / 2 ** 20)})`,
      figure: `${ms(took)}, ${mb(most)}`,
      beside: `limits: ${(took / 3_000).toFixed(2)} x, ${(most / 300).toFixed(2)} x`,
      target: '< 3 s, < 300 MB',
      holds: took < 3_000 && most < 300,
    }
  } finally {
    await source.close()
    await target.close()
  }
}

async function exportRow(withContacts: boolean): Promise<Row> {
  const scene = await makeScene()
  try {
    await makeAccounts(scene, 100_000)
    if (withContacts) await makeContacts(scene, 100_000)
    const file = join(scene.dataDir, 'annex2.xlsx')
    const { took, most } = await command(['export', 'accounts', file, '--layout', 'district', '--data', scene.dataDir])
    return {
      what: `export 100,000 accounts${withContacts ? ' with 200,000 sealed contacts' : ''} (${mb(statSync(file).size / 2 ** 20)})`,
      figure: `${ms(took)}, ${mb(most)}`,
      beside: `limits: ${(took / 10_000).toFixed(2)} x, ${(most / 300).toFixed(2)} x`,
      target: '< 10 s, < 300 MB',
      holds: took < 10_000 && most < 300,
    }
  } finally {
    await scene.close()
  }
}

async function command(args: string[]): Promise<{ took: number; most: number }> {
  const started = performance.now()
  const child = spawn(process.execPath, ['--max-semi-space-size=8', program, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (text: Buffer) => (said += text.toString()))
  child.stderr.on('data', (text: Buffer) => (said += text.toString()))
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, memoryOf(familyOf(child.pid!)))), 50)
  const code = await new Promise<number | null>((done) => child.once('exit', done))
  clearInterval(watch)
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}: ${said.slice(-2000)}`)
  return { took: performance.now() - started, most }
}
