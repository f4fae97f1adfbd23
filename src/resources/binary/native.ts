import type { Binary } from '@medplum/fhirtypes';
import type { Native } from '../operation.ts';
import { named } from './file-name.ts';

/** What the browser may do with a file: save it, and nothing else, whatever is in it. */
const headers = {
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
} as const;

const nameOf = ({ securityContext }: Binary): string =>
  securityContext?.extension?.[0]?.extension?.find(({ url }) => url === 'name')?.valueString ?? '';

/** RFC 6266: plain letters for the old, all of them for the others. */
function disposition(name: string): string {
  const plain = name.replace(/[^\w. -]/g, '_');
  return `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)}`;
}

/** The bytes of a file, for who does not ask for FHIR by its name. */
export function nativeFile(content: string, data: Buffer = Buffer.alloc(0)): Native {
  const file = JSON.parse(content) as Binary;
  const isText = file.contentType === 'text/plain';
  return {
    contentType: isText ? 'text/plain; charset=utf-8' : file.contentType,
    body: data,
    headers: {
      ...headers,
      'content-disposition': disposition(named(nameOf(file), file.contentType ?? '')),
    },
  };
}
