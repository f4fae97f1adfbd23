/** https://hl7.org/fhir/R4/resource-operation-validate.html */
import type { Definitions } from './definitions.ts';
import { type Issue, issue, quote } from './outcome.ts';
import { validate } from './validate.ts';
import { isObject, type Json } from './validate-state.ts';

/** What a client means to do with what it lets us check. */
export type ValidateMode = 'create' | 'update' | 'delete' | 'profile';

/** The modes that `$validate` takes. */
export const validateModes: readonly ValidateMode[] = ['create', 'update', 'delete', 'profile'];

/** One call of `$validate`. */
export interface ValidateCall {
  /** The type of the address; undefined when there is none. */
  readonly type?: string | undefined;
  /** The id of the address. */
  readonly id?: string | undefined;
  readonly mode?: ValidateMode | undefined;
  /** What was sent; of an instance without a body, and in mode `profile`, what is stored. */
  readonly resource?: unknown;
  /** Profiles of the parameter and of the room. */
  readonly profiles?: readonly string[];
}

type Check = (call: ValidateCall, resource: Json | undefined) => Issue | undefined;

const typeFits: Check = ({ type }, resource) =>
  type === undefined || !resource || resource.resourceType === type
    ? undefined
    : issue({
        code: 'invalid',
        key: 'resource-type',
        text: {
          da: `Her skal resourceType være ${type}.`,
          en: `resourceType must be ${type} here.`,
        },
        expression: 'resourceType',
      });

const isAddressed: Check = ({ id, mode }) =>
  id !== undefined
    ? undefined
    : issue({
        code: 'required',
        key: 'instance-needed',
        text: {
          da: `Måden ${mode} kan kun bruges på en ressource, der er nævnt ved sit id i adressen.`,
          en: `The mode ${mode} is about a resource that the address names by its id.`,
        },
      });

const isGiven: Check = (_call, resource) =>
  resource
    ? undefined
    : issue({
        code: 'required',
        key: 'resource-needed',
        text: {
          da: 'Der mangler en ressource at efterprøve.',
          en: 'There is no resource to check.',
        },
        expression: 'Parameters.parameter',
      });

const hasProfile: Check = ({ profiles = [] }) =>
  profiles.length > 0
    ? undefined
    : issue({
        code: 'required',
        key: 'profile-needed',
        text: { da: 'Der skal nævnes en profil.', en: 'A profile must be named.' },
      });

/** A create makes an id of its own. */
const idIsIgnored: Check = (_call, resource) =>
  resource?.id === undefined
    ? undefined
    : issue({
        severity: 'information',
        code: 'informational',
        key: 'id-ignored',
        text: {
          da: 'Id bruges ikke, når ressourcen oprettes; den får et nyt.',
          en: 'The id is not used when the resource is created; it gets a new one.',
        },
        expression: `${resource?.resourceType}.id`,
      });

const idIsThere: Check = (_call, resource) =>
  !resource || resource.id !== undefined
    ? undefined
    : issue({
        code: 'required',
        key: 'id-needed',
        text: {
          da: 'En ressource, der skal ændres, skal have sit id.',
          en: 'A resource that is to be updated must have its id.',
        },
        expression: `${resource.resourceType}.id`,
      });

const idFits: Check = ({ id }, resource) =>
  id === undefined || resource?.id === undefined || resource.id === id
    ? undefined
    : issue({
        code: 'invalid',
        key: 'id-mismatch',
        text: {
          da: `Ressourcens id skal være det i adressen, ${quote(id)}.`,
          en: `The id of the resource must be that in the address, ${quote(id)}.`,
        },
        expression: `${resource.resourceType}.id`,
      });

const asked: Readonly<Record<ValidateMode | 'none', readonly Check[]>> = {
  none: [isGiven, typeFits],
  create: [isGiven, typeFits, idIsIgnored],
  update: [isGiven, typeFits, idIsThere, idFits],
  delete: [isAddressed],
  profile: [isAddressed, hasProfile, isGiven, typeFits],
};

/**
 * What `$validate` answers, warnings and all: the resource by R4, by its own profiles and those given, and whether it could be
 * created or updated. Whether a delete or an update is allowed to the caller is for who calls this to add. Empty when all is well.
 */
export function validateCall(call: ValidateCall, definitions: Definitions): Issue[] {
  const resource = isObject(call.resource) ? call.resource : undefined;
  const checks = asked[call.mode ?? 'none'].map((check) => check(call, resource));
  const found = checks.filter((one) => one !== undefined);
  if (call.mode === 'delete' || call.resource === undefined) return found;
  const { profiles = [] } = call;
  return [...found, ...validate(call.resource, definitions, { profiles, warnings: true })];
}
