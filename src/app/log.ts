/** One line of JSON an event on stderr; never personal values, passwords or tokens. Line breaks in a value can't forge a line. */
export function logLine(record: Record<string, unknown>): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...record })}\n`)
}

/** A defect with its cause and the id the person was shown. */
export function logDefect(error: unknown, context: Record<string, string>): void {
  logLine({ level: 'defect', ...context, ...describeError(error) })
}

function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) }
  return {
    message: error.message,
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  }
}
