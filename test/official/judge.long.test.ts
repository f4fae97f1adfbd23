import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Appointment, Observation, Patient, Resource } from '@medplum/fhirtypes';
import t from 'tap';
import { asProfiled, hasDanish, layDefinitions } from './lay.ts';
import { openRun } from './place.ts';
import { judge, type Said, Unavailable } from './runner.ts';
import { verdictOn } from './verdict.ts';

t.setTimeout(900_000);

const fixture = <T extends Resource>(path: string): T =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${path}.fhir.json`, import.meta.url), 'utf8'));

const appointment = fixture<Appointment>('appointment/aftale-booked');
const observation = fixture<Observation>('observation/weight');
const patient = fixture<Patient>('patient/typical');
const { requestedPeriod: _, ...unasked } = appointment;

/** What is wrong with each, and what the validator says of it. */
const planted: Readonly<Record<string, readonly [Resource, RegExp | undefined]>> = {
  Sound: [appointment, undefined],
  WrongCode: [
    { ...appointment, status: 'no-show' } as never,
    /Appointment\.status: .*no-show.* value set 'AppointmentStatus'/,
  ],
  MissingElement: [unasked as Appointment, /requestedPeriod: minimum required = 1/],
  WrongReference: [
    { ...observation, subject: { reference: 'Goal/1' } },
    /Observation\.subject: .*'Goal'/,
  ],
  UnknownExtension: [
    { ...appointment, extension: [{ url: 'https://samspil.example/fhir/none', valueCode: 'a' }] },
    /fhir\/none could not be found/,
  ],
  EmptyList: [{ ...appointment, reasonCode: [] }, /Array cannot be empty/],
  NoService: [
    { ...appointment, participant: appointment.participant.slice(0, 1) },
    /participant:service.* required/,
  ],
  ...(hasDanish && {
    NotDanish: [
      { ...patient, identifier: [{ system: 'urn:oid:1.2.208.176.1.2', value: '1' }] } as Patient,
      /dk-core/,
    ],
  }),
};

function judged(): readonly Said[] | undefined {
  const run = openRun();
  const path = join(run, 'planted');
  mkdirSync(path);
  try {
    for (const [name, [resource]] of Object.entries(planted))
      writeFileSync(join(path, `${name}.json`), JSON.stringify(asProfiled(resource)));
    return judge(layDefinitions(run), [path], run).said;
  } catch (error) {
    if (error instanceof Unavailable) return undefined;
    throw error;
  }
}

const said = judged();
const skip = !said && 'there is no Java 17, no Maven, or no way to Maven Central';

t.test('the official validator finds what is planted, and nothing else', { skip }, async (t) => {
  for (const [name, [, expected]] of Object.entries(planted)) {
    const own = said?.filter(({ file }) => file.endsWith(`/${name}.json`)) ?? [];
    const faults = verdictOn(own).faults.flatMap((one) => one.said);
    const texts = faults.map(({ path, text }) => `${path}: ${text}`);
    if (expected)
      t.ok(
        texts.some((text) => expected.test(text)),
        `${name}: ${texts.join('\n')}`,
      );
    else t.same(texts, []);
  }
});
