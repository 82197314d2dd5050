// Restores a backup until it is killed:  node tests/support/kill-restorer.ts BACKUP PASSPHRASE DIR
// Says each step on a line of its own, so that whoever kills it may choose one.
import { operatorActor } from '../../src/access/index.ts'
import { restoreBackup } from '../../src/backup/verbs/restore-backup.ts'

const [path = '', passphrase = '', dataDir = ''] = process.argv.slice(2)
process.stdout.write('ready\n')
await restoreBackup(operatorActor('kill-test', 'restore'), {
  path,
  passphrase,
  dataDir,
  embedded: { durability: 'none' },
  onProgress: ({ done, total }) => process.stdout.write(`${done}/${total}\n`),
})
process.stdout.write('whole\n')
