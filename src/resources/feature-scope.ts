/** What of a room persons see, where a feature is on for some units alone: said to the store. */
import { type Bind, type Predicate, textList } from '../store/predicate.ts';
import { type Choosing, type FeatureName, offIn, unitsOf } from './feature.ts';

const sor = 'urn:oid:1.2.208.176.1.1';

/** Ids of the units that are named by name, SOR code or id in Cura. It asks for nothing of the row, so that it is asked once. */
const unitIds = (names: readonly string[], bind: Bind): string => {
  const all = textList(names, bind);
  return `select o.id from organization o left join cura_record c on c.id = o.id and c.record = 'enhed'
    where o.view & 1 <> 0 and (c.cura_id = any(${all}) or o.content::jsonb ->> 'name' = any(${all})
      or exists (select from jsonb_array_elements(coalesce(o.content::jsonb -> 'identifier', '[]'::jsonb)) i
        where i ->> 'system' = '${sor}' and i ->> 'value' = any(${all})))`;
};

/** `ofUnits`: the rows that persons see of the units that have a feature, given their ids. */
function rowsWith(
  choices: Choosing,
  feature: FeatureName,
  ofUnits: (row: string, ids: string) => string,
): Predicate | undefined {
  const names = offIn(choices).has(feature) ? [] : unitsOf(choices, feature);
  return names && ((row, bind) => ofUnits(row, unitIds(names, bind)));
}

/** Slots of the services of units where times are booked; undefined for all. */
export const slotsToBook = (choices: Choosing): Predicate | undefined =>
  rowsWith(
    choices,
    'booking',
    (row, ids) => `${row}.p_schedule && array(select 'Schedule/' || u.schedule
      from healthcare_service h join schedule_use u on u.service = h.id
      where h.view & 1 <> 0 and h.p_organization && array(select 'Organization/' || id from (${ids}) unit))`,
  );

/** Reminders, and the messages of units that take part; undefined for all. */
export const messagesOfUnits = (choices: Choosing): Predicate | undefined =>
  rowsWith(
    choices,
    'messages',
    (row, ids) => `(not coalesce(${row}.p_category && '{message}', false)
      or ${row}.p_unit && array(select 'Organization/' || id from (${ids}) unit))`,
  );
