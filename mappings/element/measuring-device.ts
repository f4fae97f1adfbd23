import type { Device, Observation } from '@medplum/fhirtypes';
import type { Maaleapparat, Maaling } from '../../src/cura/dialogue-records.ts';
import type { Context } from '../../src/mapping/codec.ts';
import { text } from '../../src/mapping/codec.ts';
import { inside } from '../../src/mapping/make-rows.ts';
import { inMember, refusal, Unmappable } from '../../src/mapping/unmappable.ts';

const { row, fixed, shape } = inside<Maaleapparat, Device>();

/** What the device is called inside the Observation. */
const localId = 'device';

/** Maker, model and number; nothing by which it could be somebody's. */
const device = shape('measuringDevice', [
  fixed('resourceType', 'Device'),
  fixed('id', localId),
  row('producent?', 'manufacturer', text),
  row('model?', 'modelNumber', text),
  row('serienummer?', 'serialNumber', text),
]);

type Held = Pick<Maaling, 'apparat'>;
type Shown = Pick<Observation, 'contained' | 'device'>;

function decode({ apparat }: Held, context: Context): Shown {
  const shown = apparat && device.decode(apparat, context);
  if (!shown) return {};
  return { contained: [shown], device: { reference: `#${localId}` } };
}

function encode(
  { contained = [], device: named }: Observation,
  context: Context,
  base?: Held,
): Held {
  const [first, second] = contained;
  if (!first && !named) return {};
  if (second) throw new Unmappable(refusal.repeated, 'contained[1]');
  if (first?.resourceType !== 'Device') throw new Unmappable(refusal.badShape, 'contained');
  if (named?.reference !== `#${localId}`) throw new Unmappable(refusal.wrongReference, 'device');
  return { apparat: inMember('contained[0]', () => device.encode(first, context, base?.apparat)) };
}

/** What measured it, inside the Observation: it is nobody's record. */
export const measuringDevice = { name: 'measuringDevice', decode, encode };
