import { isDeepStrictEqual } from 'node:util';
import type { Coding, Consent } from '@medplum/fhirtypes';
import { mandateLaw } from '../../../mappings/codes/mandate.ts';
import type { Actor } from '../../access/grant.ts';
import { isRelated } from '../../access/relation.ts';
import { noMandate } from '../../access/resolve.ts';
import { actorFor } from '../../access/scope.ts';
import { uuidv7 } from '../../fhir/id.ts';
import { fail, forbidden, unprocessable } from '../../fhir/outcome.ts';
import { type Call, idIn, type Ports, type Room } from '../define.ts';
import { findOne } from '../find-resource.ts';
import { elsewhere, faultsIn, isStop, stopOf, stoppedIn } from './stop.ts';

const noStranger = () =>
  forbidden('stop-by-citizen-or-staff', {
    da: 'Et stop lægges og ophæves af borgeren selv eller af personale med relation til borgeren.',
    en: 'A stop is laid and lifted by the citizen, or by staff with a relation to the citizen.',
  });

/** The citizen, or staff of a unit that has to do with the citizen; a relative never, nor whoever acts for nobody. */
async function assertMay({ grant, ports }: Call, patient: string): Promise<Actor> {
  const actor = actorFor(grant, patient, 'Consent');
  if (actor?.capacity === 'self') return actor;
  if (actor?.capacity === 'staff' && (await isRelated(ports.db, grant, patient))) return actor;
  const isNobody = actor === undefined && grant.caller.kind === 'person';
  throw isNobody || actor?.capacity === 'staff' ? fail(403, noMandate) : noStranger();
}

/** A relative of that citizen; one of another's is as one that is not there. */
async function assertRelative({ db, room }: Ports, id: string, patient: string): Promise<void> {
  const relative = await findOne(db, room('RelatedPerson'), id);
  const whose = relative?.resource as { patient?: { reference?: string } } | undefined;
  if (idIn(whose?.patient?.reference, 'Patient') === patient) return;
  throw unprocessable(
    'stop-relative',
    {
      da: 'Et stop lægges på netop én pårørende (RelatedPerson) til borgeren.',
      en: 'A stop is laid on exactly one relative (RelatedPerson) of the citizen.',
    },
    { expression: 'Consent.provision.actor' },
  );
}

const served = (ports: Ports, classes: readonly Coding[]): string[] =>
  classes.flatMap(({ code = '' }) => {
    try {
      return [ports.room(code).shape.type];
    } catch {
      return [];
    }
  });

type Stop = Consent & { id: string };

const planOf = (resource: Stop, patient: string) =>
  ({ resource, patient, record: 'stop', here: true, policy: mandateLaw.fuldmagt }) as const;

/** POST of a Consent lays a stop, and nothing else. */
export const layStop: NonNullable<Room['create']> = async (call) => {
  const { ports } = call;
  const given = call.resource as Consent;
  const patient = idIn(given.patient?.reference, 'Patient');
  if (patient === undefined) throw fail(403, noMandate);
  const actor = await assertMay(call, patient);
  if (!isStop(given)) throw elsewhere();
  const classes = given.provision?.class ?? [];
  const now = ports.now();
  const faults = faultsIn({ given, types: served(ports, classes), now });
  if (faults.length > 0) throw fail(422, faults);
  await assertRelative(ports, stoppedIn(given) ?? '', patient);
  const stop = stopOf(given, { id: uuidv7(now), actor, now });
  return {
    status: 201,
    stored: await ports.write(
      { ...planOf(stop, patient), kind: 'create', method: 'create' },
      actor,
    ),
  };
};

/** Nothing but the status, and what the server says of the version, differs. */
function isSameBeside(before: Consent, after: Consent): boolean {
  const [one, other] = [before, after].map(({ status: _, meta: __, ...rest }) => rest);
  return isDeepStrictEqual(one, other);
}

/** PUT and PATCH: a stop is lifted by `status: inactive`. It stays lifted; a new one is laid by POST. */
export const liftStop: NonNullable<Room['update']> = async (call) => {
  const { ports, stored } = call;
  const [before, after] = [call.current as Consent, call.resource as Consent];
  const patient = idIn(before.patient?.reference, 'Patient') ?? '';
  const actor = await assertMay(call, patient);
  if (!isStop(before)) throw elsewhere();
  const isSame = isSameBeside(before, after);
  if (isSame && before.status === after.status) return { status: 200, stored };
  if (!isSame || before.status !== 'active' || after.status !== 'inactive')
    throw unprocessable(
      'stop-lifting',
      {
        da: 'Et stop ændres kun ved at ophæve det: status inactive. Et nyt lægges med POST.',
        en: 'A stop is changed only by lifting it: status inactive. A new one is laid by POST.',
      },
      { expression: 'Consent.status' },
    );
  const lifted: Stop = { ...(stored.resource as Stop), status: 'inactive' };
  const change = { kind: 'update', method: 'replace', basedOn: stored.version } as const;
  return {
    status: 200,
    stored: await ports.write({ ...planOf(lifted, patient), ...change }, actor),
  };
};
