const DOCUMENTATION_URL = 'https://docs.github.com/rest';

/** One entry of `errors` in a 422 answer. */
export interface ValidationIssue {
  resource: string;
  code: string;
  field?: string;
  message?: string;
}

/** An answer of the REST API that is not a success, in GitHub's shape. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly issues?: ValidationIssue[],
  ) {
    super(message);
    this.name = 'ApiError';
  }

  toBody() {
    return {
      message: this.message,
      ...(this.issues ? { errors: this.issues } : {}),
      documentation_url: DOCUMENTATION_URL,
      status: String(this.status),
    };
  }
}

export function notFound(): ApiError {
  return new ApiError(404, 'Not Found');
}

export function badCredentials(): ApiError {
  return new ApiError(401, 'Bad credentials');
}

export function requiresAuthentication(): ApiError {
  return new ApiError(401, 'Requires authentication');
}

export function forbidden(): ApiError {
  return new ApiError(403, 'Resource not accessible by personal access token');
}

/** What a GitHub App's token is told that lacks a permission. */
export function forbiddenToIntegration(): ApiError {
  return new ApiError(403, 'Resource not accessible by integration');
}

/** 422 with a message of its own, as the Git Data API answers. */
export function unprocessable(message: string): ApiError {
  return new ApiError(422, message);
}

export function validationFailed(...issues: ValidationIssue[]): ApiError {
  return new ApiError(422, 'Validation Failed', issues);
}
