import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { HealthcareService } from '@medplum/fhirtypes';
import t from 'tap';
import { policyOf } from '../../src/resources/healthcare-service/policy.ts';
import { loadMunicipality } from '../../src/resources/municipality.ts';
import { MunicipalityError } from '../../src/resources/municipality-file.ts';
import { temporaryDir } from '../database.ts';

const url = 'https://samspil.example/fhir/StructureDefinition/booking-policy';
const service: HealthcareService = {
  resourceType: 'HealthcareService',
  active: true,
  type: [{ coding: [{ system: 'urn:oid:1.2.208.176.2.21', code: 'G1.39' }] }],
  extension: [
    {
      url,
      extension: [
        { url: 'durationMinutes', valueInteger: 30 },
        { url: 'leadTimeHours', valueInteger: 2 },
        { url: 'book', valueCode: 'direct' },
        { url: 'validFrom', valueDateTime: '2026-01-01' },
      ],
    },
  ],
};

t.test(
  'a municipality says what the record does not, and of a service by its code what it does',
  async (t) => {
    const plain = policyOf(service, {});
    t.match(plain, { durationMinutes: 30, leadTimeHours: 2, book: 'direct', active: true });
    t.equal(plain.maxOpenBookings, undefined);
    const booking = {
      defaults: { maxOpenBookings: 3, leadTimeHours: 9, replyHours: 24 },
      services: { 'G1.39': { book: 'request', replyHours: 48 }, 'G1.21': { durationMinutes: 5 } },
    } as const;
    t.match(policyOf(service, { booking }), {
      durationMinutes: 30,
      leadTimeHours: 2,
      maxOpenBookings: 3,
      replyHours: 48,
      book: 'request',
    });
    t.equal(
      policyOf({ ...service, type: [{ coding: [{ code: 'constructor' }] }] }, { booking }).book,
      'direct',
    );
  },
);

/** The shipped municipality with other rules of booking. */
function loadWith(booking: object) {
  const root = temporaryDir(t);
  cpSync(new URL('../../mappings/municipalities/', import.meta.url), root, { recursive: true });
  const file = `${root}/9999/municipality.json`;
  const shipped = JSON.parse(readFileSync(file, 'utf8')) as object;
  writeFileSync(file, JSON.stringify({ ...shipped, booking }));
  return loadMunicipality('9999', pathToFileURL(`${root}/`));
}

t.test('rules of booking are checked at the start', async (t) => {
  const booking = { services: { 'G1.39': { maxOpenBookings: 2, cancel: 'none' } } };
  t.same(loadWith(booking).booking, booking);
  const wrong = [
    { defaults: { maxOpenBookings: 0 } },
    { defaults: { book: 'maybe' } },
    { services: { 'G1.39': { unknown: 1 } } },
    { services: { 'G1.39': { validFrom: '2026-01-01' } } },
    { elsewhere: {} },
  ];
  for (const one of wrong) t.throws(() => loadWith(one), MunicipalityError, JSON.stringify(one));
});
