import { expect, it } from 'vitest'
import { actorOf, districtId, monitoredDistrict } from '../../../tests/support/monitored-district.ts'
import { month } from '../../calendar/index.ts'
import { latestEvents } from '../../trail/index.ts'
import { runCheck } from './run-check.ts'

const september = month('2026-09')

it('a check whose results fail half way leaves nothing, says why, and is made anew where that helps', async () => {
  const place = await monitoredDistrict()
  const account = await place.account(await place.unit('临湖区水务局'), '临湖水务', { filing_state: 'filed' })
  await place.collected(account, '2026-09-01', '2026-10-01')
  // Two parts: what fails is written while the next is judged.
  await place.database.owner(async (owner) => {
    await owner.query(`create table more as select n, gen_random_uuid() as unit_id from generate_series(1, 600) n;
      create table units as select * from unit; create table accounts as select * from account;
      insert into unit select (jsonb_populate_record(o, jsonb_build_object('id', more.unit_id, 'code', 'u' || n, 'name', '第' || n || '中学'))).*
        from units o, more;
      insert into account select (jsonb_populate_record(o, jsonb_build_object('id', gen_random_uuid(), 'unit_id', more.unit_id,
        'name', '校园' || n, 'handle', 'h' || n))).* from accounts o, more`)
    await owner.query(`create sequence tries; grant all on sequence tries to public`)
    await owner.query(`create table broken (code text); insert into broken values ('22012');
      grant select on broken to public;
      create function breaks() returns trigger language plpgsql as $$ declare c text; begin
        select code into c from broken;
        if c is not null and nextval('tries') = 1 then raise exception 'half way' using errcode = c; end if;
        return null; end $$;
      create trigger breaks after insert on check_result for each statement execute function breaks()`)
  })
  const check = () => runCheck(place.deps, actorOf('supervisor'), { districtId, month: september })
  const kept = async () => {
    const { rows } = await place.database.owner((owner) =>
      owner.query(`select (select count(*)::int from check_run) as runs, (select count(*)::int from check_result) as results,
        (select count(*)::int from finding) as findings`),
    )
    return rows[0]
  }
  await expect(check()).rejects.toMatchObject({ code: '22012', message: 'half way' })
  expect(await kept()).toEqual({ runs: 0, results: 0, findings: 0 })
  expect((await latestEvents(place.deps.db, districtId)).map(({ action }) => action)).not.toContain('check.ran')
  // Two that met: the whole is judged and written again.
  await place.database.owner((owner) => owner.query(`alter sequence tries restart; update broken set code = '40001'`))
  expect((await check()).accounts).toHaveLength(601)
  expect(await kept()).toMatchObject({ runs: 1, results: 601 })
})
