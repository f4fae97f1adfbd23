/** Errors and warnings. https://hl7.org/fhir/R4/operationoutcome.html */
import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';
import { codeSystem } from './canonical.ts';

export type Language = 'da' | 'en';
export type Text = Readonly<Record<Language, string>>;

/** One issue in both languages; the caller's is chosen late, by `render`. `key` is a code of our published code system. */
export interface Issue {
  readonly severity: 'fatal' | 'error' | 'warning' | 'information';
  readonly code: NonNullable<OperationOutcomeIssue['code']>;
  readonly key: string;
  readonly text: Text;
  /** FHIRPath of the element at fault. */
  readonly expression?: string;
  /** For developers; never a person's data. */
  readonly diagnostics?: string;
}

/** An issue; `severity` is `error` unless given. */
export const issue = (
  given: Omit<Issue, 'severity'> & { readonly severity?: Issue['severity'] },
): Issue => ({ severity: 'error', ...given });

/** A refusal with its HTTP status and every issue. The message holds keys only, so that it may be logged. */
export class FhirError extends Error {
  override readonly name = 'FhirError';
  readonly status: number;
  readonly issues: readonly Issue[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, issues: readonly Issue[], headers: Readonly<Record<string, string>>) {
    super(`${status} ${issues.map(({ key }) => key).join(', ')}`);
    this.status = status;
    this.issues = issues;
    this.headers = headers;
  }
}

/** Makes a refusal to throw. */
export function fail(
  status: number,
  issues: Issue | readonly Issue[],
  headers: Readonly<Record<string, string>> = {},
): FhirError {
  return new FhirError(status, 'key' in issues ? [issues] : issues, headers);
}

/** A path may hold a member's name that the client made up. */
const plain = (text: string): string => text.replace(/[\p{C}<>&]/gu, '').slice(0, 300);

function rendered(given: Issue, language: Language): OperationOutcomeIssue {
  const coding = [{ system: codeSystem('samspil-issue'), code: given.key }];
  return {
    severity: given.severity,
    code: given.code,
    details: { coding, text: given.text[language] },
    ...(given.diagnostics !== undefined && { diagnostics: plain(given.diagnostics) }),
    ...(given.expression !== undefined && { expression: [plain(given.expression)] }),
  };
}

/** The resource in one language. With no issues it says that all is well, as R4 asks for at least one. */
export function render(issues: readonly Issue[], language: Language): OperationOutcome {
  const shown = issues.length > 0 ? issues : [allWell];
  return { resourceType: 'OperationOutcome', issue: shown.map((one) => rendered(one, language)) };
}

const allWell: Issue = {
  severity: 'information',
  code: 'informational',
  key: 'ok',
  text: { da: 'Alt er i orden.', en: 'All is well.' },
};

const quotedMax = 60;

/** A client's text made fit for our sentences: no control characters, no markup, at most 60 characters. */
export function quote(value: unknown): string {
  const clean = String(value)
    .slice(0, 4 * quotedMax)
    .replace(/[\p{C}\u2028\u2029<>&]/gu, '');
  const characters = Array.from(clean);
  return characters.length > quotedMax ? `${characters.slice(0, quotedMax - 1).join('')}…` : clean;
}

type Code = Issue['code'];
type Extra = Partial<Pick<Issue, 'expression' | 'diagnostics'>>;

const refusal =
  (status: number, code: Code) =>
  (key: string, text: Text, extra: Extra = {}): FhirError =>
    fail(status, issue({ code, key, text, ...extra }));

/** 400: what was sent cannot be understood. */
export const badRequest = refusal(400, 'invalid');
/** 403: understood, and not allowed. */
export const forbidden = refusal(403, 'forbidden');
/** 422: understood, and against a rule. */
export const unprocessable = refusal(422, 'business-rule');

/** 401, with the challenge that RFC 6750 asks for. */
export const unauthorized = (key: string, text: Text, challenge = 'Bearer'): FhirError =>
  fail(401, issue({ code: 'login', key, text }), { 'WWW-Authenticate': challenge });

/** 404: there is none, or the caller may not know that there is one. */
export const notFound = (type: string, id: string): FhirError =>
  refusal(404, 'not-found')('not-found', {
    da: `${quote(type)}/${quote(id)} findes ikke.`,
    en: `There is no ${quote(type)}/${quote(id)}.`,
  });

/** 410: it has been deleted. */
export const gone = (type: string, id: string): FhirError =>
  refusal(410, 'deleted')('gone', {
    da: `${quote(type)}/${quote(id)} er slettet.`,
    en: `${quote(type)}/${quote(id)} has been deleted.`,
  });

/** 410: it held for a time, which is over. */
export const over = (type: string, id: string): FhirError =>
  refusal(410, 'expired')('over', {
    da: `${quote(type)}/${quote(id)} gjaldt kun en tid, og den er udløbet.`,
    en: `${quote(type)}/${quote(id)} held for a time only, and that is over.`,
  });

/** 412: the version in If-Match is not the current one. */
export const preconditionFailed = (current?: number): FhirError =>
  refusal(412, 'conflict')('stale-version', {
    da: `Ressourcen er ændret siden${current === undefined ? '' : ` (nu version ${current})`}. Læs den igen, og prøv igen.`,
    en: `The resource has changed${current === undefined ? '' : ` (now version ${current})`}. Read it again and retry.`,
  });

/** 405, with the methods that the address does take. */
export const methodNotAllowed = (method: string, allowed: readonly string[]): FhirError =>
  fail(
    405,
    issue({
      code: 'not-supported',
      key: 'method-not-allowed',
      text: {
        da: `${quote(method)} kan ikke bruges her; det kan ${allowed.join(', ') || 'intet'}.`,
        en: `${quote(method)} is not possible here; ${allowed.join(', ') || 'nothing'} is.`,
      },
    }),
    { Allow: allowed.join(', ') },
  );

/** 415: the body's media type. */
export const unsupportedMediaType = (given: string, accepted: readonly string[]): FhirError =>
  refusal(415, 'not-supported')('unsupported-media-type', {
    da: `Indholdstypen ${quote(given)} kan ikke læses; brug ${accepted.join(' eller ')}.`,
    en: `The media type ${quote(given)} cannot be read; use ${accepted.join(' or ')}.`,
  });

/** 406: no format that the caller takes. */
export const notAcceptable = (offered: readonly string[]): FhirError =>
  refusal(406, 'not-supported')('not-acceptable', {
    da: `Svaret findes kun som ${offered.join(' eller ')}.`,
    en: `The answer comes only as ${offered.join(' or ')}.`,
  });

/** 413: the body is larger than we read. */
export const tooLarge = (limitBytes: number): FhirError =>
  refusal(413, 'too-costly')('too-large', {
    da: `Indholdet er over grænsen på ${limitBytes} byte.`,
    en: `The body is over the limit of ${limitBytes} bytes.`,
  });

/** 503: try again after so many seconds. */
export const unavailable = (key: string, text: Text, retryAfterSeconds: number): FhirError =>
  fail(503, issue({ code: 'transient', key, text }), { 'Retry-After': String(retryAfterSeconds) });
