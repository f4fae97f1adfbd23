import type { Appointment } from '@medplum/fhirtypes';
import type { Database } from '../../store/database.ts';
import { reserveAnew } from '../appointment/after.ts';
import type { Ports } from '../define.ts';

const atOnce = 500;

const aheadSql = `
select a.id, a.content from (
  select distinct id from appointment_link where param = 'actor' and value = $1 and id > $3
    and sort > to_timestamp($2 / 1000.0) - interval '1 day') l
join appointment a on a.id = l.id and a.view & 1 <> 0 order by a.id limit ${atOnce} for update of a`;

interface Row {
  readonly id: string;
  readonly content: string;
}

/** Enters anew what is reserved for the appointments ahead of a service, a person or a place: they take otherwise than before. */
export async function reserveAhead(
  ports: Pick<Ports, 'now' | 'municipality'> & { readonly db: Database },
  actor: string,
): Promise<void> {
  for (let last: string | undefined = ''; last !== undefined; ) {
    const after: string = last;
    const rows = await ports.db.transaction(async (tx) => {
      const found = (await tx.query<Row>(aheadSql, [actor, ports.now(), after])).rows;
      await reserveAnew(
        tx,
        ports,
        found.map(({ content }) => JSON.parse(content) as Appointment & { id: string }),
      );
      return found;
    });
    last = rows.length === atOnce ? rows.at(-1)?.id : undefined;
  }
}
