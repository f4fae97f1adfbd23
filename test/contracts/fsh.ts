import { readdirSync } from 'node:fs';
import { at, textOf } from './door.ts';

/** One definition of FHIR Shorthand, as far as the contracts read it. */
export interface Definition {
  readonly kind: string;
  readonly name: string;
  readonly id: string;
  readonly parent: string;
  readonly file: string;
  /** The lines that begin with `*`, without it; a line that is continued is one. */
  readonly rules: readonly string[];
}

const keyword = (block: string, name: string): string =>
  new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(block)?.[1] ?? '';

function definitionOf(block: string, file: string): Definition {
  const [, kind = '', name = ''] = /^(\w+):\s*(\S+)/.exec(block) ?? [];
  const joined = block.replace(/\n +/g, ' ');
  const rules = [...joined.matchAll(/^\* (.+)$/gm)].map(([, rule = '']) => rule.trim());
  const [id, parent] = [keyword(block, 'Id'), keyword(block, 'Parent')];
  return { kind, name, id, parent, file, rules };
}

const starts = /^(?=(?:Profile|Extension|CodeSystem|ValueSet): )/m;

const read = (file: string): Definition[] =>
  textOf(`profiles/${file}`)
    .split(starts)
    .filter((block) => starts.test(block))
    .map((block) => definitionOf(block, file));

/** Every definition in `profiles/`. */
export const definitions: readonly Definition[] = readdirSync(at('profiles'))
  .filter((name) => name.endsWith('.fsh'))
  .flatMap(read);

export const ofKind = (kind: string): Definition[] =>
  definitions.filter((definition) => definition.kind === kind);

/** The codes that a code system lists. */
export const codesOf = ({ rules }: Definition): string[] =>
  rules.flatMap((rule) => /^#(\S+) /.exec(rule)?.[1] ?? []);
