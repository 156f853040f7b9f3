const OWNER = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/;
const REPOSITORY = /^[A-Za-z0-9_.][A-Za-z0-9._-]{0,99}$/;
const SHA = /^[0-9a-f]{40}$/;
const LONGEST_REF = 244;

export function isOwnerName(value: string): boolean {
  return OWNER.test(value);
}

export function isRepositoryName(value: string): boolean {
  return (
    REPOSITORY.test(value) &&
    value !== '.' &&
    value !== '..' &&
    !value.toLocaleLowerCase('en-US').endsWith('.git')
  );
}

export function isSha(value: string): boolean {
  return SHA.test(value);
}

/**
 * A full ref name that is safe to hand to git: the rules of
 * `git check-ref-format`, and no component that begins with a dash.
 */
export function isRefName(value: string): boolean {
  if (!value.startsWith('refs/') || value.length > LONGEST_REF) return false;
  if (hasControlCharacter(value) || /[ ~^:?*[\\]|@\{|\.\./.test(value)) {
    return false;
  }
  const components = value.split('/');
  return components.length > 2 && components.every(isRefComponent);
}

function isRefComponent(component: string): boolean {
  return (
    component !== '' &&
    !/^[-.]/.test(component) &&
    !component.endsWith('.') &&
    !component.endsWith('.lock')
  );
}

/** A path inside a tree: relative, without empty, dot, or `.git` components. */
export function isTreePath(value: string): boolean {
  if (value.length > 4096 || value.includes('\0')) return false;
  return value
    .split('/')
    .every(
      component =>
        component !== '' &&
        component !== '.' &&
        component !== '..' &&
        component.toLocaleLowerCase('en-US') !== '.git',
    );
}

function hasControlCharacter(value: string): boolean {
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x20 || code === 0x7f) return true;
  }
  return false;
}
