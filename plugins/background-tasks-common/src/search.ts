/** The type of tasks as documents of the portal's search. @public */
export const BACKGROUND_TASK_DOCUMENT_TYPE = 'background-task';
