/** Where nothing may go wrong: what is told of as a defect fails the test. */
export const failing = (error: unknown): never => {
  throw error
}
