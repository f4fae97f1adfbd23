/** Elements as FML names them: `value` of the type `Money`, where JSON has `valueMoney`. https://hl7.org/fhir/R4/mapping-language.html */

const complex = ['CodeableConcept', 'Coding', 'Money', 'Period', 'Quantity', 'Reference', 'Timing'];
const primitive = [
  'Boolean',
  'Code',
  'Date',
  'DateTime',
  'Integer',
  'String',
  'Time',
  'Uri',
  'Url',
];
const elements =
  'value|content|onset|abatement|deceased|due|effective|occurrence|performed|start|scheduled|bounds|author';
const choice = new RegExp(`^(${elements})(${[...complex, ...primitive].join('|')})$`);

interface ElementName {
  /** Absent where several elements, or none, are meant. */
  readonly element?: string;
  readonly type?: string;
}

const typeOf = (name: string): string =>
  complex.includes(name) ? name : `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;

/** `valueMoney` is the element `value`, of the type `Money`. */
export function elementOf(name: string): ElementName {
  const [, element, type] = choice.exec(name) ?? [];
  if (element !== undefined && type !== undefined) return { element, type: typeOf(type) };
  return /^\w+$/.test(name) ? { element: name } : {};
}
