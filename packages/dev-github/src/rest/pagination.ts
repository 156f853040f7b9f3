import type { Request, Response } from 'express';

const DEFAULT_PER_PAGE = 30;
const MAX_PER_PAGE = 100;

export interface Page {
  /** From 1 on. */
  page: number;
  perPage: number;
  skip: number;
}

export function readPage(req: Request): Page {
  const page = Math.max(1, readNumber(req.query.page) ?? 1);
  const wanted = readNumber(req.query.per_page) ?? DEFAULT_PER_PAGE;
  const perPage = Math.min(MAX_PER_PAGE, Math.max(1, wanted));
  return { page, perPage, skip: (page - 1) * perPage };
}

/** The requested page of a list; says in `Link` where the others are. */
export function paginate<T>(
  req: Request,
  res: Response,
  base: string,
  items: readonly T[],
): T[] {
  const page = readPage(req);
  setLinks(req, res, base, items.length);
  return items.slice(page.skip, page.skip + page.perPage);
}

/** Sets `Link` for a list of `total` items at the address `base`. */
export function setLinks(
  req: Request,
  res: Response,
  base: string,
  total: number,
): void {
  const { page, perPage } = readPage(req);
  const last = Math.max(1, Math.ceil(total / perPage));
  const links: string[] = [];
  const add = (target: number, relation: string) => {
    const url = new URL(base);
    for (const [name, value] of Object.entries(req.query)) {
      if (typeof value === 'string') url.searchParams.set(name, value);
    }
    url.searchParams.set('page', String(target));
    links.push(`<${url}>; rel="${relation}"`);
  };
  if (page > 1) add(page - 1, 'prev');
  if (page < last) {
    add(page + 1, 'next');
    add(last, 'last');
  }
  if (page > 1) add(1, 'first');
  if (links.length > 0) res.setHeader('Link', links.join(', '));
}

/** A query parameter with one value. */
export function readQuery(req: Request, name: string): string | undefined {
  const value = req.query[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readNumber(value: unknown): number | undefined {
  if (typeof value !== 'string' || !/^\d{1,9}$/.test(value)) return undefined;
  return Number(value);
}
