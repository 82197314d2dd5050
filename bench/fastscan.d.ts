/** What of this package is used here; it comes without types. */
declare module 'fastscan' {
  export default class FastScanner {
    constructor(words: readonly string[])
    search(text: string): unknown[]
  }
}
