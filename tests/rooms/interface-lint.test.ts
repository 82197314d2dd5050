import { describe, expect, it } from 'vitest'
import { apiDocument } from '../../src/api/document.ts'
import { type Linted, lintInterface } from '../support/interface-lint.ts'

const document = () => structuredClone(apiDocument()) as unknown as Linted

describe('the document of the interface', () => {
  it('leaves nothing unnamed, untold, unused or leading nowhere', () => {
    expect(lintInterface(document())).toEqual([])
  })

  const units = (told: Linted) => told.paths['/units']!['get']!
  const account = (told: Linted) => told.components['schemas']!['Account']!
  const spoilt: [string, (told: Linted) => unknown, string][] = [
    ['an operation without a name', (told) => delete units(told).operationId, 'get /units: operationId is no verbNoun'],
    ['two of one name', (told) => (units(told).operationId = 'listAccounts'), 'operationId twice: listAccounts'],
    ['an operation that nobody tells of', (told) => delete units(told).summary, 'get /units: no summary'],
    ['one without its meaning', (told) => (units(told).description = ''), 'get /units: no description'],
    ['one under no tag', (told) => (units(told).tags = []), 'get /units: not under one tag'],
    ['one that cannot be refused', (told) => delete units(told).responses['4XX'], 'get /units: no 4XX'],
    ['one that cannot fail', (told) => delete units(told).responses['5XX'], 'get /units: no 5XX'],
    [
      'an answer that nobody tells of',
      (told) => (units(told).responses['200'] = {}),
      'get /units: answer 200 without description',
    ],
    [
      'a parameter that nobody tells of',
      (told) => units(told).parameters.push({ name: 'odd', in: 'query', schema: { type: 'string' } }),
      'get /units: parameter odd without description',
    ],
    [
      'a parameter told twice',
      (told) => units(told).parameters.push(units(told).parameters[0]!),
      'get /units: parameter twice: query state',
    ],
    [
      'an address with a part that is no parameter',
      (told) => (told.paths['/units/{other}'] = { get: { ...units(told), operationId: 'readOther' } }),
      'get /units/{other}: path parameters are none',
    ],
    [
      'an address of another spelling',
      (told) => (told.paths['/Units_all'] = { get: { ...units(told), operationId: 'readAll' } }),
      'get /Units_all: path is not of small words',
    ],
    ['a tag that nobody tells of', (told) => (told.tags[0]!.description = ''), 'tag without description: 台账'],
    ['a tag of nothing', (told) => told.tags.push({ name: '空', description: '空' }), 'tag unused: 空'],
    ['a tag that is not told', (told) => void told.tags.shift(), 'tag unknown: 台账'],
    [
      'a component of nothing',
      (told) => (told.components['schemas']!['Odd'] = { type: 'object' }),
      'unused: #/components/schemas/Odd',
    ],
    [
      'a way to sign in that nothing asks for',
      (told) => (told.components['securitySchemes']!['odd'] = {}),
      'unused: #/components/securitySchemes/odd',
    ],
    [
      'a reference to nothing',
      (told) =>
        (account(told)['properties'] = {
          ...(account(told)['properties'] as object),
          odd: { $ref: '#/components/schemas/Gone' },
        }),
      '#/components/schemas/Account/properties/odd: leads nowhere: #/components/schemas/Gone',
    ],
    [
      'a field that must be there and is none',
      (told) => (account(told)['required'] = ['gone']),
      '#/components/schemas/Account: no gone',
    ],
    [
      'a list of anything',
      (told) => (account(told)['properties'] = { ...(account(told)['properties'] as object), odd: { type: 'array' } }),
      '#/components/schemas/Account/properties/odd: array of anything',
    ],
    [
      'an example that does not fit',
      (told) => (told.components['schemas']!['UnitState']!['examples'] = ['odd']),
      '#/components/schemas/UnitState: example does not fit',
    ],
  ]
  it.each(spoilt)('would be sent back with %s', (_what, spoil, fault) => {
    const spoiled = document()
    spoil(spoiled)
    expect(lintInterface(spoiled)).toContain(fault)
  })
})
