/** A text in the two languages of an OperationOutcome. */
export interface Text {
  readonly da: string;
  readonly en: string;
}

/**
 * A value that does not fit the other side. `expression` is the FHIRPath of the element, `field` the Cura
 * field where one is known. The texts never hold the value: it may be a person's.
 */
export class Unmappable extends Error {
  override readonly name = 'Unmappable';
  readonly expression: string;
  readonly text: Text;
  readonly field: string | undefined;

  constructor(text: Text, expression = '', field?: string) {
    super(`${expression}: ${text.en}`);
    this.text = text;
    this.expression = expression;
    this.field = field;
  }
}

/** The same refusal seen from the element around it: `within('actor', [0])` is `actor[0]`. */
export function within(error: unknown, prefix: string, field?: string): unknown {
  if (!(error instanceof Unmappable)) return error;
  const separator = prefix !== '' && /^[A-Za-z]/.test(error.expression) ? '.' : '';
  const expression = `${prefix}${separator}${error.expression}`;
  return new Unmappable(error.text, expression, error.field ?? field);
}

/** Runs a codec one member further in. */
export function inMember<T>(name: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw within(error, name);
  }
}

/** Refuses the first member that is not among those known. */
export function knownMembers(value: object, known: ReadonlySet<string>): void {
  for (const name in value) {
    if (!known.has(name)) throw new Unmappable(refusal.notKept, name);
  }
}

/** What a codec throws; the rows around it add where. */
export const refusal = {
  missing: { da: 'Her skal stå en værdi.', en: 'A value is required here.' },
  unknownCode: { da: 'Koden findes ikke i Cura.', en: 'Cura has no such code.' },
  unknownCuraCode: {
    da: 'Cura bruger en kode, som Samspil ikke kender.',
    en: 'Cura uses a code that Samspil does not know.',
  },
  unknownReference: {
    da: 'Henvisningen peger ikke på noget, som Cura kender.',
    en: 'The reference names nothing that Cura knows.',
  },
  wrongReference: {
    da: 'Henvisningen har ikke den type, der hører til her.',
    en: 'The reference is not of the type that belongs here.',
  },
  notKept: {
    da: 'Cura har ikke plads til denne værdi, så den kan ikke gemmes.',
    en: 'Cura has no place for this value, so it cannot be kept.',
  },
  repeated: { da: 'Der er kun plads til én af disse.', en: 'There is room for one of these only.' },
  badInstant: {
    da: 'Tidspunktet findes ikke eller mangler tidszone.',
    en: 'The time does not exist or lacks an offset.',
  },
  badDate: { da: 'Datoen findes ikke.', en: 'The date does not exist.' },
  badTime: { da: 'Klokkeslættet passer ikke.', en: 'The time of day does not fit.' },
  badText: {
    da: 'Teksten er tom eller har tegn, som ikke kan gemmes.',
    en: 'The text is blank or has characters that cannot be kept.',
  },
  badNumber: { da: 'Tallet passer ikke.', en: 'The number does not fit.' },
  badShape: { da: 'Værdien har en forkert form.', en: 'The value has the wrong shape.' },
  otherId: { da: 'Id hører til en anden post.', en: 'The id belongs to another record.' },
} as const satisfies Record<string, Text>;
