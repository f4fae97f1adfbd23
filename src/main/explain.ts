interface Fault {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly port?: number;
  readonly address?: string;
}

/** Errors whose message is a sentence made for the one who starts the service. */
const spoken: readonly string[] = [
  'ConfigError',
  'EmbeddedPostgresError',
  'InstallationError',
  'MunicipalityError',
  'SmsTextError',
  'MigrationChanged',
  'CuraUnavailable',
  'LedgerExportError',
  'OwnerNeeded',
  'TileMissing',
];

const sentences: Readonly<Record<string, (fault: Fault) => string>> = {
  EADDRINUSE: ({ port }) =>
    `Port ${port} is taken: stop what uses it, or set PORT to the first of eight free ports.`,
  EACCES: ({ port, address }) =>
    `Not allowed to use ${address ?? 'the file'}${port === undefined ? '' : `:${port}`}: choose a PORT above 1023, or a DATA_DIR that you may write to.`,
  EADDRNOTAVAIL: ({ address }) => `HOST ${address} is no address of this machine.`,
  ENOSPC: () => 'The disk is full.',
};

/** What went wrong at the start, in a sentence, with what to do. */
export function explain(error: unknown): string {
  const fault = (error ?? {}) as Fault;
  const sentence = sentences[fault.code ?? ''];
  if (sentence) return sentence(fault);
  if (spoken.includes(fault.name ?? '')) return fault.message ?? '';
  if (fault.name === 'DatabaseUnavailable')
    return 'The database cannot be reached: look at DATABASE_URL, or start again if the embedded database was killed.';
  return `Samspil could not start: ${fault.name ?? 'unknown fault'}: ${fault.message ?? ''}`;
}
