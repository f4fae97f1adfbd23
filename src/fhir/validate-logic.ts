/** Three-valued logic: undefined is FHIRPath's empty collection. https://hl7.org/fhirpath/N1/#boolean-logic */
export type Truth = boolean | undefined;
type Decide = (left: Truth, right: () => Truth) => Truth;

export const and: Decide = (left, right) => {
  if (left === false) return false;
  const other = right();
  return other === true ? left : other === false ? false : undefined;
};

export const or: Decide = (left, right) => {
  if (left === true) return true;
  const other = right();
  return other === false ? left : other === true ? true : undefined;
};

export const xor: Decide = (left, right) => {
  const other = right();
  return left === undefined || other === undefined ? undefined : left !== other;
};

export const implies: Decide = (left, right) => or(left === undefined ? undefined : !left, right);
