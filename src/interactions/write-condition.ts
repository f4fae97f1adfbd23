/** Conditions of a write. https://hl7.org/fhir/R4/http.html#concurrency */
import { badRequest, fail, issue, preconditionFailed } from '../fhir/outcome.ts';
import type { Conditions } from './exchange.ts';

const one = /^(?:W\/)?"([\x21\x23-\x7e]*)"$/;

/** The versions that a header names: `*` any, NaN one that can be none of ours. 400 when it is no list of ETags. */
function versionsIn(header: string, name: string): readonly number[] | '*' {
  if (header.trim() === '*') return '*';
  const tags = header.split(',').map((tag) => one.exec(tag.trim())?.[1]);
  if (tags.some((tag) => tag === undefined))
    throw badRequest('bad-etag', {
      da: `${name} skrives som ETag, fx W/"3", eller som *.`,
      en: `${name} is written as an ETag such as W/"3", or as *.`,
    });
  return tags.map((tag) => (/^\d{1,9}$/.test(tag ?? '') ? Number(tag) : Number.NaN));
}

const alreadyThere = () =>
  fail(
    412,
    issue({
      code: 'conflict',
      key: 'already-there',
      text: {
        da: 'Ressourcen findes allerede, og If-None-Match siger, at den ikke må.',
        en: 'The resource is there already, and If-None-Match says that it must not be.',
      },
    }),
  );

const includes = (versions: readonly number[] | '*', version: number): boolean =>
  versions === '*' || versions.includes(version);

/** Refuses (412) a write whose conditions do not hold for the version that stands; undefined when nothing stands. */
export function assertMatches(
  { ifMatch, ifNoneMatch }: Conditions,
  version: number | undefined,
): void {
  const [wanted, unwanted] = [
    ifMatch === undefined ? undefined : versionsIn(ifMatch, 'If-Match'),
    ifNoneMatch === undefined ? undefined : versionsIn(ifNoneMatch, 'If-None-Match'),
  ];
  if (wanted !== undefined && (version === undefined || !includes(wanted, version)))
    throw preconditionFailed(version);
  if (unwanted !== undefined && version !== undefined && includes(unwanted, version))
    throw alreadyThere();
}
