import type { Job, Reply, Request, Result } from './press-jobs.ts'

// A process of its own: setting a paper takes 150 MB and a whole processor for a while. It does one job after another
// and ends with the process that started it. What a job needs is loaded with the first such job.
let last: Promise<void> = Promise.resolve()

process.on('message', (request: Request) => {
  last = last.then(() => answer(request))
})
process.on('disconnect', () => process.exit(0))
// Ctrl-C reaches the whole group: the one who started us decides when we end.
process.on('SIGINT', () => undefined)

async function answer({ id, job }: Request): Promise<void> {
  const done = await printed(job).then(
    (result) => ({ result }),
    (error: unknown) => ({ error: reasonOf(error) }),
  )
  const reply: Reply = { id, megabytes: process.memoryUsage.rss() / 2 ** 20, ...done }
  process.send?.(reply)
}

async function printed(job: Job): Promise<Result> {
  switch (job.kind) {
    case 'docx':
      return (await import('./docx.ts')).printDocx(job.sheet)
    case 'pdf':
      return (await import('./pdf.ts')).printPdf(job.sheet, job.fontFolders)
    case 'forms-docx':
      return (await import('./form-docx.ts')).printFormsDocx(job.book)
    case 'forms-pdf':
      return (await import('./pdf.ts')).printFormsPdf(job.book, job.fontFolders)
    case 'text-docx':
      return (await import('./text-docx.ts')).printTextDocx(job.text)
    case 'fonts':
      return (await import('./font-use.ts')).lookUpFonts(job.fontFolders)
    case 'chart':
      return (await import('./chart-drawing.ts')).drawChart(job.chart)
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return [error.stack, error.cause && JSON.stringify(error.cause)].filter(Boolean).join('\n')
}
