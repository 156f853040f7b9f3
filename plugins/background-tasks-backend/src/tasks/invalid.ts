import { InputError } from '@backstage/errors';
import { withCode } from './errors';

/** A field of the request that is wrong. */
export function invalid(field: string, message: string): InputError {
  return withCode(
    new InputError(`Invalid '${field}': ${message}`),
    'invalidField',
    field,
  );
}
