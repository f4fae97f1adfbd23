/** What other packages say of the extensions that are used here: where they stand and what they hold. Those packages are not at hand. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { ElementDefinition, StructureDefinition } from '@medplum/fhirtypes';

interface Outside {
  readonly url: string;
  readonly contexts: readonly string[];
  /** Types of its value, or its parts with theirs. */
  readonly holds: readonly string[] | Readonly<Record<string, readonly string[]>>;
}

const crossVersion = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-';
const backport = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/backport-';
const smart = 'http://fhir-registry.smarthealthit.org/StructureDefinition/';

const known: readonly Outside[] = [
  {
    url: `${crossVersion}Appointment.cancellationDate`,
    contexts: ['Appointment'],
    holds: ['dateTime'],
  },
  {
    url: `${crossVersion}Appointment.virtualService`,
    contexts: ['Appointment'],
    holds: { _datatype: ['string'], channelType: ['Coding'], address: ['url'] },
  },
  { url: `${crossVersion}Provenance.patient`, contexts: ['Provenance'], holds: ['Reference'] },
  { url: `${crossVersion}NamingSystem.url`, contexts: ['NamingSystem'], holds: ['uri'] },
  { url: `${crossVersion}NamingSystem.version`, contexts: ['NamingSystem'], holds: ['string'] },
  { url: `${crossVersion}NamingSystem.title`, contexts: ['NamingSystem'], holds: ['string'] },
  { url: `${backport}filter-criteria`, contexts: ['Subscription.criteria'], holds: ['string'] },
  { url: `${backport}channel-type`, contexts: ['Subscription.channel.type'], holds: ['Coding'] },
  {
    url: `${backport}payload-content`,
    contexts: ['Subscription.channel.payload'],
    holds: ['code'],
  },
  {
    url: `${backport}heartbeat-period`,
    contexts: ['Subscription.channel'],
    holds: ['unsignedInt'],
  },
  { url: `${backport}timeout`, contexts: ['Subscription.channel'], holds: ['unsignedInt'] },
  { url: `${backport}max-count`, contexts: ['Subscription.channel'], holds: ['positiveInt'] },
  {
    url: 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/capabilitystatement-subscriptiontopic-canonical',
    contexts: ['CapabilityStatement.rest.resource'],
    holds: ['canonical'],
  },
  { url: `${smart}slot-capacity`, contexts: ['Slot'], holds: ['integer'] },
  { url: `${smart}booking-deep-link`, contexts: ['Slot'], holds: ['url'] },
  {
    url: 'http://hl7.org/fhir/StructureDefinition/address-official',
    contexts: ['Address'],
    holds: ['boolean'],
  },
];

const require = createRequire(import.meta.url);
const readR4 = (name: string): StructureDefinition =>
  JSON.parse(readFileSync(require.resolve(`hl7.fhir.r4.examples/${name}.json`), 'utf8'));
const base = readR4('StructureDefinition-Extension');
const bare = base.snapshot?.element ?? [];

function elementOf(path: string): ElementDefinition {
  const found = bare.find((one) => one.path === path);
  if (!found) throw new RangeError(`R4's Extension has no ${path}`);
  const { slicing: _, ...element } = found;
  return element;
}

const typed = (types: readonly string[]) => types.map((code) => ({ code }));

/** A part: an extension within, with its own address and value. */
function partOf(name: string, types: readonly string[]): ElementDefinition[] {
  const id = `Extension.extension:${name}`;
  const path = 'Extension.extension';
  return [
    { ...elementOf(path), id, sliceName: name, max: '1' },
    ...['id', 'extension'].map((of) => ({
      ...elementOf(`Extension.${of}`),
      ...{ id: `${id}.${of}`, path: `${path}.${of}`, max: of === 'id' ? '1' : '0' },
    })),
    { ...elementOf('Extension.url'), id: `${id}.url`, path: `${path}.url`, fixedUri: name },
    {
      ...elementOf('Extension.value[x]'),
      ...{ id: `${id}.value[x]`, path: `${path}.value[x]`, min: 1, type: typed(types) },
    },
  ];
}

function elementsOf({ url, holds }: Outside): ElementDefinition[] {
  const isSimple = Array.isArray(holds);
  const parts = isSimple ? [] : Object.entries(holds).flatMap((part) => partOf(...part));
  const value: Partial<ElementDefinition> = isSimple
    ? { min: 1, type: typed(holds) }
    : { min: 0, max: '0' };
  return [
    elementOf('Extension'),
    elementOf('Extension.id'),
    {
      ...elementOf('Extension.extension'),
      max: isSimple ? '0' : '*',
      slicing: { discriminator: [{ type: 'value', path: 'url' }], rules: 'closed' },
    },
    ...parts,
    { ...elementOf('Extension.url'), fixedUri: url },
    { ...elementOf('Extension.value[x]'), ...value },
  ];
}

/** Their definitions, as far as a validator asks. */
export const outsideExtensions = (): StructureDefinition[] =>
  known.map((one, at) => ({
    resourceType: 'StructureDefinition',
    ...{ id: `outside-${at}`, url: one.url, name: `Outside${at}` },
    ...{ status: 'active', kind: 'complex-type', abstract: false, type: 'Extension' },
    ...{ baseDefinition: base.url ?? '', derivation: 'constraint', fhirVersion: '4.0.1' },
    context: one.contexts.map((expression) => ({ type: 'element', expression })),
    snapshot: { element: elementsOf(one) },
  }));
