import { z } from 'zod';
import type { DemoSystem } from '../system/startSystem';

const pullRequestSchema = z.object({
  html_url: z.string(),
  number: z.number(),
  state: z.string(),
  title: z.string(),
  body: z.string(),
  head: z.object({ ref: z.string() }),
  base: z.object({ ref: z.string() }),
});
const filesSchema = z.array(z.object({ filename: z.string() }));

/** A pull request as the code host knows it. */
export type PullRequest = {
  url: string;
  number: number;
  title: string;
  body: string;
  head: string;
  base: string;
  /** Paths, sorted. */
  files: string[];
};

/** Asks the local GitHub for a pull request of the sample repository. */
export async function getPullRequest(
  system: DemoSystem,
  number: number,
): Promise<PullRequest> {
  const path = `pulls/${number}`;
  const pull = pullRequestSchema.parse(await getJson(system, path));
  const files = filesSchema.parse(
    await getJson(system, `${path}/files?per_page=100`),
  );
  return {
    url: pull.html_url,
    number: pull.number,
    title: pull.title,
    body: pull.body,
    head: pull.head.ref,
    base: pull.base.ref,
    files: files.map(file => file.filename).sort(),
  };
}

/** How many pull requests the sample repository has, open or closed. */
export async function countPullRequests(system: DemoSystem): Promise<number> {
  const list = z
    .array(z.unknown())
    .parse(await getJson(system, 'pulls?state=all&per_page=100'));
  return list.length;
}

async function getJson(system: DemoSystem, path: string): Promise<unknown> {
  const { repository } = system;
  const url = `${system.github.apiUrl}/repos/${repository}/${path}`;
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${system.githubToken}` },
  });
  if (!response.ok) {
    throw new Error(`GET ${url} answered ${response.status}`);
  }
  return response.json();
}
