import { setTimeout as sleep } from 'node:timers/promises';
import type { Basic, Flag } from '@medplum/fhirtypes';
import { structure } from '../../src/fhir/canonical.ts';
import { uuidv7 } from '../../src/fhir/id.ts';
import { defineResource, idIn } from '../../src/resources/define.ts';
import { putAll } from '../../src/store/put.ts';
import type { Reply } from '../sync/scene.ts';

/** What staff note in confidence, and what a relative has nothing to do with. */
const secret = 'urn:test:secret';
const hidden = ({ extension, ...rest }: Flag): Flag => {
  const kept = extension?.filter(({ url }) => url !== secret);
  return { ...rest, ...(kept && kept.length > 0 && { extension: kept }) } as Flag;
};
const proxied = (flag: Flag): Flag => {
  const { period: _, ...rest } = hidden(flag);
  return rest as Flag;
};

/** What the room was told of its writes. */
export const afterwards: string[] = [];

/** A room of our own that no file of the house knows of, in which citizen, relative and staff see different things. */
export const flag = defineResource<Flag>({
  type: 'Flag',
  profile: structure('samspil-flag'),
  origin: 'here',
  own: {},
  about: { da: 'Noget at være opmærksom på.', en: 'Something to mind.' },
  interactions: [
    ...(['read', 'vread', 'history-instance', 'search-type'] as const),
    ...(['create', 'update', 'patch', 'delete'] as const),
  ],
  access: { kind: 'compartment' },
  patient: ({ subject }) => idIn(subject.reference, 'Patient'),
  views: { citizen: hidden, proxy: proxied },
  search: {
    patient: { type: 'reference', expression: 'Flag.subject', target: ['Patient'] },
    identifier: { type: 'token', expression: 'Flag.identifier', index: 'range' },
  },
  after: async (_, __, changes) => {
    for (const { removed, written } of changes)
      afterwards.push(`${removed ? 'removed' : written.outcome} ${written.version}`);
  },
});

/** A room whose writes end elsewhere, which takes its time. */
export const remote = defineResource<Basic>({
  type: 'Basic',
  profile: structure('samspil-basic'),
  origin: 'here',
  about: { da: 'Noget, der skrives et andet sted.', en: 'Something that is written elsewhere.' },
  interactions: ['read', 'search-type', 'create', 'update'],
  access: { kind: 'open' },
  search: { identifier: { type: 'token', expression: 'Basic.identifier', index: 'range' } },
  create: async ({ ports, resource }) => {
    await sleep(5);
    const made = { ...resource, id: uuidv7(ports.now()) };
    await ports.db.transaction((tx) => putAll(tx, ports.room('Basic'), [made], ports.now()));
    return { status: 201, stored: { resource: made, version: 1 } };
  },
  /** Decides on a version that came after the one it was called with. */
  update: async ({ ports, stored, resource }) => {
    const { id } = stored.resource;
    const plan = { kind: 'update', record: 'none', method: 'replace', patient: id } as const;
    const basedOn = stored.version + 1;
    const actor = { capacity: 'system', who: 'Device/x' } as const;
    const policy = 'urn:test';
    const made = await ports.write(
      { ...plan, basedOn, policy, resource: { ...resource, id } },
      actor,
    );
    return { status: 200, stored: made };
  },
});

export const minding = (patient: string, more: Partial<Flag> = {}): Flag => ({
  resourceType: 'Flag',
  status: 'active',
  code: { text: 'Stor hund' },
  subject: { reference: `Patient/${patient}` },
  period: { start: '2026-11-24' },
  ...more,
});
/** With a part that only staff see, and one that no relative sees. */
export const confided = (patient: string, more: Partial<Flag> = {}): Flag =>
  minding(patient, {
    meta: { security: [{ system: 'urn:test', code: 'R' }] },
    extension: [
      { url: 'urn:test:open', valueString: 'ja' },
      { url: secret, valueString: 'fortroligt' },
    ],
    ...more,
  });
/** `403 no-mandate`. */
export const said = ({ status, body }: Reply): string =>
  [status, ...(body.issue ?? []).map(({ details }) => details?.coding?.[0]?.code)].join(' ');

export const jsonPatch = {
  method: 'PATCH',
  headers: { 'content-type': 'application/json-patch+json' },
};

export const put = { method: 'PUT' };
