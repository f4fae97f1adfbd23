import type { Binary } from '@medplum/fhirtypes';
import { bilagMapping } from '../../../mappings/bilag.ts';
import { structure } from '../../fhir/canonical.ts';
import { messageAccess } from '../communication/access.ts';
import { defineResource } from '../define.ts';
import type { Municipality } from '../municipality.ts';
import { citizenOfFile } from './citizen.ts';
import { completeFiles, filesChanged } from './complete.ts';
import { contentOf } from './content.ts';
import { nativeFile } from './native.ts';

/** Whoever sees the message sees its files. */
const fileAccess = (choices: Pick<Municipality, 'dialogue' | 'features'> = {}) =>
  ({
    kind: 'compartment',
    follows: {
      ...{ type: 'Communication', table: 'communication', column: 'p_security_context' },
      access: messageAccess(choices),
    },
  }) as const;

/** Files that were sent with messages. https://hl7.org/fhir/R4/binary.html */
export const binary = defineResource<Binary>({
  type: 'Binary',
  profile: structure('samspil-binary'),
  origin: 'cura',
  about: {
    da: 'En fil, der er sendt med en besked; den ses af dem, der ser beskeden.',
    en: 'A file that was sent with a message; seen by those who see the message.',
  },
  feature: { name: 'messages', interactions: [], hides: 'all' },
  interactions: ['read', 'search-type'],
  access: fileAccess(),
  accessIn: fileAccess,
  patient: citizenOfFile,
  search: {
    'security-context': {
      type: 'reference',
      expression: 'Binary.securityContext',
      target: ['Communication'],
      index: 'range',
      description: {
        da: 'beskeden, som filen blev sendt med',
        en: 'the message that the file was sent with',
      },
    },
  },
  native: nativeFile,
  data: contentOf,
  mappings: [bilagMapping],
  complete: completeFiles,
  after: filesChanged,
});
