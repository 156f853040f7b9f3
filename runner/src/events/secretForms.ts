/** The forms in which a token may turn up in the words of a tool: itself, and as Basic authentication. */
export function secretForms(token: string | undefined): string[] {
  if (!token) return [];
  const forms = [token, encodeURIComponent(token)];
  for (const user of ['', 'x-access-token', 'git', 'oauth2']) {
    forms.push(Buffer.from(`${user}:${token}`).toString('base64'));
  }
  forms.push(Buffer.from(token).toString('base64'));
  return [...new Set(forms)];
}
