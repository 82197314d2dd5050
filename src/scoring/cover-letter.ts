import type { CivilDate } from '../calendar/index.ts'
import type { Block, Paper } from '../documents/index.ts'
import type { YearScore } from './score-year.ts'

const paragraph = (text: string): Block => ({ kind: 'paragraph', runs: [text] })
const heading = (text: string): Block => ({ kind: 'heading', level: 1, text })

/** 说明函: what the year's package is, for the department that decides on 绩效: what was counted, by which scheme, what is in it, how to check it. */
export function coverLetter({
  office,
  year,
  day,
  demo,
  score,
}: {
  office: string
  year: number
  day: CivilDate
  demo: boolean
  score: YearScore
}): Paper {
  const { scheme, units } = score
  return {
    kind: 'letter',
    title: [`关于报送${year}年度政务新媒体`, '监管评分结果的说明函'],
    addressee: '区绩效主管部门',
    body: [
      paragraph(
        `现报送${year}年度政务新媒体监管评分结果，供绩效考核参考。结果涉及单位${units.length}个，不排名次，如何采用由你们决定。`,
      ),
      heading('评分依据'),
      paragraph(
        `按年初锁定的《${scheme.scheme.name}》第${scheme.version}版评分。每一分都落到经人工复核确认的事项，事项和确认人逐条列在“计分事项.csv”。粉丝、阅读、点赞、转发数量没有计入。`,
      ),
      heading('办理经过'),
      paragraph(
        '锁定、封存、评分、自查、复核、告知、申诉、确定各步的时间和办理人见“办理步骤.csv”，人工登记、更正和申诉见“登记更正申诉.csv”。',
      ),
      heading('核对方法'),
      paragraph(
        '“清单.csv”列有每个文件的摘要值，文件有改动即对不上；“归档目录.csv”列有题名和建议的保管期限，由档案部门核定。办理人的岗位为打包时所任岗位。',
      ),
    ],
    signature: { office, day },
    ...(demo && { notice: '演示数据' }),
  }
}
