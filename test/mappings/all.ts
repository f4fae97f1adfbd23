import type { Resource } from '@medplum/fhirtypes';
import { aftaleMapping } from '../../mappings/aftale.ts';
import { aktivitetMapping } from '../../mappings/aktivitet.ts';
import { beskedMapping } from '../../mappings/besked.ts';
import { besoegMapping } from '../../mappings/besoeg.ts';
import { bilagMapping } from '../../mappings/bilag.ts';
import { borgerMapping } from '../../mappings/borger.ts';
import { enhedMapping } from '../../mappings/enhed.ts';
import { foreningMapping } from '../../mappings/forening.ts';
import { forloebMapping } from '../../mappings/forloeb.ts';
import { fuldmagtMapping } from '../../mappings/fuldmagt.ts';
import { helhedsvurderingMapping } from '../../mappings/helhedsvurdering.ts';
import { henvendelseMapping } from '../../mappings/henvendelse.ts';
import { hjaelpemiddelMapping } from '../../mappings/hjaelpemiddel.ts';
import { holdMapping } from '../../mappings/hold.ts';
import { holdplanMapping } from '../../mappings/holdplan.ts';
import { holdtilmeldingMapping } from '../../mappings/holdtilmelding.ts';
import { journalnotatMapping } from '../../mappings/journalnotat.ts';
import { lokationMapping } from '../../mappings/lokation.ts';
import { maalMapping } from '../../mappings/maal.ts';
import { maaleplanMapping } from '../../mappings/maaleplan.ts';
import { maalingMapping } from '../../mappings/maaling.ts';
import { medarbejderMapping } from '../../mappings/medarbejder.ts';
import { paaroerendeMapping } from '../../mappings/paaroerende.ts';
import { rolleMapping } from '../../mappings/rolle.ts';
import { sagMapping } from '../../mappings/sag.ts';
import { tilstandMapping } from '../../mappings/tilstand.ts';
import { tjenesteMapping } from '../../mappings/tjeneste.ts';
import { traeningsprogramMapping } from '../../mappings/traeningsprogram.ts';
import { traeningsudfoerelseMapping } from '../../mappings/traeningsudfoerelse.ts';
import { ydelseMapping } from '../../mappings/ydelse.ts';
import { ydelsestypeMapping } from '../../mappings/ydelsestype.ts';
import type { Post } from '../../src/cura/post.ts';
import type { CuraType } from '../../src/cura/records.ts';
import type { Mapping } from '../../src/mapping/mapping.ts';

/** A mapping whose record type is forgotten, so that all can stand in one list. */
export type AnyMapping = Mapping<Post, Resource> & { readonly record: CuraType };

/** In the contract, and not mapped yet. */
export const awaited: ReadonlySet<CuraType> = new Set<CuraType>([]);

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
  bilagMapping,
  beskedMapping,
  foreningMapping,
  aktivitetMapping,
  tilstandMapping,
  maalMapping,
  forloebMapping,
  henvendelseMapping,
  sagMapping,
  helhedsvurderingMapping,
  journalnotatMapping,
  hjaelpemiddelMapping,
  maaleplanMapping,
  maalingMapping,
  traeningsprogramMapping,
  traeningsudfoerelseMapping,
] as unknown as readonly AnyMapping[];
