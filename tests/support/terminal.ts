import type { Deps } from '../../src/access/index.ts'
import { runCli } from '../../src/cli/index.ts'

/** What a command printed: results on standard output, the rest beside it. */
export type Printed = { results: string[]; said: string[] }

/** Runs one command line on an opened installation as the operator would; what it prints is added to `printed`. */
export const atTerminal = (deps: Deps, words: readonly string[], { results, said }: Printed) =>
  runCli(words, {
    osUser: 'test',
    // Nothing is given back, as by a real terminal: a command may hand on what printing answers as its exit code.
    out: { result: (text) => void results.push(text), say: (text) => void said.push(text), progress: () => undefined },
    open: () =>
      Promise.resolve({
        deps,
        demo: false,
        describe: () => Promise.reject(new Error('not asked for')),
        close: () => Promise.resolve(),
      }),
    serve: () => Promise.resolve(),
    makeDemo: () => Promise.reject(new Error('not asked for')),
  })
