import type { World } from '#sandbox/twin.ts';
import type { Books, VendorRow } from './books.ts';
import { initialBooks } from './history.ts';

/** One company's books in a world. */
export interface Company {
  world: World;
  books: Books;
}

export const openCompany = (world: World): Company => ({
  world,
  books: world.store('quickbooks', () => initialBooks(world.now())),
});

export const nowIso = ({ world }: Company): string => world.now().toISOString();

export const vendorOf = ({ books }: Company, id: string): VendorRow | undefined =>
  books.vendors.find((vendor) => vendor.id === id);
