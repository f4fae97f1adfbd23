import {
  badRequest,
  FhirError,
  issue,
  tooLarge,
  unavailable,
  unsupportedMediaType,
} from '../fhir/outcome.ts';
import { DatabaseUnavailable } from '../store/database.ts';
import { acceptedTypes } from './media-type.ts';

export const bodyLimitBytes = 1_048_576;
const databaseAway = (): FhirError =>
  unavailable(
    'database-unavailable',
    {
      da: 'Tjenesten er midlertidigt ude af drift. Prøv igen om lidt.',
      en: 'The service is temporarily unavailable. Try again in a moment.',
    },
    5,
  );

/** Our own faults and the refusals of the libraries as ours; undefined for what nobody foresaw. */
export function asFhirError(error: unknown, limitBytes = bodyLimitBytes): FhirError | undefined {
  if (error instanceof FhirError) return error;
  if (error instanceof DatabaseUnavailable) return databaseAway();
  switch ((error as { code?: string }).code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return tooLarge(limitBytes);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return unsupportedMediaType('', acceptedTypes);
    // Only the caller's own connection is met here: those to others have faults of their own.
    case 'ECONNRESET':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return badRequest('bad-request', {
        da: 'Forespørgslen kan ikke læses.',
        en: 'The request cannot be read.',
      });
    default:
      return undefined;
  }
}

/** What the caller is told of a fault that nobody foresaw. */
export const internal = (): FhirError =>
  new FhirError(
    500,
    [
      issue({
        code: 'exception',
        key: 'internal',
        text: {
          da: 'Der skete en fejl hos os. Den er noteret.',
          en: 'Something went wrong on our side. It has been noted.',
        },
      }),
    ],
    {},
  );
