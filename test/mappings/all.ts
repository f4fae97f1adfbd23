import type { Resource } from '@medplum/fhirtypes';
import { aftaleMapping } from '../../mappings/aftale.ts';
import { besoegMapping } from '../../mappings/besoeg.ts';
import { borgerMapping } from '../../mappings/borger.ts';
import { enhedMapping } from '../../mappings/enhed.ts';
import { fuldmagtMapping } from '../../mappings/fuldmagt.ts';
import { holdMapping } from '../../mappings/hold.ts';
import { holdplanMapping } from '../../mappings/holdplan.ts';
import { holdtilmeldingMapping } from '../../mappings/holdtilmelding.ts';
import { lokationMapping } from '../../mappings/lokation.ts';
import { medarbejderMapping } from '../../mappings/medarbejder.ts';
import { paaroerendeMapping } from '../../mappings/paaroerende.ts';
import { rolleMapping } from '../../mappings/rolle.ts';
import { tjenesteMapping } from '../../mappings/tjeneste.ts';
import { ydelseMapping } from '../../mappings/ydelse.ts';
import { ydelsestypeMapping } from '../../mappings/ydelsestype.ts';
import type { Post } from '../../src/cura/post.ts';
import type { CuraType } from '../../src/cura/records.ts';
import type { Mapping } from '../../src/mapping/mapping.ts';

/** A mapping whose record type is forgotten, so that all can stand in one list. */
export type AnyMapping = Mapping<Post, Resource> & { readonly record: CuraType };

/** In the contract, and not mapped yet. */
export const awaited: ReadonlySet<CuraType> = new Set<CuraType>([
  'forening',
  'aktivitet',
  'tilstand',
  'maal',
  'forloeb',
  'henvendelse',
  'sag',
  'helhedsvurdering',
  'journalnotat',
  'hjaelpemiddel',
  'bilag',
  'besked',
  'maaleplan',
  'maaling',
  'traeningsprogram',
  'traeningsudfoerelse',
]);

/** Every mapping, in the order of `curaTypes`. */
export const allMappings = [
  enhedMapping,
  lokationMapping,
  ydelsestypeMapping,
  medarbejderMapping,
  rolleMapping,
  borgerMapping,
  paaroerendeMapping,
  fuldmagtMapping,
  ydelseMapping,
  tjenesteMapping,
  holdMapping,
  holdplanMapping,
  aftaleMapping,
  holdtilmeldingMapping,
  besoegMapping,
] as unknown as readonly AnyMapping[];
