import { type FhirError, methodNotAllowed } from '../fhir/outcome.ts';
import type { Interaction, Room } from '../resources/define.ts';

const methods: readonly {
  readonly interaction: Interaction;
  readonly method: string;
  readonly onInstance: boolean;
}[] = [
  { interaction: 'read', method: 'GET', onInstance: true },
  { interaction: 'search-type', method: 'GET', onInstance: false },
  { interaction: 'create', method: 'POST', onInstance: false },
  { interaction: 'update', method: 'PUT', onInstance: true },
  { interaction: 'patch', method: 'PATCH', onInstance: true },
  { interaction: 'delete', method: 'DELETE', onInstance: true },
];

/** HTTP methods that a room takes at its type's or at an instance's address. */
export const allowedMethods = (room: Room, onInstance: boolean): string[] =>
  methods
    .filter((one) => one.onInstance === onInstance && room.interactions.includes(one.interaction))
    .flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));

/** 405 with what is possible instead. */
export const notAllowed = (room: Room, method: string): FhirError =>
  methodNotAllowed(method, allowedMethods(room, method !== 'POST'));
