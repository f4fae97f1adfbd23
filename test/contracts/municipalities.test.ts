import { readdirSync } from 'node:fs';
import type { Bundle } from '@medplum/fhirtypes';
import t from 'tap';
import type { FhirError } from '../../src/fhir/outcome.ts';
import { checkMunicipality } from '../../src/main/check-municipality.ts';
import { featureNames } from '../../src/resources/feature.ts';
import { assertOnAt } from '../../src/resources/feature-unit.ts';
import { publish } from '../../src/resources/slot/published.ts';
import { grantsBy } from '../../src/sync/ticket-mandate.ts';
import { mainLine, said } from './municipality-scene.ts';

const publicUrl = 'https://samspil.sandby.example';
const codes = readdirSync(new URL('../../mappings/municipalities/', import.meta.url)).filter(
  (name) => /^\d{4}$/.test(name),
);

t.setTimeout(240_000);

t.test('every municipality that is shipped is ready, with nothing to be looked at', (t) => {
  t.same(codes, ['0101', '0147', '0851', '9999']);
  for (const code of codes) t.same(checkMunicipality(code, { publicUrl }).findings, [], code);
  t.end();
});

t.test(
  'a municipality in pilot: some units have a feature, others say that they have not',
  async (t) => {
    const house = await mainLine(t, '0147');
    const { db, municipality } = house.ports;
    const { rows } = await db.query<{ cura_id: string; id: string }>(
      `select cura_id, id from cura_record where record in ('enhed', 'ydelsestype')`,
    );
    const idOf = (curaId: string) => rows.find(({ cura_id }) => cura_id === curaId)?.id ?? '';
    const own = (await (await house.as('citizen')('Patient')).json()) as Bundle;
    const karen = own.entry?.[0]?.resource?.id;
    const [clinic, training] = [idOf('enhed-klinik'), idOf('enhed-genoptraening')];

    await t.test('a time of such a unit is refused with its phone, to staff as well', async (t) => {
      const slots = await db.query<{ content: string }>(
        `select r.content from slot r join schedule_use u on u.schedule = substr(r.p_schedule[1], 10)
       where u.service = $1 and r.view & 1 <> 0 and r.p_status && '{free}' order by r.sort limit 1`,
        [idOf('yt-udredning')],
      );
      const { id, start, end } = JSON.parse(slots.rows[0]?.content ?? '{}');
      const body = JSON.stringify({
        resourceType: 'Appointment',
        status: 'booked',
        ...{ start, end, slot: [{ reference: `Slot/${id}` }] },
        participant: [{ actor: { reference: `Patient/${karen}` }, status: 'accepted' }],
      });
      for (const who of ['citizen', 'staff']) {
        const refused = await said(house, [who, 'Appointment', body]);
        t.equal(refused.status, 422, refused.keys.join());
        t.ok(refused.keys.includes('feature-off'), refused.keys.join());
        t.ok(refused.keys.includes('unit-contact'));
      }
    });

    await t.test('free times of such a unit are published to nobody', async (t) => {
      const published = await publish(house.ports);
      t.ok(published.Slot.length > 0);
      const off = { ...municipality, features: { booking: ['enhed-genoptraening'] } };
      const without = await publish({ ...house.ports, municipality: off });
      t.same(without.Slot, [], 'what is open to all is given by other units');
    });

    await t.test('a unit is named by SOR code, id in Cura or name', async (t) => {
      for (const name of ['900100010000160', 'enhed-klinik', 'Sygeplejeklinikken Sandby']) {
        const ports = {
          ...house.ports,
          municipality: { ...municipality, features: { video: [name] } },
        };
        await t.resolves(assertOnAt(ports, 'video', clinic), name);
        const refused = await assertOnAt(ports, 'video', training).catch(
          (error: FhirError) => error,
        );
        t.match(refused, {
          status: 422,
          issues: [
            {
              key: 'feature-off',
              text: { en: /^Genoptræningen, Kildevej does not offer video meetings/ },
            },
            { key: 'unit-contact', text: { da: /\+4500110020/ } },
          ],
        });
      }
    });

    await t.test(
      'what goes with insight is hidden from the citizen, and not from staff',
      async (t) => {
        const everything = (await (
          await house.as('citizen')(`Patient/${karen}/$everything?_count=1000`)
        ).json()) as Bundle;
        const types = new Set(everything.entry?.map(({ resource }) => resource?.resourceType));
        t.ok(types.has('Appointment'));
        for (const hidden of ['Condition', 'Goal', 'EpisodeOfCare', 'Composition', 'Procedure'])
          t.notOk(types.has(hidden as 'Goal'), hidden);
        const kept = await db.query('select from condition where view & 1 <> 0');
        const shown = await db.query('select from condition where view & 6 <> 0');
        t.ok(kept.rowCount > 0);
        t.equal(shown.rowCount, 0);
      },
    );

    await t.test('where relatives are off nobody acts for anybody', async (t) => {
      const caller = await house.service.verify(`Bearer ${await house.identity.token('relative')}`);
      t.ok((await house.service.grant(caller)).mandates.length > 0);
      const off = { ...municipality, features: { relatives: 'off' } } as const;
      t.same((await grantsBy({ ...house.sync, municipality: off })(caller)).mandates, []);
    });
    t.ok(featureNames.length > 10);
  },
);
