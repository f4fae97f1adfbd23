import type { FastifyInstance } from 'fastify';
import type { Aftale, Ydelsestype } from '../../cura/care-records.ts';
import type { Borger } from '../../cura/person-records.ts';
import type { Udfoerer } from '../../cura/post.ts';
import type { CuraType } from '../../cura/records.ts';
import { formatDanish, parseInstant } from '../../fhir/instant.ts';
import { escapeHtml, page, pageHeaders } from '../html.ts';
import type { Store } from './store.ts';

const shown = 50;
function time(instant: string): string {
  try {
    return formatDanish(parseInstant(instant));
  } catch {
    return instant;
  }
}

function performer(by: Udfoerer | undefined): string {
  if (by === undefined) return '';
  const mandate = by.mandatReference === undefined ? '' : `fuldmagt ${by.mandatReference}`;
  const about = [by.art, by.relation, mandate, by.begrundelse].filter(Boolean).join(', ');
  return `${by.navn ?? ''} (${about})`.trim();
}

function cells(store: Store, aftale: Aftale): readonly string[] {
  const find = (type: CuraType, id: string) => store.get(type, id) as unknown;
  const citizen = find('borger', aftale.borgerId) as Borger | undefined;
  const service = find('ydelsestype', aftale.ydelsestypeId) as Ydelsestype | undefined;
  return [
    time(aftale.start),
    aftale.status + (aftale.aflysning?.sent ? ' (for sent)' : ''),
    citizen ? `${citizen.fornavn} ${citizen.efternavn}` : aftale.borgerId,
    service?.navn ?? aftale.ydelsestypeId,
    performer(aftale.udfoertAf),
    `${time(aftale.aendret)} af ${performer(aftale.aendretAf)}`,
    `${aftale.id} v${aftale.version}`,
  ];
}

const headings = ['Tid', 'Status', 'Borger', 'Ydelse', 'Udført af', 'Sidst ændret', 'Nummer'];
const row = (tag: 'td' | 'th', texts: readonly string[]) =>
  `<tr>${texts.map((text) => `<${tag}>${escapeHtml(text)}</${tag}>`).join('')}</tr>`;

const intro = '<p>De senest ændrede aftaler. Alle personer er opdigtede.</p>';

/** `GET /`: the newest appointments and who made them, for a person to look at. */
export function pageRoute(app: FastifyInstance, store: Store): void {
  app.get('/', (_, reply) => {
    const newest = new Map<string, Aftale>();
    for (const record of store.newest('aftale', shown)) {
      if (!newest.has(record.id)) newest.set(record.id, record as unknown as Aftale);
    }
    const rows = [...newest.values()].map((aftale) => row('td', cells(store, aftale)));
    const none = '<p>Der er ikke ændret nogen aftaler endnu.</p>';
    const table = `<table>${row('th', headings)}${rows.join('')}</table>`;
    const body = rows.length === 0 ? none : table;
    return reply.headers(pageHeaders).send(page('Cura (sandkasse)', intro + body));
  });
}
