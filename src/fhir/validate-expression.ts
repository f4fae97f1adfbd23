/**
 * Invariants as closures over JSON. @medplum/core reads the FHIRPath; its evaluator wraps every value with its type, takes ten
 * times as long, compares each pair for `isDistinct` and fails good resources (ras-2), so that the evaluation is ours.
 */
import {
  AndAtom,
  ArithmeticOperatorAtom,
  AsAtom,
  type Atom,
  ConcatAtom,
  ContainsAtom,
  DotAtom,
  EmptySetAtom,
  EqualsAtom,
  FunctionAtom,
  ImpliesAtom,
  InAtom,
  IndexerAtom,
  InfixOperatorAtom,
  IsAtom,
  LiteralAtom,
  NotEqualsAtom,
  OrAtom,
  parseFhirPath,
  SymbolAtom,
  UnionAtom,
  XorAtom,
} from '@medplum/core';
import { functions } from './validate-function.ts';
import { and, implies, or, type Truth, xor } from './validate-logic.ts';
import {
  areEqual,
  arithmetic,
  type Eval,
  keyOf,
  keysOf,
  type Scope,
  stepTo,
  truth,
  type Values,
} from './validate-values.ts';

type Compile<A> = (atom: A) => Eval;
type Infix = { readonly left: Atom; readonly right: Atom };

const none: Values = [];
const yes: Values = [true];
const no: Values = [false];
const answer = (holds: boolean | undefined): Values => {
  if (holds === undefined) return none;
  return holds ? yes : no;
};

function logic(decide: (left: Truth, right: () => Truth) => Truth): Compile<Infix> {
  return ({ left, right }) => {
    const [first, second] = [compile(left), compile(right)];
    return (input, scope, self) =>
      answer(decide(truth(first(input, scope, self)), () => truth(second(input, scope, self))));
  };
}

function pair(join: (left: Values, right: Values) => Values): Compile<Infix> {
  return ({ left, right }) => {
    const [first, second] = [compile(left), compile(right)];
    return (input, scope, self) => join(first(input, scope, self), second(input, scope, self));
  };
}

function equality(wanted: boolean): (left: Values, right: Values) => Values {
  return (left, right) => {
    if (left.length === 0 || right.length === 0) return none;
    return areEqual(left, right) === wanted ? yes : no;
  };
}

const holdsOne = (all: Values, one: Values): Values =>
  one.length === 0 ? none : answer(keysOf(all).has(keyOf(one[0])));

function union(left: Values, right: Values): Values {
  if (right.length === 0 && left.length < 2) return left;
  return [...new Map([...left, ...right].map((value) => [keyOf(value), value])).values()];
}

const concat = (left: Values, right: Values): Values => [`${left[0] ?? ''}${right[0] ?? ''}`];

/** `%resource.type` is the same wherever it stands in one evaluation of a resource. */
function isFixed(atom: Atom): boolean {
  if (atom instanceof DotAtom) return isFixed(atom.left) && isStep(atom.right);
  if (atom instanceof SymbolAtom) return atom.name === '%resource';
  if (atom instanceof InfixOperatorAtom) return isFixed(atom.left) && isFixed(atom.right);
  return atom instanceof LiteralAtom;
}

const isStep = (atom: Atom): boolean =>
  (atom instanceof FunctionAtom && atom.args.length === 0) ||
  (atom instanceof SymbolAtom && !/^[$%]/.test(atom.name));

function once(run: Eval): Eval {
  return (input, scope, self) => {
    const known = scope.memo.get(run) ?? run(input, scope, self);
    scope.memo.set(run, known);
    return known;
  };
}

function compileDot({ left, right }: Infix): Eval {
  const [first, second] = [compile(left), compile(right)];
  return (input, scope, self) => second(first(input, scope, self), scope, self);
}

const variables: Readonly<Record<string, (scope: Scope, self: Values) => unknown>> = {
  '%resource': ({ resource }) => resource,
  '%rootResource': ({ root }) => root,
  '%context': ({ context }) => context,
  '%ucum': () => 'http://unitsofmeasure.org',
};

function compileSymbol({ name }: SymbolAtom): Eval {
  if (name === '$this') return (_input, _scope, self) => self;
  const variable = variables[name];
  if (variable) return (_input, scope, self) => [variable(scope, self)];
  if (/^[$%]/.test(name)) throw new RangeError(`FHIRPath ${name} is not known here`);
  return stepTo(name);
}

function compileFunction({ name, args }: FunctionAtom): Eval {
  const make = functions[name];
  if (!make) throw new RangeError(`FHIRPath ${name}() is not known here`);
  return make(args.map(compileArgument), args.map(String));
}

/** The argument of `is(Composition)` is a name; it is compiled too, and not used. */
const compileArgument = (atom: Atom): Eval => compile(atom);

function typed(name: string): Compile<Infix> {
  return ({ left, right }) => compileDot({ left, right: new FunctionAtom(name, [right]) });
}

function compileLiteral({ value }: LiteralAtom): Eval {
  const values = [value.value];
  return () => values;
}

const compileIndexer = ({ left, expr }: IndexerAtom): Eval => {
  const [all, index] = [compile(left), compile(expr)];
  return (input, scope, self) => {
    const at = Number(index(input, scope, self)[0]);
    return all(input, scope, self).slice(at, at + 1);
  };
};

type Row = readonly [abstract new (...given: never[]) => Atom, Compile<Atom>];
/** The table is looked through by class, so that each maker sees its own kind only. */
const row = <A extends Atom>(
  kind: abstract new (...given: never[]) => A,
  make: Compile<A>,
): Row => [kind, make as Compile<Atom>];

const makers: readonly Row[] = [
  row(DotAtom, compileDot),
  row(SymbolAtom, compileSymbol),
  row(FunctionAtom, compileFunction),
  row(LiteralAtom, compileLiteral),
  row(IndexerAtom, compileIndexer),
  row(EmptySetAtom, () => () => none),
  row(AndAtom, logic(and)),
  row(OrAtom, logic(or)),
  row(XorAtom, logic(xor)),
  row(ImpliesAtom, logic(implies)),
  row(EqualsAtom, pair(equality(true))),
  row(NotEqualsAtom, pair(equality(false))),
  row(
    InAtom,
    pair((left, right) => holdsOne(right, left)),
  ),
  row(ContainsAtom, pair(holdsOne)),
  row(UnionAtom, pair(union)),
  row(ConcatAtom, pair(concat)),
  row(IsAtom, typed('is')),
  row(AsAtom, typed('as')),
  row(ArithmeticOperatorAtom, (atom) => pair(arithmetic(atom.operator))(atom)),
];

function compile(atom: Atom): Eval {
  const [, make] = makers.find(([kind]) => atom instanceof kind) ?? [];
  if (!make) throw new RangeError(`FHIRPath ${String(atom)} is not known here`);
  const run = make(atom);
  return isFixed(atom) ? once(run) : run;
}

const compiled = new Map<string, Eval>();

/** Compiles an invariant's FHIRPath, once. Throws what @medplum/core says of bad grammar, a RangeError for what is not known here. */
export function compileInvariant(expression: string): Eval {
  const run = compiled.get(expression) ?? compile(parseFhirPath(expression).child);
  compiled.set(expression, run);
  return run;
}
