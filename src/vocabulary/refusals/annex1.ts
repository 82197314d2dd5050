import { entry } from './catalogue.ts'

export const annex1Refusals = {
  'annex1.other-file': entry<{ found: string }>(
    415,
    ({ found }) =>
      `这个文件的内容是${found}，不能读入。请选择填好的附件1 Word 文档（.docx）或表格（.xlsx）；旧版 .doc 请用 WPS 或 Word 另存为 .docx；签字盖章的扫描件、PDF 请打印后在“扫描件”处上传。`,
  ),
  'annex1.not-the-form': entry<{ file: string }>(
    422,
    ({ file }) => `“${file}”中没有找到附件1《政务新媒体建设情况调查表》。请选择填好的原表，不要删改表中的项目名称。`,
  ),
  'annex1.several-forms': entry<{ names: string; account: string }>(
    422,
    ({ names, account }) =>
      `文件中有几张附件1（${names}），没有一张的“政务新媒体名称”是“${account}”。请核对名称，或每个账号交一个文件。`,
  ),
  'annex1.other-unit': entry<{ found: string; unit: string }>(
    422,
    ({ found, unit }) => `表中的填报单位是“${found}”，本次报送的单位是“${unit}”，没有读入。请核对是否选错了文件。`,
  ),
  'annex1.nothing-chosen': entry(422, () => '没有选择要带入的项目，填报内容没有改动。请勾选后再带入，或返回填报页。'),
}
