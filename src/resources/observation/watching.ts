import type { Text } from '../../fhir/outcome.ts';
import type { Municipality } from '../municipality.ts';

/** What is said beside every number: whether anybody watches it. */
export const watching = ({
  monitoring,
  phone,
}: Pick<Municipality, 'monitoring' | 'phone'>): Text =>
  monitoring
    ? {
        da: `${monitoring.responsible} får besked, når en måling, som personalet har bedt om, ligger uden for det aftalte. Ved akut sygdom: ring 112.`,
        en: `${monitoring.responsible} is told when a measurement that staff asked for lies outside what was agreed. In an emergency call 112.`,
      }
    : {
        da: `Ingen holder øje med tallene. Er du bekymret, så ring til din læge eller til kommunen på ${phone}; ved akut sygdom 112.`,
        en: `Nobody watches these numbers. If you are worried, call your doctor or the municipality on ${phone}; in an emergency 112.`,
      };
