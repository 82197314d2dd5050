import { dayOf, formatDayZh, formatMinute } from '../calendar/index.ts'
import type { FormBook, FormCell } from '../documents/index.ts'
import { qrSvg } from '../files/index.ts'
import { systemChain } from '../trail/index.ts'
import type { Checkpoint } from './model.ts'
import { writePayload } from './payload.ts'

const formatNames: Readonly<Record<string, string>> = { pdf: 'PDF', docx: 'Word', xlsx: '附表' }

// About 110 modules: half a millimetre each, which a photo of a telephone still tells apart.
const CODE_MM = 66

/** 核验页: one page of its own that is kept beside the paper, never in it. Said twice: in words, and in a code for the program. */
export async function checkpointSheet(
  checkpoint: Checkpoint,
  { districtName, office, demo }: { districtName: string; office: string; demo: boolean },
): Promise<FormBook> {
  const { paper, takenAt, chains, files } = checkpoint
  const payload = writePayload(checkpoint)
  const rows: [string, ...string[]][] = [
    ['文件', paper.title],
    ...(paper.number === undefined ? [] : [['发文字号', paper.number] as [string, string]]),
    ['版次', `第 ${paper.version} 版`],
    ['出具时间', `${formatMinute(takenAt)}（北京时间）`],
    ...files.map(({ format, sha256 }): [string, string, string] => [
      `${formatNames[format] ?? format}文件摘要`,
      'SHA-256',
      sha256,
    ]),
    ...chains.map(({ chainId, size, hash }): [string, string, string] => [
      chainId === systemChain ? '系统留痕' : `${districtName}留痕`,
      `共 ${size} 条，末条摘要（SM3）`,
      hash,
    ]),
    ['核验数据', payload],
  ]
  const cell = (lines: string[], more: Partial<FormCell> = {}): FormCell => ({ lines, ...more })
  const title = '核验页'
  return {
    title: `${title}（${paper.title}）`,
    office,
    day: dayOf(takenAt),
    ...(demo && { notice: '演示数据' }),
    forms: [
      {
        title,
        above: [`${office}　${formatDayZh(dayOf(takenAt))}`],
        columns: [2, 9],
        rows: rows.map(([label, ...lines]) => ({ cells: [cell([label]), cell(lines, { align: 'left' })], height: 8 })),
        picture: {
          svg: await qrSvg(payload),
          alt: '核验数据的二维码',
          width: CODE_MM,
          words: [
            '本页与文件分开保存，不属于文件的组成部分，不加盖印章。',
            '用途：日后核对本系统的留痕自出具之时起有没有被改写。二维码与“核验数据”一栏内容相同。',
            '核验办法：审计人员在系统“留痕核验”页上传本页，或者在服务器上运行 ./govmedia trail verify --against 本页文件；PDF、扫描件、照片、从本页复制的“核验数据”均可。',
            '请由监管单位以外的人员另行留存一份：只存放在系统内的核验页，能改写留痕的人也能一并改写。',
          ],
        },
        small: true,
      },
    ],
  }
}
