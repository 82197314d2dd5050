import { archiveFaultLabels, verifyArchive } from '../../cleanup/index.ts'
import { defineTool, UsageError } from '../command.ts'
import { readNamed } from '../input.ts'

/** Verifies the archive of a closed account wherever it lies; exit code 1 names every file that is not as its manifest says. */
export const closingVerify = defineTool({
  operands: '归档包.zip',
  summary: '核验关停注销归档包是否与清单一致',
  options: {},
  async run(context) {
    const { out, json, positionals } = context
    if (positionals[0] === undefined) throw new UsageError('请写明归档包的文件名。')
    const { fileName, bytes } = await readNamed(context)
    const verdict = verifyArchive(fileName, bytes)
    if (json) out.result(JSON.stringify(verdict))
    else {
      const { manifest, files, faults, sha256, whole } = verdict
      out.result(`${manifest.unit}　${manifest.account.name}（${manifest.account.platform}）　${manifest.madeAt}归档`)
      out.result(
        whole
          ? `归档包完整，${files} 个文件与清单一致。`
          : `归档包与清单不一致：${faults.map(({ path: name, why }) => `${name}（${archiveFaultLabels[why]}）`).join('、')}`,
      )
      out.result(`归档包SHA-256：${sha256}，请与系统页面所列核对。`)
    }
    return verdict.whole ? 0 : 1
  },
})
