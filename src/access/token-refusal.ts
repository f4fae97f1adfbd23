/** Why a token lets nobody in. https://www.rfc-editor.org/rfc/rfc6750#section-3 */
import { forbidden, unauthorized, unavailable } from '../fhir/outcome.ts';

const realm = 'Bearer realm="samspil"';

/** 401: a token is needed and none was brought. */
export const tokenMissing = () =>
  unauthorized(
    'token-missing',
    { da: 'Log ind først: der mangler et token.', en: 'Log in first: there is no token.' },
    realm,
  );

/** 401: what was brought is no token of ours, or no longer. Never says which check it failed. */
export const tokenInvalid = () =>
  unauthorized(
    'token-invalid',
    {
      da: 'Tokenet er ugyldigt eller udløbet. Log ind igen.',
      en: 'The token is invalid or has expired. Log in again.',
    },
    `${realm}, error="invalid_token"`,
  );

/** 403: the login is genuine, and its level of assurance too low. */
export const weakLogin = () =>
  forbidden('assurance-level', {
    da: 'Log ind med MitID på niveau Betydelig eller højere.',
    en: 'Log in with MitID at level Substantial or higher.',
  });

/** 403: the login is genuine, and its token names more scopes than are held against what is asked for. */
export const tooManyScopes = (most: Record<'scopes' | 'parameters' | 'values', number>) =>
  forbidden('too-many-scopes', {
    da: `Tokenet har for mange scopes: højst ${most.scopes}, og i dem tilsammen ${most.parameters} søgeparametre med ${most.values} værdier. Log ind med færre.`,
    en: `The token has too many scopes: at most ${most.scopes}, and ${most.parameters} search parameters with ${most.values} values in all of them. Log in with fewer.`,
  });

/** 403: a company holds the power of attorney. */
export const companyHolder = () =>
  forbidden('company-holder', {
    da: 'Kun personer kan handle for en borger her. En fuldmagt til en virksomhed kan ikke bruges; log ind som privatperson.',
    en: 'Only persons can act for a citizen here. A power of attorney held by a company cannot be used; log in as a private person.',
  });

/** 403: somebody else's employee. */
export const otherEmployer = () =>
  forbidden('other-employer', {
    da: 'Medarbejderen hører ikke til denne kommune.',
    en: 'The employee does not belong to this municipality.',
  });

/** 403: an employee to whom no role in this system was given. */
export const noJobRole = () =>
  forbidden('job-role-missing', {
    da: 'Medarbejderen har ingen rolle i Samspil. Brugeradministrator kan tildele en jobfunktionsrolle.',
    en: 'The employee has no role in Samspil. The user administrator can assign a job function role.',
  });

/** 403: the login names a person whose number is not known. */
export const personUnknown = () =>
  forbidden('person-unknown', {
    da: 'Personen bag login kan ikke findes i CPR.',
    en: 'The person behind the login cannot be found in the civil register.',
  });

const retryAfterSeconds = 5;

/** 503: an identity provider, or what is asked about a login, does not answer: that is no fault of the token. */
export const identityUnavailable = () =>
  unavailable(
    'identity-unavailable',
    {
      da: 'Login-tjenesten kan ikke nås. Prøv igen om lidt.',
      en: 'The identity provider cannot be reached. Try again in a moment.',
    },
    retryAfterSeconds,
  );
