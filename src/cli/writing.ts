/** What every command takes that writes what a file says. */
export const writingOptions = { 'dry-run': { type: 'boolean' }, 'accept-valid': { type: 'boolean' } } as const
export const writingHelp = { 'dry-run': '只显示结果，不写入', 'accept-valid': '有问题的行不要，其余写入' }
