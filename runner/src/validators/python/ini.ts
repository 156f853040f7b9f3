/** Sections of an INI file: the values of each key, continued lines joined by newlines. */
export type Ini = ReadonlyMap<string, ReadonlyMap<string, string>>;

const SECTION = /^\[([^\]]+)\]\s*$/;
const KEY = /^([^\s=:#;][^=:]*?)\s*[=:]\s*(.*)$/;

/** Reads what configparser reads: `setup.cfg`, `tox.ini`, `pytest.ini`. */
export function readIni(text: string | undefined): Ini {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let key: string | undefined;
  for (const line of (text ?? '').split(/\r?\n/)) {
    if (/^\s*[#;]/.test(line)) continue;
    const name = SECTION.exec(line)?.[1];
    if (name !== undefined) {
      section = sections.get(name) ?? new Map<string, string>();
      sections.set(name, section);
      key = undefined;
    } else if (section && key && /^\s+\S/.test(line)) {
      section.set(key, `${section.get(key) ?? ''}\n${line.trim()}`);
    } else {
      const found = KEY.exec(line);
      if (!section || !found) continue;
      key = found[1].trim();
      section.set(key, found[2]);
    }
  }
  return sections;
}
