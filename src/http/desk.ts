import type { FastifyRequest } from 'fastify';
import type { Caller, Grant } from '../access/grant.ts';
import { uuidv7 } from '../fhir/id.ts';
import { fail, issue } from '../fhir/outcome.ts';
import type { Desk, Look } from '../interactions/exchange.ts';
import { languageOf } from './reply.ts';
import type { Service } from './server.ts';

const holderOf = (caller: Caller): string => {
  if (caller.kind === 'person') return caller.hash.toString('base64url');
  if (caller.kind === 'public') return 'public';
  return caller.kind === 'staff' ? `staff ${caller.employee}` : `${caller.kind} ${caller.id}`;
};

/** Somebody whose login is good and who is nobody here: no citizen of ours, or under 15 years. */
const assertSomebody = ({ caller, self, mandates }: Grant): void => {
  if (caller.kind !== 'person' || self !== undefined || mandates.length > 0) return;
  throw fail(
    403,
    issue({
      code: 'forbidden',
      key: 'not-known',
      text: {
        da: 'Du kan ikke bruge tjenesten: du er ikke registreret som borger her og har ingen fuldmagt, eller du er under 15 år.',
        en: 'You cannot use the service: you are not registered as a citizen here and have no power of attorney, or you are under 15.',
      },
    }),
  );
};

/** Verifies the token and looks up what the caller may do at this moment. 401, 403. */
export async function deskOf(service: Service, request: FastifyRequest): Promise<Desk> {
  const caller = await service.verify(request.headers.authorization);
  const { ports } = service;
  const grant = await service.grant(caller);
  assertSomebody(grant);
  return {
    call: { ports, grant, language: languageOf(request) },
    rooms: service.rooms,
    definitions: service.definitions,
    ...service.terms,
    base: `${ports.publicUrl}/fhir`,
    request: request.id,
    holder: holderOf(caller),
  };
}

const whoIs = ({ caller, self, practitioner, mandates }: Grant): string => {
  if (caller.kind === 'staff') return `Practitioner/${practitioner ?? caller.employee}`;
  if (caller.kind === 'public') return 'public';
  if (caller.kind !== 'person') return `${caller.kind}/${caller.id}`;
  return self === undefined ? `RelatedPerson/${mandates[0]?.relatedPerson}` : `Patient/${self}`;
};

/** Commits the access record of a look at a citizen's data; looking at what is open to all leaves none. */
export async function noteAccess(
  service: Service,
  { call, request }: Desk,
  look: Look,
): Promise<void> {
  if (look.patient === null) return;
  const { grant, ports } = call;
  const mandate = grant.mandates.find(
    ({ patient }) => patient === look.patient && patient !== grant.self,
  );
  const capacity =
    grant.caller.kind !== 'person' ? grant.caller.kind : mandate ? 'relative' : 'self';
  await service.access.record({
    ...{ id: uuidv7(ports.now()), kind: 'access', at: ports.now(), request },
    agent: mandate ? `RelatedPerson/${mandate.relatedPerson}` : whoIs(grant),
    capacity,
    patient: look.patient,
    mandate: mandate ? `Consent/${mandate.consent}/_history/${mandate.consentVersion}` : null,
    ...{ interaction: look.interaction, query: look.target, targets: [], shown: look.shown },
    ...{ purpose: null, policy: null, client: grant.caller.client, network: null },
    ...{ outcome: '0', digest: null },
  });
}
