import type { Detection } from '../../detection.ts';
import { asNumber, readAddresses } from '../../reading/addresses.ts';
import type { Notes } from '../../reading/notes.ts';
import { knownProduct, type Product } from '../../reading/products.ts';
import { LONGEST, showable } from '../../reading/text.ts';
import type { DetectionFinding, Endpoint } from './schema.ts';

const IP_OBSERVABLE = 2;

/** Where it came from: source endpoints and devices, then addresses among the observables that are not destinations. */
export function readWhere({ evidences, device, observables }: DetectionFinding, notes: Notes): Detection['addresses'] {
  const endpoints = [...evidences.flatMap((evidence) => [evidence.src_endpoint, evidence.device]), device];
  const observed = observables.filter(
    ({ type_id, name }) => type_id === IP_OBSERVABLE && !name?.includes('dst_endpoint'),
  );
  return readAddresses(
    [
      ...endpoints.flatMap((endpoint) => (endpoint ? [asSent(endpoint)] : [])),
      ...observed.map(({ value }) => ({ ip: value })),
    ],
    notes,
  );
}

function asSent({ ip, isp, location, autonomous_system: network }: Endpoint) {
  const place = [location?.city, location?.region, location?.country].filter(Boolean).join(', ');
  const number = asNumber(network?.number);
  return {
    ip,
    place: place || undefined,
    network: [network?.name, number].filter(Boolean).join(', ') || isp || location?.isp,
  };
}

/** What was touched: resources and files, each once. */
export function readObjects({ resources, evidences }: DetectionFinding, notes: Notes): Detection['objects'] {
  const touched = [...resources, ...evidences.flatMap((evidence) => evidence.resources)].map(({ type, name, uid }) => ({
    type,
    name: name ?? uid,
  }));
  const files = evidences.map(({ file }) => ({ type: 'file', name: file?.name }));
  const read = new Map<string, Detection['objects'][number]>();
  for (const object of [...touched, ...files]) {
    const name = showable(object.name, LONGEST.name, 'resource name', notes);
    const type = showable(object.type, LONGEST.word, 'resource type', notes);
    if (name) read.set(`${type} ${name}`, { ...(type && { type }), name });
  }
  return [...read.values()];
}

/** The product it happened in: what was touched says it best, then the product that reports. Unknown stays absent. */
export function readProduct({ resources, evidences, metadata }: DetectionFinding): Product | Record<never, never> {
  const words = [
    ...[...resources, ...evidences.flatMap((evidence) => evidence.resources)].flatMap(({ type, namespace }) => [
      type,
      namespace,
    ]),
    ...evidences.map(({ api }) => api?.service?.name),
    metadata.product?.name,
    metadata.product?.vendor_name,
  ];
  for (const word of words) {
    const found = knownProduct(word?.slice(0, LONGEST.name).replaceAll(/[._]/g, ' '));
    if (found) return found;
  }
  return {};
}
