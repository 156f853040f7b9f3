import type { ChangedFile } from '@background-tasks/plugin-background-tasks-common';

/** A folder of changed files, or one of them. */
export type TreeNode =
  | { kind: 'folder'; name: string; path: string; children: TreeNode[] }
  | { kind: 'file'; name: string; file: ChangedFile };

type Folder = Extract<TreeNode, { kind: 'folder' }>;

/** Changed files in their folders; a folder that holds nothing but one other is one with it. */
export function fileTree(files: readonly ChangedFile[]): TreeNode[] {
  const root = newFolder('', '');
  const folders = new Map<string, Folder>([['', root]]);
  for (const file of files) {
    const slash = file.path.lastIndexOf('/');
    const folder = folderAt(folders, file.path.slice(0, Math.max(0, slash)));
    const name = file.path.slice(slash + 1);
    folder.children.push({ kind: 'file', name, file });
  }
  return root.children.map(joinSingle);
}

function folderAt(folders: Map<string, Folder>, path: string): Folder {
  const known = folders.get(path);
  if (known) return known;
  const slash = path.lastIndexOf('/');
  const parent = folderAt(folders, path.slice(0, Math.max(0, slash)));
  const folder = newFolder(path.slice(slash + 1), path);
  folders.set(path, folder);
  parent.children.push(folder);
  return folder;
}

function newFolder(name: string, path: string): Folder {
  return { kind: 'folder', name, path, children: [] };
}

function joinSingle(node: TreeNode): TreeNode {
  if (node.kind === 'file') return node;
  const [only, ...others] = node.children;
  if (only?.kind === 'folder' && others.length === 0) {
    return joinSingle({ ...only, name: `${node.name}/${only.name}` });
  }
  return { ...node, children: node.children.map(joinSingle) };
}
