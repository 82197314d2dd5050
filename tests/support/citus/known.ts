/**
 * Queries that a distributed database refuses, or that the reading in `lint.ts` takes for such; by the fingerprint that
 * PostgreSQL's parser gives them, each with its reason. An entry that no query answers to any more fails the test.
 */
const OF_TESTS =
  'of a test alone, which makes many rows out of one or reads whatever it stored; the program never asks it'

export const known: Readonly<Record<string, { query: string; why: string }>> = {
  '55186830b8451d9c': { query: 'insert into account select (jsonb_populate_record(…)).* from …', why: OF_TESTS },
  ff6a71de99467603: {
    query: 'insert into account select (jsonb_populate_record(…)).* from account, unit …',
    why: OF_TESTS,
  },
  '8fc4a517b4a0cc9d': { query: 'insert into unit select (jsonb_populate_record(…)).* from unit …', why: OF_TESTS },
  f2bcdf9990d6650d: { query: 'insert into national_comparison select (jsonb_populate_record(…)).*', why: OF_TESTS },
  faa862f34c726c6e: { query: 'select … from cleanup_item i join account a on a.id = i.account_id', why: OF_TESTS },
  '8d8b816258390221': { query: 'select … from post_sample s join post p on p.id = s.post_id', why: OF_TESTS },
  fb584ef0b1a8c9e1: { query: 'with made as (…) insert into closing_announcement select … from made, …', why: OF_TESTS },
  d4ecb156ef5b776a: { query: 'select … from published_text join post on post.id = post_id …', why: OF_TESTS },
}
