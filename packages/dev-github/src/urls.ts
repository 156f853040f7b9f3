import { RepositoryRecord } from './state';

/** Every address that an answer may name. */
export class Urls {
  /** @param web `http://HOST:PORT` */
  constructor(readonly web: string) {}

  get api(): string {
    return `${this.web}/api/v3`;
  }

  get host(): string {
    return new URL(this.web).host;
  }

  user(login: string): string {
    return `${this.api}/users/${encodeURIComponent(login)}`;
  }

  repository(repository: RepositoryRecord): string {
    return `${this.api}/repos/${repository.owner}/${repository.name}`;
  }

  page(repository: RepositoryRecord): string {
    return `${this.web}/${repository.owner}/${repository.name}`;
  }

  pullPage(repository: RepositoryRecord, number: number): string {
    return `${this.page(repository)}/pull/${number}`;
  }
}

/** Encodes each component of a path or branch name, and keeps the slashes. */
export function encodePath(value: string): string {
  return value.split('/').map(encodeURIComponent).join('/');
}
