import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import type { CodeSystem, Resource, StructureDefinition, ValueSet } from '@medplum/fhirtypes';
import type { Profiles } from '../../src/fhir/profile.ts';
import { filesIn } from '../conformance/tar.ts';
import { profileOf } from './structure-element.ts';

const beside = fileURLToPath(new URL('../../../shared/fhir-packages/', import.meta.url));

/** Where published packages lie: they are not ours to carry. */
const named = process.env.FHIR_PACKAGES ?? beside;
const folder = existsSync(named) ? named : undefined;

const archive =
  folder && readdirSync(folder).find((name) => name.startsWith('hl7.fhir.dk.core-3.7.0'));

/** The definitions of dk-core 3.7.0; none where the package is not there. */
export const dkCore: readonly Resource[] =
  folder && archive
    ? [...filesIn(gunzipSync(readFileSync(join(folder, archive))))]
        .filter(({ name }) => /^package\/[A-Z][^/]*\.json$/.test(name))
        .map(({ text }) => JSON.parse(text))
    : [];

const ofType = <T extends Resource>(type: T['resourceType']): T[] =>
  dkCore.filter((one): one is T => one.resourceType === type);

const byUrl = <T extends { url?: string }>(all: readonly T[]) => {
  const known = new Map(all.map((one) => [one.url, one]));
  return (url: string): T | undefined => known.get(url.replace(/\|.*$/, ''));
};

/** Our profiles and those of dk-core beside them. */
export function withDanish(own: Profiles): Profiles {
  const structures = ofType<StructureDefinition>('StructureDefinition');
  const find = byUrl(structures);
  const theirs = structures.map((one) => profileOf(one, find));
  const profile = byUrl(theirs.filter(({ type }) => type !== 'Extension'));
  const extension = byUrl(theirs.filter(({ type }) => type === 'Extension'));
  const valueSet = byUrl(ofType<ValueSet>('ValueSet'));
  const codeSystem = byUrl(ofType<CodeSystem>('CodeSystem'));
  return {
    definitions: own.definitions,
    profile: (url) => own.profile(url) ?? profile(url),
    extension: (url) => own.extension(url) ?? extension(url),
    valueSet: (url) => own.valueSet(url) ?? valueSet(url),
    codeSystem: (url) => own.codeSystem(url) ?? codeSystem(url),
  };
}
