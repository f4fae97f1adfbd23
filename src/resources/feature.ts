/** What a municipality switches on, for all or unit by unit. */
import type { Resource } from '@medplum/fhirtypes';
import type { Interaction } from './interaction.ts';

/** A feature: what it is called, and whether single units can have it. */
export interface Feature {
  readonly da: string;
  readonly en: string;
  readonly byUnit?: true;
}

/** Everything that can be switched; what nobody says is on. */
export const features = {
  booking: { da: 'tidsbestilling', en: 'booking', byUnit: true },
  waitlist: { da: 'venteliste', en: 'the waiting list', byUnit: true },
  messages: { da: 'beskeder', en: 'messages', byUnit: true },
  video: { da: 'videomøder', en: 'video meetings', byUnit: true },
  reminders: { da: 'påmindelser', en: 'reminders', byUnit: true },
  activities: { da: 'aktiviteter', en: 'activities' },
  insight: { da: 'indblik i egne oplysninger', en: 'a look into own data' },
  measurements: { da: 'målinger', en: 'measurements' },
  exercise: { da: 'træningsprogrammer', en: 'exercise programmes' },
  relatives: { da: 'adgang for pårørende', en: 'access for relatives' },
  figures: { da: 'nøgletal', en: 'figures' },
  subscriptions: { da: 'abonnementer', en: 'subscriptions' },
} as const satisfies Readonly<Record<string, Feature>>;

export type FeatureName = keyof typeof features;

export const featureNames = Object.keys(features) as readonly FeatureName[];

/** For all, for nobody, or for units: each by its SOR code, its id in Cura or its name. */
export type FeatureChoice = 'on' | 'off' | readonly string[];

export type Features = Readonly<Partial<Record<FeatureName, FeatureChoice>>>;

/** Whoever chooses features. */
export interface Choosing {
  readonly features?: Features;
}

const nothing: ReadonlySet<FeatureName> = new Set();
const known = new WeakMap<Features, ReadonlySet<FeatureName>>();

function isOff(choice: FeatureChoice): boolean {
  return choice === 'off' || (choice !== 'on' && choice.length === 0);
}

/** The features that nobody has here. Choices stay the same while the process runs, so each is read once. */
export function offIn({ features: chosen }: Choosing): ReadonlySet<FeatureName> {
  if (!chosen) return nothing;
  const found =
    known.get(chosen) ?? new Set(featureNames.filter((name) => isOff(chosen[name] ?? 'on')));
  known.set(chosen, found);
  return found;
}

/** The units that have a feature, where it is for some alone. */
export function unitsOf({ features: chosen }: Choosing, name: FeatureName) {
  const choice = chosen?.[name] ?? 'on';
  return choice === 'on' || choice === 'off' ? undefined : choice;
}

/** What of a room goes with a feature. */
export interface RoomFeature<T = never> {
  readonly name: FeatureName;
  /** What can be asked with the feature alone; all where absent. */
  readonly interactions?: readonly Interaction[];
  /** What only staff see of the room without it. */
  readonly hides?: 'all' | ((resource: T) => boolean);
}

/** What is left of a resource, for others than staff, where a feature is off. */
export type Without<T = never> = Readonly<Partial<Record<FeatureName, (resource: T) => Resource>>>;

/** How a room stands to features. */
export interface Featured {
  /** The feature that the room, or a part of it, is there for. */
  readonly feature?: RoomFeature;
  readonly without?: Without;
  /** Features that nobody has in this municipality. */
  readonly off?: ReadonlySet<FeatureName>;
}
