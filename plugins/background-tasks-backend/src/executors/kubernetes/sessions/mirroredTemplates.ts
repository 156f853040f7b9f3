import type { TemplateStore } from '../../../store';

/** The store of templates, each change of which is told. */
export function mirroredTemplates(
  store: TemplateStore,
  changed: (uid: string) => void,
): TemplateStore {
  return {
    get: (project, name) => store.get(project, name),
    list: (projects, page) => store.list(projects, page),
    statistics: (uids, visible) => store.statistics(uids, visible),
    create: async (template, record) => {
      const made = await store.create(template, record);
      if (made) changed(made.uid);
      return made;
    },
    update: async (uid, name, body, record) => {
      const updated = await store.update(uid, name, body, record);
      if (updated && updated !== 'nameTaken') changed(uid);
      return updated;
    },
    delete: async (uid, record) => {
      await store.delete(uid, record);
      changed(uid);
    },
  };
}
