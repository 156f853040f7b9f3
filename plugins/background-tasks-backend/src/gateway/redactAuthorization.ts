/** Takes an authorization out of a text: the header's value, its encoded part, and the token in it. */
export function redactAuthorization(
  text: string,
  authorization: string | undefined,
): string {
  let result = text;
  for (const secret of secretsOf(authorization)) {
    result = result.replaceAll(secret, '***');
  }
  return result;
}

function secretsOf(authorization: string | undefined): string[] {
  if (!authorization) {
    return [];
  }
  const value = authorization.replace(/^\S+ +/, '');
  const decoded = Buffer.from(value, 'base64').toString('utf8');
  const password = decoded.slice(decoded.indexOf(':') + 1);
  return [authorization, value, decoded, password].filter(Boolean);
}
