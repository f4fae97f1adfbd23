/** The lexical forms of primitive values in XML. https://hl7.org/fhir/R4/datatypes.html#primitive */

const integer = /^-?(?:0|[1-9]\d*)$/;
const decimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const booleans: Readonly<Record<string, boolean>> = { true: true, false: false };

const toInteger = (text: string): unknown => (integer.test(text) ? Number(text) : text);
const readers: Readonly<Record<string, (text: string) => unknown>> = {
  boolean: (text) => booleans[text] ?? text,
  integer: toInteger,
  positiveInt: toInteger,
  unsignedInt: toInteger,
  decimal: (text) => (decimal.test(text) ? Number(text) : text),
};

/** The JSON value of an attribute. A text that is none of its type stays a text, which validation then refuses by its place. */
export const jsonValue = (type: string, text: string): unknown => readers[type]?.(text) ?? text;
