import type { Meta, Resource } from '@medplum/fhirtypes';
import { carryForms } from '../fhir/decimal.ts';
import { formatUtc } from '../fhir/instant.ts';
import { type Shape, viewBit } from './shape.ts';

/** One stored representation: the bytes and the views that read them (`viewBit`, added up). */
export interface Representation {
  readonly view: number;
  readonly resource: Resource;
}

const all = viewBit.staff | viewBit.citizen | viewBit.proxy;

/** The distinct representations of a resource; views that see the same share one. */
export function representations(shape: Shape, resource: Resource): Representation[] {
  if (!shape.views) return [{ view: all, resource }];
  const { citizen, proxy = citizen } = shape.views;
  const forCitizen = citizen ? citizen(resource as never) : resource;
  const forProxy = proxy ? proxy(resource as never) : resource;
  // Most views show most resources as they are: then there is nothing to compare.
  if (forCitizen === resource && forProxy === resource) return [{ view: all, resource }];
  return distinct([
    [viewBit.staff, resource],
    [viewBit.citizen, forCitizen],
    [viewBit.proxy, forProxy],
  ]);
}

function distinct(shown: readonly (readonly [number, Resource | undefined])[]): Representation[] {
  const seen = new Map<string, Representation>();
  for (const [view, resource] of shown) {
    if (!resource) continue;
    const text = JSON.stringify(resource);
    seen.set(text, { view: (seen.get(text)?.view ?? 0) | view, resource });
  }
  return [...seen.values()];
}

/** The exact text that is answered. `lastUpdated` is epoch milliseconds. */
export function serialise(resource: Resource, version: number, lastUpdated: number): string {
  const { resourceType, id, meta, ...rest } = resource as Resource & { meta?: Meta };
  const whole = {
    resourceType,
    id,
    meta: {
      versionId: String(version),
      lastUpdated: formatUtc(lastUpdated),
      ...withoutVersion(meta),
    },
    ...rest,
  };
  // Decimals of the resource itself stay as they were written.
  carryForms(resource, whole);
  return JSON.stringify(whole);
}

const withoutVersion = (meta: Meta | undefined): Meta => {
  if (!meta) return {};
  const { versionId: _, lastUpdated: __, ...rest } = meta;
  return rest;
};
