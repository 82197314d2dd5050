import { describe, expect, it } from 'vitest'
import { isDatabaseAway } from './away.ts'

const coded = (code: string, syscall?: string) => Object.assign(new Error('x'), { code, ...(syscall && { syscall }) })

describe('a database that is away', () => {
  it.each([
    ['was shut down', coded('57P01')],
    ['crashed', coded('57P02')],
    ['is starting', coded('57P03')],
    ['lost the connection', coded('08006')],
    ['takes no connection', coded('08001')],
    ['listens at no port', coded('ECONNREFUSED', 'connect')],
    ['has no socket', coded('ENOENT', 'connect')],
    ['cut the line', coded('ECONNRESET', 'read')],
    ['has a name nobody knows', coded('ENOTFOUND', 'getaddrinfo')],
    ['fails at each of its addresses', new AggregateError([coded('ECONNREFUSED', 'connect')])],
    ['went in the middle of a query', new Error('Connection terminated unexpectedly')],
  ])('is one that %s', (_, error) => expect(isDatabaseAway(error)).toBe(true))

  it.each([
    ['a statement that took too long', coded('57014')],
    ['a row that is there twice', coded('23505')],
    ['a table that is not there', coded('42P01')],
    ['a file that is not there', coded('ENOENT', 'open')],
    ['a browser that hung up', coded('ECONNRESET')],
    ['any other defect', new Error('the shelf fell down')],
    ['what is no error', 'ECONNREFUSED'],
  ])('is not told by %s', (_, error) => expect(isDatabaseAway(error)).toBe(false))
})
