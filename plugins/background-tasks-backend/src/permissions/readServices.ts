import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { ActingService } from './Project';

/**
 * Reads `backgroundTasks.services`: those that may act for users.
 *
 * @throws InputError for a subject that no service can have
 */
export function readServices(config: Config | undefined): ActingService[] {
  const services = config?.getOptionalConfigArray('services') ?? [];
  return services.map(service => {
    const subject = service.getString('subject');
    if (!/^(plugin|external):./.test(subject)) {
      throw new InputError(
        `Invalid configuration 'backgroundTasks.services': '${subject}' must begin with 'plugin:' or 'external:'`,
      );
    }
    return { subject, projects: service.getOptionalStringArray('projects') };
  });
}
