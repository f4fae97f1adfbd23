import type { FastifyRequest } from 'fastify';
import type { Caller, Grant } from '../access/grant.ts';
import { FhirError, fail, issue } from '../fhir/outcome.ts';
import type { Asking, Desk } from '../interactions/exchange.ts';
import { refusedLook } from '../interactions/look.ts';
import type { Place, Route } from '../interactions/route.ts';
import { noteLooks, noteWeak } from './access-row.ts';
import { credentialOf } from './credential.ts';
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

/** The caller of the token; whoever has none that is good is counted. 401, 403. */
async function callerOf(
  service: Service,
  request: FastifyRequest,
  given: string | undefined,
): Promise<Caller> {
  try {
    return await service.verify(given ?? credentialOf(request));
  } catch (error) {
    if (error instanceof FhirError && error.status === 403) await noteWeak(service, request);
    else if (isWithheld(error)) await service.countRefusal(request.ip, service.ports.now());
    throw error;
  }
}

const isWithheld = (error: unknown): boolean =>
  error instanceof FhirError && (error.status === 401 || error.status === 403);

/** Verifies the token and looks up what the caller may do at this moment. 401, 403. */
async function deskOf(
  service: Service,
  request: FastifyRequest,
  given: string | undefined,
): Promise<Desk> {
  const caller = await callerOf(service, request, given);
  const { ports } = service;
  const grant = await service.grant(caller);
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

/** What is asked, as far as a refusal is kept of it. */
export interface Asked {
  readonly route: Pick<Route, 'name' | 'room'>;
  readonly asking: Asking;
  readonly place: Place;
  /** In place of what the request brings: the `Authorization` of a login that we carried out ourselves. */
  readonly authorization?: string;
}

async function noteRefusal(
  service: Service,
  desk: Desk,
  request: FastifyRequest,
  refusal: { readonly asked: Asked; readonly error: unknown },
): Promise<void> {
  const { asked, error } = refusal;
  if (!(error instanceof FhirError)) return;
  if (desk.call.grant.caller.kind === 'public') {
    if (isWithheld(error)) await service.countRefusal(request.ip, desk.call.ports.now());
    return;
  }
  const looks = refusedLook(error, asked.route, asked.asking, asked.place);
  await noteLooks(service, desk, looks, request);
}

/** Does what an authenticated caller asks at a desk of the caller's own. What is refused is kept before the refusal leaves. */
export async function atDesk<T>(
  service: Service,
  request: FastifyRequest,
  asked: Asked,
  work: (desk: Desk) => Promise<T>,
): Promise<T> {
  const desk = await deskOf(service, request, asked.authorization);
  try {
    assertSomebody(desk.call.grant);
    return await work(desk);
  } catch (error) {
    await noteRefusal(service, desk, request, { asked, error });
    throw error;
  }
}
