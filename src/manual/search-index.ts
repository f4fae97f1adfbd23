/** The thread that makes the index of the search: it is given the places, and says the index as JSON. */
import { parentPort, workerData } from 'node:worker_threads';
import MiniSearch from 'minisearch';
import { indexOptions } from './search-box.ts';
import type { Place } from './search-places.ts';

const index = new MiniSearch<Place>(indexOptions);
index.addAll(workerData as readonly Place[]);
parentPort?.postMessage(JSON.stringify(index));
