import type { Device } from '@medplum/fhirtypes';
import { hjaelpemiddelMapping } from '../../../mappings/hjaelpemiddel.ts';
import { structure } from '../../fhir/canonical.ts';
import { defineResource, idIn } from '../define.ts';

/** Machines that act: Cura, this service, the SMS link; and things that citizens were lent. https://hl7.org/fhir/R4/device.html */
export const device = defineResource<Device>({
  type: 'Device',
  profile: structure('samspil-device'),
  origin: 'cura',
  about: {
    da: 'Et hjælpemiddel, som borgeren har lånt; og systemer, der handler: Cura, denne tjeneste, linket i en SMS.',
    en: 'A thing that a citizen was lent; and systems that act: Cura, this service, the link of an SMS.',
  },
  feature: { name: 'insight', interactions: [], hides: ({ patient }) => patient !== undefined },
  interactions: ['read', 'vread', 'history-instance', 'history-type', 'search-type'],
  access: { kind: 'compartment', shared: true, auditor: 'shared' },
  patient: ({ patient }) => idIn(patient?.reference, 'Patient'),
  search: {
    patient: { type: 'reference', expression: 'Device.patient', target: ['Patient'] },
    'device-name': {
      type: 'string',
      expression: 'Device.deviceName.name | Device.type.coding.display | Device.type.text',
    },
    status: { type: 'token', expression: 'Device.status' },
    type: { type: 'token', expression: 'Device.type' },
    organization: { type: 'reference', expression: 'Device.owner', target: ['Organization'] },
  },
  mappings: [hjaelpemiddelMapping],
});
