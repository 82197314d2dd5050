import { statSync } from 'node:fs'
import { join } from 'node:path'
import { command } from './command.ts'
import { mb, ms, type Row } from './measure.ts'
import { makeAccounts, makeContacts, makeScene } from './scene.ts'

/** Import of 5,000 rows with merges and export of 100,000 rows by the real command, start-up included; memory of the command and its children. */
export async function sheetRows(): Promise<Row[]> {
  return [await importRow(), await exportRow(false), await exportRow(true)]
}

async function importRow(): Promise<Row> {
  const source = await makeScene()
  try {
    await makeAccounts(source, 5_000)
    await makeContacts(source, 5_000)
    const file = join(source.dataDir, 'annex2.xlsx')
    await command(['export', 'accounts', file, '--layout', 'district', '--data', source.dataDir])
    const into = (watched: boolean) => inScene((dataDir) => importing(file, dataDir, watched))
    return rowOf(
      `import 附件2, 5,000 accounts with merges and contacts (${mb(statSync(file).size / 2 ** 20)})`,
      { took: (await into(false)).took, most: (await into(true)).most },
      3_000,
    )
  } finally {
    await source.close()
  }
}

const importing = (file: string, dataDir: string, watched: boolean) =>
  command(['import', 'accounts', file, '--create-units', '--data', dataDir], watched)

async function inScene<T>(work: (dataDir: string) => Promise<T>): Promise<T> {
  const scene = await makeScene()
  try {
    return await work(scene.dataDir)
  } finally {
    await scene.close()
  }
}

async function exportRow(withContacts: boolean): Promise<Row> {
  const scene = await makeScene()
  try {
    await makeAccounts(scene, 100_000)
    if (withContacts) await makeContacts(scene, 100_000)
    const file = join(scene.dataDir, 'annex2.xlsx')
    const args = ['export', 'accounts', file, '--layout', 'district', '--data', scene.dataDir]
    const { took } = await command(args)
    const { most } = await command(args, true)
    const sealed = withContacts ? ' with 200,000 sealed contacts' : ''
    return rowOf(`export 100,000 accounts${sealed} (${mb(statSync(file).size / 2 ** 20)})`, { took, most }, 10_000)
  } finally {
    await scene.close()
  }
}

function rowOf(what: string, { took, most }: { took: number; most: number }, limit: number): Row {
  return {
    what,
    figure: `${ms(took)}, ${mb(most)}`,
    beside: `limits: ${(took / limit).toFixed(2)} x, ${(most / 300).toFixed(2)} x`,
    target: `< ${limit / 1_000} s, < 300 MB`,
    holds: took < limit && most < 300,
  }
}
