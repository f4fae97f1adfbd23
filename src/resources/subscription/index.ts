import type { Subscription } from '@medplum/fhirtypes';
import { structure } from '../../fhir/canonical.ts';
import { defineResource } from '../define.ts';
import { citizenOf, subscriptionAccess, subscriptionOwner, subscriptionPatient } from './owner.ts';
import { resubscribe, subscribe, unsubscribe } from './write.ts';

/** What is told as it happens, to whom and how. https://hl7.org/fhir/R4/subscription.html */
export const subscription = defineResource<Subscription>({
  type: 'Subscription',
  profile: structure('samspil-subscription'),
  origin: 'here',
  about: {
    da: 'Et abonnement på det, der sker med aftaler, tider, beskeder eller målinger: fortalt til en adresse, over websocket eller som server-sent events.',
    en: 'A subscription to what happens to appointments, slots, messages or measurements: told to an address, over a websocket or as server-sent events.',
  },
  feature: { name: 'subscriptions', hides: 'all' },
  interactions: ['read', 'search-type', 'create', 'update', 'patch', 'delete'],
  access: subscriptionAccess,
  patient: citizenOf,
  search: {
    patient: {
      type: 'reference',
      expression: `Subscription.extension.where(url='${subscriptionPatient}').value`,
      target: ['Patient'],
      description: {
        da: 'borgeren, det blev lavet for',
        en: 'the citizen for whom it was made',
      },
    },
    owner: {
      type: 'reference',
      expression: `Subscription.extension.where(url='${subscriptionOwner}').value`,
      target: ['Patient', 'RelatedPerson', 'Practitioner'],
      description: {
        da: 'hvem der lavede det og får besked',
        en: 'who made it, and is told',
      },
    },
    client: {
      type: 'token',
      expression: `Subscription.extension.where(url='${subscriptionOwner}').value.identifier`,
      description: {
        da: 'klient-id for den maskine, der lavede det',
        en: 'the client id of the machine that made it',
      },
    },
    status: { type: 'token', expression: 'Subscription.status' },
    type: { type: 'token', expression: 'Subscription.channel.type' },
    url: { type: 'uri', expression: 'Subscription.channel.endpoint' },
    criteria: { type: 'string', expression: 'Subscription.criteria' },
    topic: {
      type: 'uri',
      expression: 'Subscription.criteria',
      description: {
        da: 'emnets kanoniske URL',
        en: 'the canonical URL of the topic',
      },
    },
  },
  create: subscribe,
  update: resubscribe,
  remove: unsubscribe,
});
