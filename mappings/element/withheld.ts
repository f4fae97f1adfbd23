import type { Coding, Meta } from '@medplum/fhirtypes';
import { system } from '../codes/system.ts';

interface Exempt {
  readonly fritaget?: 'borger' | 'vaerge';
}

const label = (code: 'not-citizen' | 'not-guardian'): Coding => ({
  system: system.accessLabel,
  code,
});

/** Whoever acts for a citizen sees no more than the citizen. */
const labels: Readonly<Record<NonNullable<Exempt['fritaget']>, readonly Coding[]>> = {
  borger: [label('not-citizen'), label('not-guardian')],
  vaerge: [label('not-guardian')],
};

const has = (meta: Meta | undefined, code: string): boolean =>
  meta?.security?.some((one) => one.system === system.accessLabel && one.code === code) === true;

/** From whom a record is kept, as labels that the views obey. */
export const withheldFrom = {
  name: 'withheldFrom',
  decode: ({ fritaget }: Exempt): { meta?: Meta } =>
    fritaget === undefined
      ? {}
      : { meta: { security: labels[fritaget].map((one) => ({ ...one })) } },
  encode: ({ meta }: { meta?: Meta }): Exempt => {
    if (has(meta, 'not-citizen')) return { fritaget: 'borger' };
    return has(meta, 'not-guardian') ? { fritaget: 'vaerge' } : {};
  },
};
