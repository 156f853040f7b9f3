/** The project that tasks for the entity belong to, where they name none. @public */
export const PROJECT_ANNOTATION = 'background-tasks/project';
/** The container image that tasks for the entity run in, on Kubernetes. @public */
export const IMAGE_ANNOTATION = 'background-tasks/image';
/** The checks of the entity's repository: a command on each line, or a YAML list. @public */
export const VALIDATION_ANNOTATION = 'background-tasks/validation';
/** The agent of tasks for the entity, where they name none. @public */
export const PROVIDER_ANNOTATION = 'background-tasks/provider';

/** What is wrong with an annotation, and what would be right. @public */
export type AnnotationProblem = { annotation: string; message: string };

const MAX_IMAGE_LENGTH = 512;
// Of the reference of an image: registry with port, path, tag, digest.
const IMAGE =
  /^[a-z0-9][a-z0-9._-]*(:\d+)?(\/[a-z0-9._-]+)*(:[\w][\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/;

/** Whether this can be the reference of a container image. @public */
export function isImageReference(text: string): boolean {
  return text.length <= MAX_IMAGE_LENGTH && IMAGE.test(text);
}

/**
 * What is wrong with the annotations of an entity as far as they tell by themselves; with the projects and providers
 * that there are, also whether they name one of those.
 *
 * @public
 */
export function findAnnotationProblems(
  annotations: Record<string, string>,
  known: { projects?: string[]; providers?: string[] } = {},
): AnnotationProblem[] {
  return [
    nameProblem(PROJECT_ANNOTATION, annotations, known.projects),
    nameProblem(PROVIDER_ANNOTATION, annotations, known.providers),
    imageProblem(annotations),
    validationProblem(annotations),
  ].flatMap(problem => problem ?? []);
}

function nameProblem(
  annotation: string,
  annotations: Record<string, string>,
  known: string[] | undefined,
): AnnotationProblem | undefined {
  const value = annotations[annotation];
  if (value === undefined || !known || known.includes(value)) return undefined;
  const choices = known.length > 0 ? `one of ${known.join(', ')}` : 'left out';
  const what = annotation === PROJECT_ANNOTATION ? 'project' : 'agent';
  return {
    annotation,
    message: `'${value}' is no ${what} that you can use: it should be ${choices}`,
  };
}

function imageProblem(
  annotations: Record<string, string>,
): AnnotationProblem | undefined {
  const value = annotations[IMAGE_ANNOTATION];
  if (value === undefined || isImageReference(value)) return undefined;
  return {
    annotation: IMAGE_ANNOTATION,
    message: `'${value}' is no image: write it as registry/path:tag, with a digest if you can`,
  };
}

function validationProblem(
  annotations: Record<string, string>,
): AnnotationProblem | undefined {
  const value = annotations[VALIDATION_ANNOTATION];
  const isEmpty = value
    ?.split('\n')
    .every(line => line.trim() === '' || line.trim().startsWith('#'));
  if (!isEmpty) return undefined;
  return {
    annotation: VALIDATION_ANNOTATION,
    message: `it names no check: write a command on each line, or leave it out`,
  };
}
