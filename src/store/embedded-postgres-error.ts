/** PostgreSQL could not be started or made; the message is one sentence for the one who runs it. */
export class EmbeddedPostgresError extends Error {
  override readonly name = 'EmbeddedPostgresError';
}

type Explanation = readonly [RegExp, (place: string) => string];

const explanations: readonly Explanation[] = [
  [
    /No space left on device/,
    (place) => `The disk is full, so PostgreSQL cannot work in ${place}.`,
  ],
  [/Read-only file system/, (place) => `PostgreSQL cannot write to ${place}: it is read-only.`],
  [/Permission denied/, (place) => `PostgreSQL may not use its files in ${place}.`],
  [
    /could not look up effective user ID/,
    () => 'PostgreSQL needs a line in /etc/passwd for the user that runs it, and there is none.',
  ],
  [
    /another server might be running|Is another postmaster/i,
    (place) => `Another PostgreSQL works on ${place} and does not answer: stop it first.`,
  ],
  [/Address already in use/, () => 'The port or socket that PostgreSQL asks for is taken.'],
  [/Cannot allocate memory/, () => 'There is too little memory for PostgreSQL.'],
];

const complaint = /(?:PANIC|FATAL|initdb: error|pg_ctl):\s*(.*)$/gm;

/** Turns what PostgreSQL wrote into one sentence; what is not known is given as PostgreSQL put it. */
export function explain(written: string, place: string): EmbeddedPostgresError {
  const known = explanations.find(([pattern]) => pattern.test(written));
  if (known) return new EmbeddedPostgresError(known[1](place));
  const last = [...written.matchAll(complaint)].at(-1)?.[1] ?? 'it gave no reason';
  return new EmbeddedPostgresError(
    `PostgreSQL does not start on ${place}, whose data may be damaged: ${last.replace(/\.$/, '')}.`,
  );
}
