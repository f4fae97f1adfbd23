import type { Example } from './published.ts';

/** An example with one fault. `expression` is where it is, or begins so. */
export interface Broken {
  readonly type: string;
  readonly id: string;
  readonly text: string;
  readonly fault: string;
  readonly expression: string;
}

type Tree = Record<string, unknown>;

interface Mutation {
  readonly fault: string;
  /** The element that is made wrong in the copy; undefined when the example has none that fits. */
  readonly apply: (copy: Tree, required: readonly string[]) => string | undefined;
}

const elements = (copy: Tree): [string, unknown][] =>
  Object.entries(copy).filter(([name]) => !['resourceType', 'id', 'meta', 'text'].includes(name));

/** Replaces the first element that fits; gives its name. */
const replace =
  (fits: (value: unknown) => boolean, by: unknown) =>
  (copy: Tree): string | undefined => {
    const [name] = elements(copy).find(([, value]) => fits(value)) ?? [];
    if (name !== undefined) copy[name] = by;
    return name;
  };

const instant = /^\d{4}-\d{2}-\d{2}/;

const all: readonly Mutation[] = [
  {
    fault: 'an element that R4 does not have',
    apply: (copy) => {
      copy.madeUp = 'x';
      return '';
    },
  },
  {
    fault: 'an object where a text belongs',
    apply: replace((one) => typeof one === 'string', { a: 1 }),
  },
  { fault: 'an empty list', apply: replace(Array.isArray, []) },
  { fault: 'a list where one belongs', apply: replace((one) => typeof one === 'boolean', [true]) },
  {
    fault: 'a day that no month has',
    apply: replace((one) => typeof one === 'string' && instant.test(one), '2026-02-30'),
  },
  {
    fault: 'a required element that is missing',
    apply: (copy, required) => {
      const name = required.find((one) => copy[one] !== undefined);
      if (name !== undefined) delete copy[name];
      return name;
    },
  },
];

/** Elements that R4 requires of our types, as its pages say. */
const required: Readonly<Record<string, readonly string[]>> = {
  Appointment: ['status', 'participant'],
  CarePlan: ['status', 'intent', 'subject'],
  Communication: ['status'],
  Consent: ['status', 'scope', 'category'],
  Provenance: ['target', 'recorded', 'agent'],
  RelatedPerson: ['patient'],
  Schedule: ['actor'],
  Slot: ['schedule', 'status', 'start', 'end'],
};

/** An example with each fault that it can have. */
export function mutations({ type, id, text }: Example): Broken[] {
  return all.flatMap(({ fault, apply }) => {
    const copy = { ...(JSON.parse(text) as Tree), id: `${id}-broken` };
    const name = apply(copy, required[type] ?? []);
    if (name === undefined) return [];
    const expression = name === '' ? type : `${type}.${name}`;
    return [{ type, id, text: JSON.stringify(copy), fault, expression }];
  });
}
