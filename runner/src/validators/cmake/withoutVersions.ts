const PACKAGE = /(\bfind_package\s*\(\s*[\w.+-]+\s+)\d[\d.]*(?=[\s)])/gi;
/** A tag that is a version: a commit by its hash may be anybody's. */
const TAG = /(\bGIT_TAG\s+"?)v?\d+(?:\.\d+)+(?:-[\w.]+)?(?=["\s)])/g;

/** A file of CMake's build without the versions of packages, and of what is fetched by a tag. */
export function withoutVersions(_path: string, text: string): string {
  return text.replace(PACKAGE, '$1<version>').replace(TAG, '$1<version>');
}
