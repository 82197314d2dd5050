/**
 * Queries that a distributed database refuses, or that the reading in `lint.ts` takes for such; by the fingerprint that
 * PostgreSQL's parser gives them, each with its reason. An entry that no query answers to any more fails the test.
 */
export const known: Readonly<Record<string, { query: string; why: string }>> = {}
