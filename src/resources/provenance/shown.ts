/** What a relative is told of what was done. */
import type { Mandate } from '../../access/grant.ts';
import { type Bind, type Predicate, textList } from '../../store/predicate.ts';
import { viewBit } from '../../store/shape.ts';
import { messagesFor } from '../communication/access.ts';

/** Types of which a relative sees some alone. */
const narrowed = ['RelatedPerson', 'Consent'];

/** What a relative sees of those: itself, and every Consent that names it. Asked once in a statement, by the citizen's index. */
const own = ({ patient, relatedPerson }: Mandate, bind: Bind): string => {
  const self = `'RelatedPerson/' || ${bind(relatedPerson)}::text`;
  return `(target = ${self} or target = any(array(select 'Consent/' || c.id from consent c
    where c.patient = ${bind(patient)} and c.view & ${viewBit.proxy} <> 0 and c.p_actor && array[${self}])))`;
};

/** A message, and the message of a file, that the relative does not see. */
function unseenMessage(mandate: Mandate, row: string, bind: Bind): string[] {
  const seen = `m.patient = ${row}.patient and ${messagesFor(mandate, { shared: true })('m', bind)}`;
  const id = `split_part(target, '/', 2)`;
  return [
    `(target like 'Communication/%' and not exists (select from communication m where m.id = ${id} and ${seen}))`,
    `(target like 'Binary/%' and not exists (select from binary_resource b, unnest(b.p_security_context) x, communication m
      where b.id = ${id} and m.id = substr(x, 15) and ${seen}))`,
  ];
}

/**
 * A relative sees what was done to what that relative may see: of relatives and mandates the own ones, and nothing of a type that the
 * giver keeps back. Who did it, and by whose mandate, is said of all that is seen, as the resource itself says it.
 */
export const shownTo =
  (mandate: Mandate): Predicate =>
  (row, bind) => {
    const { denied } = mandate;
    const type = `split_part(target, '/', 1)`;
    const hidden = [
      ...(denied.length > 0 ? [`${type} = any(${textList(denied, bind)})`] : []),
      `(${type} = any(${textList(narrowed, bind)}) and not ${own(mandate, bind)})`,
      ...unseenMessage(mandate, row, bind),
    ];
    return `not exists (select from unnest(${row}.p_target) target where ${hidden.join(' or ')})`;
  };
