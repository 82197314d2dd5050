/**
 * Resolves when the program is told to stop. A terminal's Ctrl-C reaches the whole group and npm passes it on once more: the
 * second signal must not kill a program that is stopping in order, or its database would be left behind.
 */
export function toldToStop(): Promise<void> {
  return new Promise((done) => {
    process.on('SIGINT', () => done())
    process.on('SIGTERM', () => done())
  })
}
