/** What the operations of terminology have in common. */
import type { Resource } from '@medplum/fhirtypes';
import { parseStored } from '../fhir/json.ts';
import type { Room } from '../resources/define.ts';
import type { OperationParameter } from '../resources/operation.ts';
import type { Desk, Told } from './exchange.ts';
import { inputOf } from './operation.ts';
import { type Given, givenIn } from './operation-input.ts';
import { idAt } from './place.ts';
import { read } from './read.ts';
import type { GeneralOperation } from './route.ts';

/** One question, read. `stored` is the resource that the address names. */
export interface Question {
  readonly desk: Desk;
  readonly given: Given;
  readonly stored: Resource | undefined;
}

/** An answer that is a resource of its own; it is about nobody. */
export const tellResource = (resource: Resource): Told => ({
  ...{ status: 200, body: JSON.stringify(resource), looks: [] },
});

async function storedAt(desk: Desk, room: Room, id?: string): Promise<Resource | undefined> {
  if (id === undefined) return undefined;
  return parseStored<Resource>((await read(desk.call, room, idAt(room, id))).content);
}

interface Answering {
  readonly title: GeneralOperation['title'];
  readonly parameter: readonly OperationParameter[];
  readonly answer: (question: Question) => Promise<Told>;
}

/** An operation of R4 on a type of terminology, and on its instances unless R4 has it not. */
export const terminologyOperation = (
  type: string,
  code: string,
  { title, parameter, answer, onInstance = true }: Answering & { readonly onInstance?: boolean },
): GeneralOperation => ({
  ...{ code, title, parameter, types: [type], onInstance },
  definition: `http://hl7.org/fhir/OperationDefinition/${type}-${code}`,
  ...{ onSystem: false, onType: true, affectsState: false },
  run: async (desk, { room, id, asking, operation }) => {
    if (!room) throw new TypeError(`$${code} is asked of ${type}`);
    const stored = await storedAt(desk, room, id);
    const given = givenIn(operation, inputOf(desk, room, asking, operation));
    return answer({ desk, given, stored });
  },
});
