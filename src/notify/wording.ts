import type { Counts } from './model.ts'

/** 待办 7 项（备案 3 项，清理 4 项），其中须优先办理 1 项: all that a digest says. */
export function countWords({ total, urgent, by }: Counts): string {
  const kinds = by.map(({ label, count }) => `${label} ${count} 项`).join('，')
  return `待办 ${total} 项（${kinds}）${urgent > 0 ? `，其中须优先办理 ${urgent} 项` : ''}`
}

/** The daily digest: counts, and where to look. */
export const digestWords = (counts: Counts): { title: string; text: string } => ({
  title: `政务新媒体监管平台：待办 ${counts.total} 项`,
  text: `政务新媒体监管平台提醒：${countWords(counts)}。请登录工作台办理。`,
})

export const testWords = {
  title: '政务新媒体监管平台：测试消息',
  text: '政务新媒体监管平台测试消息。收到即表示通知渠道可用，不需办理。',
}
