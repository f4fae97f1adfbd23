/** What a search asks for, by the type of its parameter. https://hl7.org/fhir/R4/search.html#ptypes */

/** How a number or date is compared. https://hl7.org/fhir/R4/search.html#prefix */
export const prefixes = ['eq', 'ne', 'gt', 'ge', 'lt', 'le', 'sa', 'eb', 'ap'] as const;
type Prefix = (typeof prefixes)[number];

/** `{code}` any system; `{system: ''}` none; `{system}` alone any code of it. */
export interface TokenValue {
  readonly system?: string;
  readonly code?: string;
}
/** Half-open, epoch milliseconds. */
export interface DateValue {
  readonly prefix: Prefix;
  readonly from: number;
  readonly to: number;
}
/** `from` and `to` are half a unit of the last digit around `number`, as R4 asks of `eq`. */
export interface NumberValue extends TokenValue {
  readonly prefix: Prefix;
  readonly number: number;
  readonly from: number;
  readonly to: number;
  /** The same in UCUM base units, where the unit is of UCUM. */
  readonly canonical?: {
    readonly unit: string;
    readonly number: number;
    readonly from: number;
    readonly to: number;
  };
}
/** `reference` is `Type/id` or an absolute address, as `references` indexes it; `version` where one was asked for. */
export interface ReferenceValue {
  readonly reference: string;
  readonly version?: string;
}
/** An identifier by the type that it has. */
export interface TypedIdentifier {
  readonly system: string;
  readonly code: string;
  readonly value: string;
}
/** A circle on the globe. */
export interface NearValue {
  readonly latitude: number;
  readonly longitude: number;
  readonly distanceKm: number;
}

/** One parameter as it was asked: its values are alternatives, the criteria of a search all hold. */
export type Criterion = { readonly name: string } & (
  | { readonly kind: 'missing'; readonly missing: boolean }
  | { readonly kind: 'token'; readonly not: boolean; readonly values: readonly TokenValue[] }
  /** `:text` of a token or reference: what its display begins with. */
  | { readonly kind: 'text'; readonly values: readonly string[] }
  | { readonly kind: 'of-type'; readonly values: readonly TypedIdentifier[] }
  | {
      readonly kind: 'string';
      readonly match: 'start' | 'exact' | 'contains';
      readonly values: readonly string[];
    }
  | { readonly kind: 'reference'; readonly values: readonly ReferenceValue[] }
  | { readonly kind: 'reference-identifier'; readonly values: readonly TokenValue[] }
  | { readonly kind: 'date'; readonly values: readonly DateValue[] }
  | { readonly kind: 'number' | 'quantity'; readonly values: readonly NumberValue[] }
  | {
      readonly kind: 'uri';
      readonly match: 'exact' | 'above' | 'below';
      readonly values: readonly string[];
    }
  /** Each value has one criterion for each component, in their order; their `name` is the component's. */
  | { readonly kind: 'composite'; readonly values: readonly (readonly Criterion[])[] }
  /** What `name` refers to is of one of these types and meets its criterion. */
  | { readonly kind: 'chain'; readonly through: readonly Through[] }
  /** A resource of type `source` refers to this one by `reference` and meets the criterion. */
  | {
      readonly kind: 'has';
      readonly source: string;
      readonly reference: string;
      readonly criterion: Criterion;
    }
  | { readonly kind: 'near'; readonly values: readonly NearValue[] }
);

/** One way of a chain. */
export interface Through {
  readonly type: string;
  readonly criterion: Criterion;
}

/**
 * Rewrites every token inside a criterion, wherever it stands: in chains, `_has`, composites and identifiers of references. Of an
 * identifier by its type `rewrite` is handed the value as a code without a system.
 */
export function mapTokens(
  criterion: Criterion,
  rewrite: (value: TokenValue) => TokenValue,
): Criterion {
  const inside = (one: Criterion): Criterion => mapTokens(one, rewrite);
  switch (criterion.kind) {
    case 'token':
    case 'reference-identifier':
      return { ...criterion, values: criterion.values.map(rewrite) };
    case 'of-type':
      return {
        ...criterion,
        values: criterion.values.map((one) => ({
          ...one,
          value: rewrite({ code: one.value }).code ?? one.value,
        })),
      };
    case 'composite':
      return { ...criterion, values: criterion.values.map((parts) => parts.map(inside)) };
    case 'chain':
      return {
        ...criterion,
        through: criterion.through.map((way) => ({ ...way, criterion: inside(way.criterion) })),
      };
    case 'has':
      return { ...criterion, criterion: inside(criterion.criterion) };
    default:
      return criterion;
  }
}
