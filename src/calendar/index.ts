export * from './civil-date.ts'
export * from './clock.ts'
export * from './periods.ts'
