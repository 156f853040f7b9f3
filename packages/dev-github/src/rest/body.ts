import { z } from 'zod';
import { validationFailed, ValidationIssue } from '../errors';

/**
 * Reads a request body.
 *
 * @throws ApiError 422 that names each field that is missing or wrong
 */
export function readBody<T>(
  schema: z.ZodType<T>,
  resource: string,
  body: unknown,
): T {
  const result = schema.safeParse(body ?? {}, { reportInput: true });
  if (result.success) return result.data;
  throw validationFailed(
    ...result.error.issues.map((issue): ValidationIssue => {
      const missing =
        issue.code === 'invalid_type' && issue.input === undefined;
      return {
        resource,
        field: issue.path.map(String).join('.'),
        code: missing ? 'missing_field' : 'invalid',
        message: issue.message,
      };
    }),
  );
}
