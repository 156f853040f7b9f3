// Made from plugins/background-tasks-backend/src/schema/openapi.yaml by 'npm run generate': change that, and run it again.
import type { JsonObject } from '@backstage/types';

/** The API, as the backend validates and serves it. */
export const openapiDocument: JsonObject = {
  openapi: '3.1.0',
  info: {
    title: 'Background Tasks',
    version: '1',
    description:
      "Code changes by coding agents, as pull requests that pass the repository's own checks. All times are ISO 8601 in UTC.",
    license: {
      name: 'Apache-2.0',
      url: 'https://www.apache.org/licenses/LICENSE-2.0',
    },
  },
  servers: [{ url: '/' }],
  security: [{ backstage: [] }],
  tags: [
    { name: 'projects' },
    { name: 'tasks' },
    { name: 'task-templates' },
    { name: 'administration' },
  ],
  paths: {
    '/projects': {
      parameters: [{ $ref: '#/components/parameters/onBehalfOf' }],
      get: {
        operationId: 'listProjects',
        tags: ['projects'],
        summary:
          'The projects that the caller may see, and what can run in them',
        responses: {
          '200': {
            description: 'The projects',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ListProjectsResponse' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/projects/{project}/background-tasks': {
      parameters: [
        { $ref: '#/components/parameters/project' },
        { $ref: '#/components/parameters/onBehalfOf' },
      ],
      post: {
        operationId: 'createTask',
        tags: ['tasks'],
        summary: 'Creates a task',
        description:
          "It is admitted if the repository is the project's, the caller may write to it, and no limit is reached. With an `Idempotency-Key` the same request answers the same task again for 24 hours; another request under the same key is 409.",
        parameters: [
          {
            name: 'Idempotency-Key',
            in: 'header',
            schema: { type: 'string', minLength: 1, maxLength: 255 },
          },
        ],
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                $ref: '#/components/schemas/CreateBackgroundTaskRequest',
              },
            },
          },
        },
        responses: {
          '201': {
            description: 'The task that was created',
            content: {
              'application/json': {
                schema: {
                  $ref: '#/components/schemas/CreateBackgroundTaskResponse',
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      get: {
        operationId: 'listTasksOfProject',
        tags: ['tasks'],
        summary: 'The tasks of one project',
        parameters: [
          { $ref: '#/components/parameters/status' },
          { $ref: '#/components/parameters/creator' },
          { $ref: '#/components/parameters/repository' },
          { $ref: '#/components/parameters/entityRef' },
          { $ref: '#/components/parameters/template' },
          { $ref: '#/components/parameters/provider' },
          { $ref: '#/components/parameters/outcome' },
          { $ref: '#/components/parameters/from' },
          { $ref: '#/components/parameters/to' },
          { $ref: '#/components/parameters/q' },
          { $ref: '#/components/parameters/sort' },
          { $ref: '#/components/parameters/cursor' },
          { $ref: '#/components/parameters/limit' },
        ],
        responses: {
          '200': {
            description: 'A page of tasks',
            content: {
              'application/json': {
                schema: {
                  $ref: '#/components/schemas/ListBackgroundTasksResponse',
                },
              },
            },
          },
          '431': { description: 'The query is longer than the server reads' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/background-tasks': {
      parameters: [{ $ref: '#/components/parameters/onBehalfOf' }],
      get: {
        operationId: 'listTasks',
        tags: ['tasks'],
        summary: "The tasks of all of the caller's projects",
        parameters: [
          { $ref: '#/components/parameters/projectFilter' },
          { $ref: '#/components/parameters/scope' },
          { $ref: '#/components/parameters/status' },
          { $ref: '#/components/parameters/creator' },
          { $ref: '#/components/parameters/repository' },
          { $ref: '#/components/parameters/entityRef' },
          { $ref: '#/components/parameters/template' },
          { $ref: '#/components/parameters/provider' },
          { $ref: '#/components/parameters/outcome' },
          { $ref: '#/components/parameters/from' },
          { $ref: '#/components/parameters/to' },
          { $ref: '#/components/parameters/q' },
          { $ref: '#/components/parameters/sort' },
          { $ref: '#/components/parameters/cursor' },
          { $ref: '#/components/parameters/limit' },
        ],
        responses: {
          '200': {
            description: 'A page of tasks',
            content: {
              'application/json': {
                schema: {
                  $ref: '#/components/schemas/ListBackgroundTasksResponse',
                },
              },
            },
          },
          '431': { description: 'The query is longer than the server reads' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/background-tasks/counts': {
      parameters: [{ $ref: '#/components/parameters/onBehalfOf' }],
      get: {
        operationId: 'countTasks',
        tags: ['tasks'],
        summary:
          "How many tasks of all of the caller's projects have each status",
        description: 'The filters are those of the list.',
        parameters: [
          { $ref: '#/components/parameters/projectFilter' },
          { $ref: '#/components/parameters/scope' },
          { $ref: '#/components/parameters/creator' },
          { $ref: '#/components/parameters/repository' },
          { $ref: '#/components/parameters/entityRef' },
          { $ref: '#/components/parameters/template' },
          { $ref: '#/components/parameters/provider' },
          { $ref: '#/components/parameters/from' },
          { $ref: '#/components/parameters/to' },
          { $ref: '#/components/parameters/q' },
        ],
        responses: {
          '200': {
            description: 'The counts',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/TaskCounts' },
              },
            },
          },
          '431': { description: 'The query is longer than the server reads' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/repositories/check': {
      parameters: [{ $ref: '#/components/parameters/onBehalfOf' }],
      get: {
        operationId: 'checkRepository',
        tags: ['tasks'],
        summary:
          'Whether the caller could have a repository changed, and what is known of it',
        description:
          "For forms that check while somebody types. Of a repository that none of the caller's projects may change, nothing is told but that. What the code host says is remembered for a minute.",
        parameters: [
          {
            name: 'url',
            in: 'query',
            required: true,
            allowReserved: true,
            description: 'The address of the repository',
            schema: { type: 'string', minLength: 1, maxLength: 2000 },
          },
        ],
        responses: {
          '200': {
            description: 'What is known of it',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/RepositoryCheck' },
              },
            },
          },
          '431': { description: 'The query is longer than the server reads' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/entities/check': {
      parameters: [{ $ref: '#/components/parameters/onBehalfOf' }],
      get: {
        operationId: 'checkEntity',
        tags: ['tasks'],
        summary: 'What is wrong with the annotations of a catalog entity',
        description:
          'For the pages of the entity: of those annotations that only the backend reads, which are the checks of its repository. It tells nothing of an entity that the caller may not see in the catalog.',
        parameters: [
          {
            name: 'entityRef',
            in: 'query',
            required: true,
            allowReserved: true,
            description: 'The entity, such as component:default/sample-service',
            schema: { $ref: '#/components/schemas/EntityRef' },
          },
        ],
        responses: {
          '200': {
            description: 'What is wrong',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/EntityCheck' },
              },
            },
          },
          '431': { description: 'The query is longer than the server reads' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/projects/{project}/background-tasks/{name}': {
      parameters: [
        { $ref: '#/components/parameters/project' },
        { $ref: '#/components/parameters/name' },
        { $ref: '#/components/parameters/onBehalfOf' },
      ],
      get: {
        operationId: 'getTask',
        tags: ['tasks'],
        summary: 'A whole task',
        responses: {
          '200': {
            description: 'The task',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/BackgroundTask' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/projects/{project}/background-tasks/{name}/events': {
      parameters: [
        { $ref: '#/components/parameters/project' },
        { $ref: '#/components/parameters/name' },
        { $ref: '#/components/parameters/onBehalfOf' },
      ],
      get: {
        operationId: 'followEvents',
        tags: ['tasks'],
        summary: 'The events of a task, live until it ends',
        description:
          "As an event stream (`Accept: text/event-stream`, the default): `id` is the event's position, `event` its type, `data` the event; a comment every 15 s keeps it alive; after the last event of an ended task comes `event: end`. As JSON (`Accept: application/json`) a long poll: what is there, or what comes within `wait` seconds.",
        parameters: [
          {
            name: 'after',
            in: 'query',
            description: 'Only events after this position',
            schema: { type: 'integer', minimum: 0, maximum: 999999999 },
          },
          {
            name: 'wait',
            in: 'query',
            description: 'How long a long poll waits, in seconds',
            schema: { type: 'integer', minimum: 0, maximum: 30 },
          },
          {
            name: 'Last-Event-ID',
            in: 'header',
            description: 'As `after`, sent by an event stream that resumes',
            schema: { type: 'string', pattern: '^\\d{1,9}$' },
          },
        ],
        responses: {
          '200': {
            description: 'The events',
            content: {
              'text/event-stream': {
                schema: {
                  description: 'Each event of the stream',
                  type: 'object',
                  required: ['event', 'data'],
                  properties: {
                    id: { type: 'string' },
                    event: { type: 'string' },
                    data: { type: 'string', description: 'The event as JSON' },
                  },
                },
              },
              'application/json': {
                schema: { $ref: '#/components/schemas/EventsResponse' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/events': {
      parameters: [{ $ref: '#/components/parameters/onBehalfOf' }],
      get: {
        operationId: 'followTasks',
        tags: ['tasks'],
        summary:
          'The events of several tasks in one stream, live until all have ended',
        description:
          'Each message is JSON: `{task: {project, name}, type: event, event}`, `{task, type: end}` after the last event of a task that has ended, or `{task, type: refused, status}` for one that is not there or that the caller may not read. A comment every 15 s keeps the stream alive.',
        parameters: [
          {
            name: 'task',
            in: 'query',
            required: true,
            allowReserved: true,
            description:
              '`<project>/<name>@<position>`: only the events after that position',
            schema: {
              type: 'array',
              minItems: 1,
              maxItems: 50,
              items: {
                type: 'string',
                maxLength: 340,
                pattern: '^[^/]+/[^/]+@\\d{1,9}$',
              },
            },
          },
        ],
        responses: {
          '200': {
            description: 'The events',
            content: {
              'text/event-stream': {
                schema: {
                  description: 'Each message of the stream',
                  type: 'object',
                  required: ['data'],
                  properties: {
                    data: {
                      type: 'string',
                      description: 'The message as JSON',
                    },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/projects/{project}/background-tasks/{name}/logs': {
      parameters: [
        { $ref: '#/components/parameters/project' },
        { $ref: '#/components/parameters/name' },
        { $ref: '#/components/parameters/onBehalfOf' },
      ],
      get: {
        operationId: 'getLog',
        tags: ['tasks'],
        summary: 'The whole log as text',
        parameters: [
          {
            name: 'download',
            in: 'query',
            description: 'Whether a browser is to save it as a file',
            schema: { type: 'boolean' },
          },
          {
            name: 'Range',
            in: 'header',
            description: '`bytes=<from>-<to>`: a part of it',
            schema: { type: 'string', maxLength: 100 },
          },
        ],
        responses: {
          '200': {
            description: 'The text',
            content: { 'text/plain': { schema: { type: 'string' } } },
          },
          '206': {
            description: 'A part of the text',
            content: { 'text/plain': { schema: { type: 'string' } } },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/projects/{project}/background-tasks/{name}/diff': {
      parameters: [
        { $ref: '#/components/parameters/project' },
        { $ref: '#/components/parameters/name' },
        { $ref: '#/components/parameters/onBehalfOf' },
      ],
      get: {
        operationId: 'getDiff',
        tags: ['tasks'],
        summary: 'The change as a unified diff; empty where there is none',
        parameters: [
          {
            name: 'download',
            in: 'query',
            description: 'Whether a browser is to save it as a file',
            schema: { type: 'boolean' },
          },
          {
            name: 'Range',
            in: 'header',
            description: '`bytes=<from>-<to>`: a part of it',
            schema: { type: 'string', maxLength: 100 },
          },
        ],
        responses: {
          '200': {
            description: 'The text',
            content: { 'text/plain': { schema: { type: 'string' } } },
          },
          '206': {
            description: 'A part of the text',
            content: { 'text/plain': { schema: { type: 'string' } } },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/projects/{project}/background-tasks/{name}/objects': {
      parameters: [
        { $ref: '#/components/parameters/project' },
        { $ref: '#/components/parameters/name' },
        { $ref: '#/components/parameters/onBehalfOf' },
      ],
      get: {
        operationId: 'listTaskObjects',
        tags: ['tasks'],
        summary:
          'Where the latest run of a task is in a cluster, and what the cluster says of it',
        description:
          'The AgenticSession, the Job and the Pod, as far as they are there: Job and Pod are removed some time after the run. Empty where tasks run elsewhere than in a cluster, and before the run has begun. 503 where the cluster does not answer within 5 s.',
        responses: {
          '200': {
            description: 'The objects, as they were at most 2 s ago',
            content: {
              'application/json': {
                schema: {
                  $ref: '#/components/schemas/ListTaskObjectsResponse',
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/projects/{project}/background-tasks/{name}/cancel': {
      parameters: [
        { $ref: '#/components/parameters/project' },
        { $ref: '#/components/parameters/name' },
        { $ref: '#/components/parameters/onBehalfOf' },
      ],
      post: {
        operationId: 'cancelTask',
        tags: ['tasks'],
        summary: 'Cancels a task and waits up to 10 s for its end',
        responses: {
          '200': {
            description: 'The task has ended',
            content: {
              'application/json': {
                schema: {
                  $ref: '#/components/schemas/CancelBackgroundTaskResponse',
                },
              },
            },
          },
          '202': {
            description: 'The task is being stopped',
            content: {
              'application/json': {
                schema: {
                  $ref: '#/components/schemas/CancelBackgroundTaskResponse',
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/projects/{project}/background-tasks/{name}/retry': {
      parameters: [
        { $ref: '#/components/parameters/project' },
        { $ref: '#/components/parameters/name' },
        { $ref: '#/components/parameters/onBehalfOf' },
      ],
      post: {
        operationId: 'retryTask',
        tags: ['tasks'],
        summary: 'Makes a new task like one that is Failed, Timeout or Stopped',
        responses: {
          '200': {
            description: 'The new task',
            content: {
              'application/json': {
                schema: {
                  $ref: '#/components/schemas/RetryBackgroundTaskResponse',
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/projects/{project}/background-tasks/{name}/template': {
      parameters: [
        { $ref: '#/components/parameters/project' },
        { $ref: '#/components/parameters/name' },
        { $ref: '#/components/parameters/onBehalfOf' },
      ],
      post: {
        operationId: 'createTemplateFromTask',
        tags: ['task-templates'],
        summary: 'Makes a template out of a task that succeeded',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                type: 'object',
                additionalProperties: false,
                required: ['name', 'displayName'],
                properties: {
                  name: { $ref: '#/components/schemas/TemplateName' },
                  displayName: { type: 'string', minLength: 1, maxLength: 200 },
                  description: { type: 'string', maxLength: 4000 },
                },
              },
            },
          },
        },
        responses: {
          '201': { $ref: '#/components/responses/TemplateCreated' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/projects/{project}/settings': {
      parameters: [
        { $ref: '#/components/parameters/project' },
        { $ref: '#/components/parameters/onBehalfOf' },
      ],
      get: {
        operationId: 'getProjectSettings',
        tags: ['projects'],
        summary:
          'What holds in a project, as the configuration has it, and what of its budgets is spent',
        responses: {
          '200': {
            description: 'The settings',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/ProjectSettings' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/task-templates': {
      parameters: [{ $ref: '#/components/parameters/onBehalfOf' }],
      get: {
        operationId: 'listTemplates',
        tags: ['task-templates'],
        summary: "The templates of all of the caller's projects, by name",
        parameters: [
          { $ref: '#/components/parameters/cursor' },
          { $ref: '#/components/parameters/limit' },
        ],
        responses: {
          '200': {
            description: 'A page of templates',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['items', 'nextCursor'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/TaskTemplate' },
                    },
                    nextCursor: { type: ['string', 'null'] },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/insights': {
      parameters: [{ $ref: '#/components/parameters/onBehalfOf' }],
      get: {
        operationId: 'getInsights',
        tags: ['administration'],
        summary: 'What came of the tasks that the caller may see',
        description:
          'Figures of the tasks that were created from `from` on and before `to`. They may be 30 s old.',
        parameters: [
          { $ref: '#/components/parameters/projectFilter' },
          {
            name: 'from',
            in: 'query',
            required: true,
            allowReserved: true,
            description: 'Created at this time or later',
            schema: { type: 'string', format: 'date-time', maxLength: 40 },
          },
          {
            name: 'to',
            in: 'query',
            required: true,
            allowReserved: true,
            description:
              'Created before this time; at most two years after `from`',
            schema: { type: 'string', format: 'date-time', maxLength: 40 },
          },
        ],
        responses: {
          '200': {
            description: 'The figures',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Insights' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/projects/{project}/task-templates': {
      parameters: [
        { $ref: '#/components/parameters/project' },
        { $ref: '#/components/parameters/onBehalfOf' },
      ],
      post: {
        operationId: 'createTemplate',
        tags: ['task-templates'],
        summary: 'Creates a template',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/TaskTemplateInput' },
            },
          },
        },
        responses: {
          '201': { $ref: '#/components/responses/TemplateCreated' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      get: {
        operationId: 'listTemplatesOfProject',
        tags: ['task-templates'],
        summary: 'The templates of a project, by name',
        parameters: [
          { $ref: '#/components/parameters/cursor' },
          { $ref: '#/components/parameters/limit' },
        ],
        responses: {
          '200': {
            description: 'A page of templates',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['items', 'nextCursor'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/TaskTemplate' },
                    },
                    nextCursor: { type: ['string', 'null'] },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/projects/{project}/task-templates/{template}': {
      parameters: [
        { $ref: '#/components/parameters/project' },
        { $ref: '#/components/parameters/templateName' },
        { $ref: '#/components/parameters/onBehalfOf' },
      ],
      get: {
        operationId: 'getTemplate',
        tags: ['task-templates'],
        summary: 'A template',
        responses: {
          '200': {
            description: 'The template',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/TaskTemplate' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      put: {
        operationId: 'updateTemplate',
        tags: ['task-templates'],
        summary:
          'Replaces a template; tasks that were made from it keep their words',
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: { $ref: '#/components/schemas/TaskTemplateInput' },
            },
          },
        },
        responses: {
          '200': {
            description: 'The template as it is now',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/TaskTemplate' },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
      delete: {
        operationId: 'deleteTemplate',
        tags: ['task-templates'],
        summary: 'Deletes a template; tasks that were made from it stay',
        responses: {
          '204': { description: 'It is gone' },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/providers': {
      parameters: [{ $ref: '#/components/parameters/onBehalfOf' }],
      get: {
        operationId: 'listProviders',
        tags: ['administration'],
        summary: 'What can run here, and why not',
        responses: {
          '200': {
            description: 'The providers',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['items'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/Provider' },
                    },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/audit': {
      parameters: [{ $ref: '#/components/parameters/onBehalfOf' }],
      get: {
        operationId: 'listAudit',
        tags: ['administration'],
        summary:
          "Who did what when, in the caller's projects, the newest first",
        parameters: [
          {
            name: 'project',
            in: 'query',
            allowReserved: true,
            schema: { type: 'string', maxLength: 255 },
          },
          {
            name: 'task',
            in: 'query',
            description: 'The name of a task; needs `project`',
            schema: { type: 'string', maxLength: 63 },
          },
          { $ref: '#/components/parameters/cursor' },
          { $ref: '#/components/parameters/limit' },
        ],
        responses: {
          '200': {
            description: 'A page of the history',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['items', 'nextCursor'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/AuditEntry' },
                    },
                    nextCursor: { type: ['string', 'null'] },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/search/documents': {
      get: {
        operationId: 'listSearchDocuments',
        tags: ['administration'],
        summary:
          "The tasks of all projects for the portal's search, the newest first",
        description:
          "Answers the portal's own search plugin alone (by its token); anybody else gets 403.",
        parameters: [
          { $ref: '#/components/parameters/cursor' },
          { $ref: '#/components/parameters/limit' },
        ],
        responses: {
          '200': {
            description: 'A page of tasks',
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['items', 'nextCursor'],
                  properties: {
                    items: {
                      type: 'array',
                      items: { $ref: '#/components/schemas/SearchDocument' },
                    },
                    nextCursor: { type: ['string', 'null'] },
                  },
                },
              },
            },
          },
          default: { $ref: '#/components/responses/Error' },
        },
      },
    },
    '/health': {
      get: {
        operationId: 'getHealth',
        tags: ['administration'],
        summary: 'Whether this backend takes up tasks',
        description: 'For monitoring; it needs no token.',
        security: [],
        responses: {
          '200': {
            description: 'It does',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Health' },
              },
            },
          },
          '503': {
            description: 'It has stood still for more than 30 s',
            content: {
              'application/json': {
                schema: { $ref: '#/components/schemas/Health' },
              },
            },
          },
        },
      },
    },
    '/openapi.json': {
      get: {
        operationId: 'getOpenApi',
        tags: ['administration'],
        summary: 'This document',
        responses: {
          '200': {
            description: 'This document',
            content: { 'application/json': { schema: { type: 'object' } } },
          },
        },
      },
    },
  },
  components: {
    securitySchemes: {
      backstage: {
        type: 'http',
        scheme: 'bearer',
        description: 'A Backstage token',
      },
    },
    parameters: {
      onBehalfOf: {
        name: 'X-Background-Tasks-On-Behalf-Of',
        in: 'header',
        description:
          'The user that a configured service acts for: required from services, refused from users',
        schema: { $ref: '#/components/schemas/EntityRef' },
      },
      project: {
        name: 'project',
        in: 'path',
        required: true,
        schema: { type: 'string', minLength: 1, maxLength: 255 },
      },
      name: {
        name: 'name',
        in: 'path',
        required: true,
        schema: { type: 'string', minLength: 1, maxLength: 63 },
      },
      templateName: {
        name: 'template',
        in: 'path',
        required: true,
        schema: { type: 'string', minLength: 1, maxLength: 63 },
      },
      scope: {
        name: 'scope',
        in: 'query',
        description:
          "mine: those that the caller created. groups: those of the projects that the caller is in directly, not by a group's group alone",
        schema: {
          type: 'string',
          enum: ['mine', 'groups', 'all'],
          default: 'all',
        },
      },
      status: {
        name: 'status',
        in: 'query',
        description: 'In any case; several by repeating it',
        style: 'form',
        explode: true,
        schema: {
          type: 'array',
          maxItems: 7,
          items: { type: 'string', maxLength: 16 },
        },
      },
      projectFilter: {
        name: 'project',
        in: 'query',
        allowReserved: true,
        description: "Left out, all of the caller's projects",
        schema: { type: 'string', minLength: 1, maxLength: 255 },
      },
      creator: {
        name: 'creator',
        in: 'query',
        allowReserved: true,
        description:
          'An entity ref, or the e-mail address of a user of the catalog',
        schema: { type: 'string', maxLength: 320 },
      },
      repository: {
        name: 'repository',
        in: 'query',
        allowReserved: true,
        description: 'The address of a repository',
        schema: { type: 'string', maxLength: 2000 },
      },
      entityRef: {
        name: 'entityRef',
        in: 'query',
        allowReserved: true,
        schema: { $ref: '#/components/schemas/EntityRef' },
      },
      template: {
        name: 'template',
        in: 'query',
        allowReserved: true,
        description: 'The name of a template',
        schema: { type: 'string', maxLength: 63 },
      },
      provider: {
        name: 'provider',
        in: 'query',
        schema: { type: 'string', maxLength: 64 },
      },
      outcome: {
        name: 'outcome',
        in: 'query',
        schema: { $ref: '#/components/schemas/TaskOutcome' },
      },
      from: {
        name: 'from',
        in: 'query',
        allowReserved: true,
        description: 'Created at this time or later',
        schema: { type: 'string', format: 'date-time', maxLength: 40 },
      },
      to: {
        name: 'to',
        in: 'query',
        allowReserved: true,
        description: 'Created before this time',
        schema: { type: 'string', format: 'date-time', maxLength: 40 },
      },
      q: {
        name: 'q',
        in: 'query',
        allowReserved: true,
        description: 'Words that name or instructions contain, in any case',
        schema: { type: 'string', minLength: 1, maxLength: 200 },
      },
      sort: {
        name: 'sort',
        in: 'query',
        description: 'By what; `-` in front: descending',
        schema: {
          type: 'string',
          enum: ['createdAt', '-createdAt', 'name', '-name'],
          default: '-createdAt',
        },
      },
      cursor: {
        name: 'cursor',
        in: 'query',
        allowReserved: true,
        description: '`nextCursor` of the page before, with the same filters',
        schema: { type: 'string', maxLength: 1000 },
      },
      limit: {
        name: 'limit',
        in: 'query',
        schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
      },
    },
    responses: {
      Error: {
        description: 'Refused, with the reason',
        content: {
          'application/json': {
            schema: { $ref: '#/components/schemas/Error' },
          },
        },
      },
      TemplateCreated: {
        description: 'The template that was created',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              additionalProperties: false,
              required: ['name', 'uid'],
              properties: { name: { type: 'string' }, uid: { type: 'string' } },
            },
          },
        },
      },
    },
    schemas: {
      Error: {
        type: 'object',
        required: ['error', 'response'],
        properties: {
          error: {
            type: 'object',
            required: ['name', 'message'],
            properties: {
              name: { type: 'string' },
              message: { type: 'string' },
              code: {
                type: 'string',
                description: 'Stable, see the table of codes',
              },
              field: { type: 'string', description: 'The field that is wrong' },
            },
          },
          request: { type: 'object' },
          response: {
            type: 'object',
            required: ['statusCode'],
            properties: { statusCode: { type: 'integer' } },
          },
        },
      },
      EntityRef: {
        type: 'string',
        maxLength: 500,
        pattern:
          '^[A-Za-z0-9.-]{1,63}:([A-Za-z0-9-]{1,63}/)?[A-Za-z0-9._-]{1,63}$',
        description: 'an entity reference, such as component:default/name',
      },
      TaskName: {
        type: 'string',
        maxLength: 40,
        pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
        description:
          "1 to 40 lower-case letters, digits and '-', beginning and ending with a letter or digit",
      },
      TemplateName: {
        type: 'string',
        maxLength: 63,
        pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
        description:
          "1 to 63 lower-case letters, digits and '-', beginning and ending with a letter or digit",
      },
      TaskStatus: {
        type: 'string',
        enum: [
          'Pending',
          'Creating',
          'Running',
          'Completed',
          'Failed',
          'Stopped',
          'Timeout',
        ],
      },
      TaskOutcome: {
        type: 'string',
        enum: [
          'pullRequest',
          'noChanges',
          'validationFailed',
          'hookFailed',
          'tooLarge',
          'conflict',
          'agentFailed',
          'budgetExhausted',
          'infrastructure',
          'accessDenied',
          'cancelled',
          'deadlineExceeded',
        ],
      },
      TaskPhase: {
        type: 'string',
        enum: [
          'initialize',
          'clone',
          'baseline',
          'agent',
          'collect',
          'validate',
          'publish',
          'done',
        ],
      },
      CheckKind: {
        type: 'string',
        enum: ['format', 'lint', 'typecheck', 'test', 'build'],
      },
      CheckFailure: {
        type: 'object',
        additionalProperties: false,
        required: ['message'],
        properties: {
          file: {
            type: 'string',
            description: 'From the root of the repository',
          },
          line: { type: 'integer' },
          rule: {
            type: 'string',
            description:
              "The linter's rule, the compiler's code, or the test's name",
          },
          message: { type: 'string' },
        },
      },
      CheckResult: {
        type: 'object',
        additionalProperties: false,
        required: [
          'kind',
          'command',
          'reason',
          'status',
          'exitCode',
          'durationMs',
          'output',
        ],
        properties: {
          kind: { $ref: '#/components/schemas/CheckKind' },
          command: { type: 'string' },
          directory: {
            type: 'string',
            description:
              "The folder that it ran in; left out for the repository's root",
          },
          reason: {
            type: 'string',
            description: 'Where the command was found',
          },
          status: {
            type: 'string',
            enum: ['passed', 'failed', 'failedBefore', 'notRun'],
            description:
              'failed: a new failure. failedBefore: it failed on the untouched base too, so it does not block.',
          },
          exitCode: { type: ['integer', 'null'] },
          durationMs: { type: 'integer' },
          output: {
            type: 'string',
            description: 'The last lines of its output; empty where it passed',
          },
          failures: {
            type: 'array',
            items: { $ref: '#/components/schemas/CheckFailure' },
            description:
              'What failed, one by one, as far as the tool says it; at most 100',
          },
          newFailures: {
            type: 'array',
            items: { $ref: '#/components/schemas/CheckFailure' },
            description: 'At the gate: those that the change brought',
          },
          knownFailures: {
            type: 'array',
            items: { $ref: '#/components/schemas/CheckFailure' },
            description: 'At the gate: those that stood before',
          },
          testCount: {
            type: 'integer',
            description: 'How many tests ran, where the tool says it',
          },
          flaky: {
            type: 'boolean',
            description: 'It failed, and passed when it was run once more',
          },
          notRunBecause: {
            type: 'string',
            enum: ['noTests', 'program', 'service', 'folder'],
            description:
              'Why it was not run: it found no test, or a program, service or folder that it needs is not there',
          },
        },
      },
      ValidationReport: {
        type: 'object',
        additionalProperties: false,
        required: ['baseline', 'gate', 'verdict'],
        properties: {
          baseline: {
            type: 'array',
            description: 'The checks on the untouched base commit',
            items: { $ref: '#/components/schemas/CheckResult' },
          },
          gate: {
            type: 'array',
            description: 'The checks on the change: those that decide',
            items: { $ref: '#/components/schemas/CheckResult' },
          },
          verdict: {
            type: ['string', 'null'],
            enum: ['passed', 'failed', 'none', null],
            description:
              'null until the gate has spoken. none: there is no check, and the project allows that.',
          },
        },
      },
      ChangedFile: {
        type: 'object',
        additionalProperties: false,
        required: ['path', 'status', 'mode', 'additions', 'deletions'],
        properties: {
          path: { type: 'string' },
          status: { type: 'string', enum: ['added', 'modified', 'deleted'] },
          mode: {
            type: ['string', 'null'],
            enum: ['100644', '100755', '120000', null],
          },
          additions: {
            type: ['integer', 'null'],
            description: 'Lines; null for binary files',
          },
          deletions: { type: ['integer', 'null'] },
        },
      },
      Limits: {
        type: 'object',
        additionalProperties: false,
        required: ['perUser', 'perRepository', 'perProject'],
        description: 'How many active tasks there may be; 0 means no limit',
        properties: {
          perUser: { type: 'integer' },
          perRepository: { type: 'integer' },
          perProject: { type: 'integer' },
        },
      },
      Budget: {
        type: 'object',
        additionalProperties: false,
        description: 'When either is used up, the agent is stopped',
        properties: {
          usd: { type: 'number', exclusiveMinimum: 0, maximum: 10000 },
          tokens: { type: 'integer', minimum: 1, maximum: 1000000000 },
        },
      },
      Output: {
        type: 'object',
        additionalProperties: false,
        description: 'How the change is published',
        properties: {
          type: {
            type: 'string',
            enum: ['origin', 'fork'],
            default: 'origin',
            description:
              'Where the branch is made: in the repository, or in a fork of it that belongs to the configured organization or to the user of the configured token',
          },
          target: {
            type: 'string',
            minLength: 1,
            maxLength: 255,
            description:
              'The branch that the pull request is for; by default the base branch',
          },
          draft: { type: 'boolean', default: false },
          labels: {
            type: 'array',
            maxItems: 20,
            items: { type: 'string', minLength: 1, maxLength: 50 },
          },
          reviewers: {
            type: 'array',
            maxItems: 15,
            items: { type: 'string', minLength: 1, maxLength: 140 },
            description:
              'Logins at the code host, and teams as organization/team',
          },
        },
      },
      Trigger: {
        type: 'object',
        additionalProperties: false,
        required: ['kind'],
        description: 'What made the task; for people',
        properties: {
          kind: {
            type: 'string',
            enum: [
              'user',
              'template',
              'scaffolder',
              'schedule',
              'issue',
              'api',
            ],
          },
          ref: { type: 'string', maxLength: 500 },
        },
      },
      ParameterValue: {
        oneOf: [
          { type: 'string', maxLength: 10000 },
          { type: 'number' },
          { type: 'boolean' },
        ],
      },
      Hooks: {
        type: 'object',
        additionalProperties: false,
        description:
          "Commands that run in the task's workspace around its agent, by sh. One that fails ends the task with hookFailed.",
        properties: {
          pre: {
            type: 'array',
            maxItems: 20,
            items: { type: 'string', minLength: 1, maxLength: 2000 },
            description: 'Before the agent',
          },
          post: {
            type: 'array',
            maxItems: 20,
            items: { type: 'string', minLength: 1, maxLength: 2000 },
            description: 'After the agent, before the checks',
          },
        },
      },
      CreateBackgroundTaskRequest: {
        type: 'object',
        additionalProperties: false,
        properties: {
          name: { $ref: '#/components/schemas/TaskName' },
          instructions: {
            type: 'string',
            minLength: 1,
            maxLength: 20000,
            description:
              'What is to be done; required unless a template says it',
          },
          repository: {
            type: 'object',
            additionalProperties: false,
            required: ['url'],
            description: 'Exactly one of this and entityRef',
            properties: {
              url: { type: 'string', maxLength: 2000 },
              branch: {
                type: 'string',
                minLength: 1,
                maxLength: 255,
                description: "The base branch; by default the repository's own",
              },
            },
          },
          entityRef: { $ref: '#/components/schemas/EntityRef' },
          provider: { type: 'string', maxLength: 64 },
          model: {
            type: 'string',
            minLength: 1,
            maxLength: 200,
            description: 'For providers that have models',
          },
          run: {
            type: 'string',
            minLength: 1,
            maxLength: 100000,
            description:
              'One sh script: required for the provider script, refused for others',
          },
          templateId: {
            type: 'string',
            maxLength: 63,
            description: 'The name of a template of the project',
          },
          parameters: {
            type: 'object',
            maxProperties: 100,
            description: "The values of the template's parameters",
            additionalProperties: {
              $ref: '#/components/schemas/ParameterValue',
            },
          },
          timeoutSeconds: {
            type: 'integer',
            minimum: 60,
            maximum: 3600,
            description: 'default 3600',
          },
          budget: { $ref: '#/components/schemas/Budget' },
          output: { $ref: '#/components/schemas/Output' },
          validation: {
            type: 'object',
            additionalProperties: false,
            properties: {
              commands: {
                type: 'array',
                maxItems: 20,
                items: { type: 'string', minLength: 1, maxLength: 2000 },
                description: 'Checks beside those of the repository',
              },
              repairRounds: {
                type: 'integer',
                minimum: 0,
                maximum: 3,
                description:
                  'How often failures go back to the agent; 2 by default, and 0 for a script',
              },
            },
          },
          hooks: { $ref: '#/components/schemas/Hooks' },
          trigger: { $ref: '#/components/schemas/Trigger' },
          onBehalfOf: {
            allOf: [{ $ref: '#/components/schemas/EntityRef' }],
            description:
              'The user that a service acts for: for configured services alone',
          },
        },
      },
      CreateBackgroundTaskResponse: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'uid', 'status', 'createdAt'],
        properties: {
          name: { type: 'string' },
          uid: { type: 'string' },
          status: { type: 'string', enum: ['Pending'] },
          createdAt: { type: 'string', format: 'date-time' },
        },
      },
      BackgroundTaskSummary: {
        type: 'object',
        required: [
          'project',
          'name',
          'uid',
          'status',
          'outcome',
          'progress',
          'currentPhase',
          'creator',
          'repository',
          'entityRef',
          'provider',
          'templateId',
          'trigger',
          'createdAt',
          'startedAt',
          'completedAt',
          'prUrl',
          'retryCount',
          'can',
        ],
        properties: {
          project: { type: 'string' },
          name: { type: 'string' },
          uid: { type: 'string' },
          status: { $ref: '#/components/schemas/TaskStatus' },
          outcome: {
            anyOf: [
              { $ref: '#/components/schemas/TaskOutcome' },
              { type: 'null' },
            ],
          },
          progress: {
            type: 'integer',
            minimum: 0,
            maximum: 100,
            description: 'Percent; it never falls',
          },
          currentPhase: { type: 'string' },
          creator: { type: 'string' },
          repository: { type: 'string' },
          entityRef: { type: ['string', 'null'] },
          provider: { type: 'string' },
          templateId: { type: ['string', 'null'] },
          trigger: { $ref: '#/components/schemas/Trigger' },
          createdAt: { type: 'string', format: 'date-time' },
          startedAt: { type: ['string', 'null'], format: 'date-time' },
          completedAt: { type: ['string', 'null'], format: 'date-time' },
          prUrl: { type: ['string', 'null'] },
          retryCount: { type: 'integer' },
          can: {
            type: 'object',
            additionalProperties: false,
            required: ['cancel', 'retry'],
            description: 'What the caller may do with it as it is now',
            properties: {
              cancel: { type: 'boolean' },
              retry: { type: 'boolean' },
            },
          },
        },
      },
      BackgroundTask: {
        allOf: [
          { $ref: '#/components/schemas/BackgroundTaskSummary' },
          {
            type: 'object',
            required: [
              'error',
              'phase',
              'instructions',
              'branch',
              'model',
              'run',
              'parameters',
              'logs',
              'validation',
              'changedFiles',
              'change',
              'usage',
              'budget',
              'output',
              'extraCommands',
              'prNumber',
              'prState',
              'timeoutSeconds',
              'retryOf',
              'retriedBy',
              'onBehalfOf',
              'stopping',
              'isolation',
              'uncheckedRules',
              'runs',
              'links',
              'openPullRequests',
            ],
            properties: {
              error: {
                type: ['string', 'null'],
                description: 'Why it ended as it did, for people',
              },
              phase: { $ref: '#/components/schemas/TaskPhase' },
              instructions: { type: 'string' },
              branch: {
                type: ['string', 'null'],
                description: 'The base branch; null until it is known',
              },
              model: { type: ['string', 'null'] },
              run: { type: ['string', 'null'] },
              parameters: {
                type: ['object', 'null'],
                additionalProperties: {
                  $ref: '#/components/schemas/ParameterValue',
                },
              },
              logs: {
                type: 'string',
                description: 'The last 10 KB of the log',
              },
              validation: { $ref: '#/components/schemas/ValidationReport' },
              changedFiles: {
                type: 'array',
                items: { $ref: '#/components/schemas/ChangedFile' },
              },
              change: { $ref: '#/components/schemas/Change' },
              usage: { $ref: '#/components/schemas/Usage' },
              budget: {
                anyOf: [
                  { $ref: '#/components/schemas/Budget' },
                  { type: 'null' },
                ],
              },
              output: {
                anyOf: [
                  { $ref: '#/components/schemas/Output' },
                  { type: 'null' },
                ],
              },
              extraCommands: {
                type: 'array',
                items: { type: 'string' },
                description: 'Checks that the task brought itself',
              },
              hooks: { $ref: '#/components/schemas/Hooks' },
              prNumber: { type: ['integer', 'null'] },
              prState: {
                type: ['string', 'null'],
                enum: ['open', 'merged', 'closed', null],
                description: 'As it was when it was last read',
              },
              timeoutSeconds: { type: 'integer' },
              retryOf: {
                type: ['string', 'null'],
                description: 'The name of the task that this one retries',
              },
              retriedBy: {
                type: ['string', 'null'],
                description: 'The name of the task that retries this one',
              },
              onBehalfOf: {
                type: ['string', 'null'],
                description:
                  'The service that created the task for its creator',
              },
              stopping: {
                type: 'boolean',
                description:
                  'Whether a cancel was asked for and is not yet done',
              },
              isolation: {
                type: 'array',
                items: { type: 'string' },
                description: 'What isolates the workspace, for people',
              },
              uncheckedRules: {
                type: 'array',
                items: { type: 'string' },
                description: 'Rules of the template that no program checks',
              },
              runs: {
                type: 'array',
                items: { $ref: '#/components/schemas/Run' },
              },
              links: {
                type: 'object',
                additionalProperties: false,
                required: ['page', 'events', 'logs', 'diff'],
                properties: {
                  page: { type: 'string' },
                  events: { type: 'string' },
                  logs: { type: 'string' },
                  diff: { type: 'string' },
                },
              },
              openPullRequests: {
                type: 'array',
                description:
                  'Other pull requests of background tasks on the same repository that were last seen open, of all of the tasks that the caller may see',
                items: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['project', 'name', 'prUrl'],
                  properties: {
                    project: { type: 'string' },
                    name: { type: 'string' },
                    prUrl: { type: 'string' },
                  },
                },
              },
            },
          },
        ],
      },
      Change: {
        type: 'object',
        additionalProperties: false,
        required: [
          'baseCommit',
          'headCommit',
          'commitMessage',
          'bundleHash',
          'provider',
          'model',
          'agentVersion',
          'repairRounds',
          'rounds',
        ],
        properties: {
          baseCommit: { type: ['string', 'null'] },
          headCommit: { type: ['string', 'null'] },
          commitMessage: { type: ['string', 'null'] },
          bundleHash: { type: ['string', 'null'] },
          provider: { type: 'string' },
          model: { type: ['string', 'null'] },
          agentVersion: { type: ['string', 'null'] },
          repairRounds: { type: 'integer' },
          rounds: {
            type: 'array',
            description:
              'Each round of the agent as far as it has come, in the order in which they were begun. What a model call used counts for the round that had begun last when it ended. A task that is carried out again begins at round 0 again',
            items: { $ref: '#/components/schemas/AgentRound' },
          },
        },
      },
      AgentRound: {
        type: 'object',
        additionalProperties: false,
        required: ['round', 'reason', 'files', 'fileCount', 'usage'],
        properties: {
          round: {
            type: 'integer',
            minimum: 0,
            maximum: 3,
            description: '0 is the first, then those of the repair',
          },
          reason: {
            type: ['string', 'null'],
            description:
              'The checks that failed and sent the agent into this round; null for the first',
          },
          files: {
            type: 'array',
            items: { type: 'string' },
            description: 'What the round changed; the first 100 paths',
          },
          fileCount: {
            type: ['integer', 'null'],
            description:
              'How many files it changed; null until it is over, or where git cannot tell',
          },
          usage: { $ref: '#/components/schemas/Usage' },
        },
      },
      Usage: {
        type: 'object',
        additionalProperties: false,
        required: ['inputTokens', 'outputTokens', 'costUsd'],
        properties: {
          inputTokens: { type: 'integer' },
          outputTokens: { type: 'integer' },
          costUsd: {
            type: ['number', 'null'],
            description: 'null where the price of a call is unknown',
          },
        },
      },
      Run: {
        type: 'object',
        additionalProperties: false,
        required: ['attempt', 'executor', 'startedAt', 'endedAt', 'endReason'],
        properties: {
          attempt: { type: 'integer' },
          executor: { type: 'string' },
          startedAt: { type: ['string', 'null'], format: 'date-time' },
          endedAt: { type: ['string', 'null'], format: 'date-time' },
          endReason: { type: ['string', 'null'] },
        },
      },
      ListTaskObjectsResponse: {
        type: 'object',
        additionalProperties: false,
        required: ['items'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/TaskObject' },
          },
        },
      },
      TaskObject: {
        description: 'An object in a cluster that a run is made of',
        type: 'object',
        additionalProperties: false,
        required: [
          'kind',
          'name',
          'namespace',
          'cluster',
          'status',
          'createdAt',
          'events',
        ],
        properties: {
          kind: {
            type: 'string',
            description: 'Such as AgenticSession, Job, Pod',
          },
          name: { type: 'string' },
          namespace: { type: 'string' },
          cluster: {
            type: 'string',
            description: 'Its name in the configuration',
          },
          status: {
            type: 'string',
            description:
              "Its phase or the like, in a word or two of the cluster's",
          },
          createdAt: { type: 'string', format: 'date-time' },
          containers: {
            description: 'Of a Pod, in the order in which they run',
            type: 'array',
            items: { $ref: '#/components/schemas/TaskContainer' },
          },
          events: {
            description:
              'What the cluster says of it, the newest first, at most 100',
            type: 'array',
            items: { $ref: '#/components/schemas/TaskObjectEvent' },
          },
        },
      },
      TaskContainer: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'state', 'reason', 'exitCode', 'restartCount'],
        properties: {
          name: { type: 'string' },
          state: { type: 'string', enum: ['waiting', 'running', 'terminated'] },
          reason: {
            type: ['string', 'null'],
            description: "Why it waits or ended, in one word of the cluster's",
          },
          exitCode: {
            type: ['integer', 'null'],
            description: 'null until it has ended',
          },
          restartCount: { type: 'integer' },
        },
      },
      TaskObjectEvent: {
        type: 'object',
        additionalProperties: false,
        required: ['type', 'reason', 'message', 'count', 'lastSeenAt'],
        properties: {
          type: { type: 'string', description: 'Normal or Warning' },
          reason: { type: 'string', description: 'In one word' },
          message: { type: 'string', description: 'At most 1000 characters' },
          count: { type: 'integer', description: 'How often it happened' },
          lastSeenAt: { type: 'string', format: 'date-time' },
        },
      },
      CancelBackgroundTaskResponse: {
        type: 'object',
        additionalProperties: false,
        required: ['status'],
        properties: {
          status: { $ref: '#/components/schemas/TaskStatus' },
          stopping: { type: 'boolean' },
        },
      },
      RetryBackgroundTaskResponse: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'uid', 'status', 'retryCount'],
        properties: {
          name: { type: 'string' },
          uid: { type: 'string' },
          status: { type: 'string', enum: ['Pending'] },
          retryCount: { type: 'integer' },
        },
      },
      ListBackgroundTasksResponse: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'total', 'totalIsExact', 'nextCursor'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/BackgroundTaskSummary' },
          },
          total: {
            type: 'integer',
            description:
              'Exact up to 10,000; what other replicas changed within the last second may be missing in it',
          },
          totalIsExact: { type: 'boolean' },
          nextCursor: { type: ['string', 'null'] },
        },
      },
      TaskCounts: {
        type: 'object',
        additionalProperties: false,
        required: ['items'],
        properties: {
          items: {
            type: 'array',
            description: 'One of each status',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['status', 'count', 'countIsExact'],
              properties: {
                status: { $ref: '#/components/schemas/TaskStatus' },
                count: { type: 'integer', description: 'Exact up to 10,000' },
                countIsExact: { type: 'boolean' },
              },
            },
          },
        },
      },
      EntityCheck: {
        type: 'object',
        additionalProperties: false,
        required: ['problems'],
        properties: {
          problems: {
            type: 'array',
            description: 'Empty where nothing is wrong',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['annotation', 'message'],
              properties: {
                annotation: {
                  type: 'string',
                  description: 'The name of the annotation',
                },
                message: {
                  type: 'string',
                  description: 'What is wrong, and what would be right',
                },
              },
            },
          },
        },
      },
      RepositoryCheck: {
        type: 'object',
        additionalProperties: false,
        required: [
          'url',
          'projects',
          'state',
          'message',
          'defaultBranch',
          'mayWrite',
          'checks',
          'activeTasks',
        ],
        properties: {
          url: {
            type: 'string',
            description: 'The address, as its host has it',
          },
          projects: {
            type: 'array',
            items: { type: 'string' },
            description: "The caller's projects that may change it",
          },
          state: {
            type: 'string',
            enum: ['found', 'notFound', 'notAllowed', 'unsupported', 'unknown'],
            description:
              'notAllowed: no project of the caller may change it. unsupported: no integration is configured for its host. unknown: its host could not be asked',
          },
          message: {
            type: ['string', 'null'],
            description: 'Why it is not found, in words for people',
          },
          defaultBranch: { type: ['string', 'null'] },
          mayWrite: {
            type: ['boolean', 'null'],
            description:
              "null where the caller's login at the host, or what it may do there, is not known",
          },
          checks: {
            type: ['array', 'null'],
            description:
              'The checks that its files speak of at first sight; the task itself finds out more. null where its files could not be read',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['kind', 'name', 'source'],
              properties: {
                kind: {
                  anyOf: [
                    { $ref: '#/components/schemas/CheckKind' },
                    { type: 'null' },
                  ],
                },
                name: { type: 'string' },
                source: {
                  type: 'string',
                  description: 'The file that says so',
                },
              },
            },
          },
          activeTasks: {
            type: 'integer',
            description: 'How many tasks work on it now, of whatever project',
          },
        },
      },
      Event: {
        type: 'object',
        required: ['position', 'time', 'phase', 'type'],
        description:
          'What a phase of the run said, or status where the task changed',
        properties: {
          position: { type: 'integer', minimum: 1 },
          time: { type: 'string', format: 'date-time' },
          phase: { $ref: '#/components/schemas/TaskPhase' },
          type: {
            type: 'string',
            enum: [
              'log',
              'progress',
              'validation',
              'hook',
              'usage',
              'agent',
              'activity',
              'repair',
              'round',
              'changes',
              'bundle',
              'outcome',
              'status',
              'truncated',
            ],
          },
        },
      },
      Health: {
        type: 'object',
        additionalProperties: false,
        required: ['status'],
        properties: {
          status: { type: 'string', enum: ['ok', 'error'] },
          message: { type: 'string', description: 'What stands still' },
        },
      },
      EventsResponse: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'ended'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/Event' },
          },
          ended: {
            type: 'boolean',
            description:
              'Whether the task has ended and nothing comes after these',
          },
        },
      },
      ListProjectsResponse: {
        type: 'object',
        additionalProperties: false,
        required: ['items', 'providers'],
        properties: {
          items: {
            type: 'array',
            items: { $ref: '#/components/schemas/Project' },
          },
          providers: {
            type: 'array',
            items: { $ref: '#/components/schemas/Provider' },
          },
        },
      },
      Project: {
        type: 'object',
        additionalProperties: false,
        required: [
          'name',
          'title',
          'namespace',
          'limits',
          'running',
          'pending',
          'may',
        ],
        properties: {
          name: { type: 'string' },
          title: { type: 'string' },
          namespace: {
            type: 'string',
            description: 'Its Kubernetes namespace',
          },
          limits: { $ref: '#/components/schemas/Limits' },
          running: { type: 'integer' },
          pending: { type: 'integer' },
          may: {
            type: 'object',
            additionalProperties: false,
            required: ['create', 'manageTemplates'],
            properties: {
              create: { type: 'boolean' },
              manageTemplates: { type: 'boolean' },
            },
          },
        },
      },
      ProjectSettings: {
        type: 'object',
        additionalProperties: false,
        required: [
          'project',
          'members',
          'owners',
          'repositories',
          'budgets',
          'maxTimeoutSeconds',
          'validation',
          'changes',
          'onConflict',
        ],
        properties: {
          project: { $ref: '#/components/schemas/Project' },
          members: {
            type: 'array',
            items: { type: 'string' },
            description:
              "Entity refs; the members of these groups are the project's",
          },
          owners: {
            type: 'array',
            items: { type: 'string' },
            description:
              'Entity refs of those who may cancel and retry what others created',
          },
          repositories: {
            type: 'array',
            items: { type: 'string' },
            description:
              'Beside those of the catalog entities that the members own',
          },
          budgets: {
            type: 'object',
            additionalProperties: false,
            required: ['task', 'day', 'month'],
            properties: {
              task: {
                oneOf: [
                  { $ref: '#/components/schemas/Budget' },
                  { type: 'null' },
                ],
                description: 'Of a task that names none',
              },
              day: { $ref: '#/components/schemas/Spending' },
              month: { $ref: '#/components/schemas/Spending' },
            },
          },
          maxTimeoutSeconds: { type: 'integer' },
          validation: {
            type: 'object',
            additionalProperties: false,
            required: [
              'allowNoChecks',
              'allowChangedChecks',
              'strict',
              'allowNotRun',
              'allowFewerTests',
              'commands',
            ],
            properties: {
              allowNoChecks: { type: 'boolean' },
              allowChangedChecks: { type: 'boolean' },
              strict: { type: 'boolean' },
              allowNotRun: { type: 'boolean' },
              allowFewerTests: { type: 'boolean' },
              commands: {
                type: ['array', 'null'],
                description:
                  'The checks, in place of all that would be found; null where they are found',
                items: {
                  type: 'object',
                  additionalProperties: false,
                  required: ['kind', 'command', 'directory'],
                  properties: {
                    kind: { $ref: '#/components/schemas/CheckKind' },
                    command: { type: 'string' },
                    directory: { type: ['string', 'null'] },
                  },
                },
              },
            },
          },
          changes: {
            type: 'object',
            additionalProperties: false,
            required: [
              'maxFiles',
              'maxBytes',
              'allowed',
              'refused',
              'protectedPaths',
            ],
            properties: {
              maxFiles: { type: 'integer' },
              maxBytes: { type: 'integer', description: 'Compressed' },
              allowed: {
                type: 'array',
                items: { type: 'string' },
                description:
                  'What may be changed though it is refused by default',
              },
              refused: { type: 'array', items: { type: 'string' } },
              protectedPaths: {
                type: 'array',
                items: { type: 'string' },
                description: 'Patterns of `.gitignore`',
              },
            },
          },
          onConflict: { type: 'string', enum: ['fail', 'rerun'] },
        },
      },
      Spending: {
        type: 'object',
        additionalProperties: false,
        description: 'Of a day or a month of UTC',
        required: ['period', 'limit', 'usd', 'tokens'],
        properties: {
          period: { type: 'string', description: '2026-11 or 2026-11-21' },
          limit: {
            oneOf: [{ $ref: '#/components/schemas/Budget' }, { type: 'null' }],
          },
          usd: { type: 'number' },
          tokens: { type: 'integer' },
        },
      },
      Model: {
        type: 'object',
        additionalProperties: false,
        required: ['id', 'title', 'price'],
        properties: {
          id: { type: 'string' },
          title: { type: 'string' },
          price: {
            type: ['object', 'null'],
            description: 'In USD per million tokens; null where it is unknown',
            additionalProperties: false,
            required: ['input', 'output', 'cacheRead', 'cacheWrite'],
            properties: {
              input: { type: 'number' },
              output: { type: 'number' },
              cacheRead: { type: ['number', 'null'] },
              cacheWrite: { type: ['number', 'null'] },
            },
          },
        },
      },
      Insights: {
        type: 'object',
        additionalProperties: false,
        required: [
          'from',
          'to',
          'interval',
          'total',
          'timeToPullRequest',
          'overTime',
          'byProject',
          'byTemplate',
          'byTeam',
          'byProvider',
        ],
        properties: {
          from: { type: 'string', format: 'date-time' },
          to: { type: 'string', format: 'date-time' },
          interval: {
            type: 'string',
            enum: ['day', 'week'],
            description: 'Of `overTime`; weeks begin on Monday',
          },
          total: { $ref: '#/components/schemas/InsightFigures' },
          timeToPullRequest: {
            type: 'object',
            additionalProperties: false,
            description:
              'From the creation of a task to its pull request, in seconds; null where there is none',
            required: ['median', 'p90'],
            properties: {
              median: { type: ['number', 'null'] },
              p90: { type: ['number', 'null'] },
            },
          },
          overTime: {
            type: 'array',
            items: {
              type: 'object',
              additionalProperties: false,
              required: ['start', 'figures'],
              properties: {
                start: { type: 'string', format: 'date-time' },
                figures: { $ref: '#/components/schemas/InsightFigures' },
              },
            },
          },
          byProject: {
            type: 'array',
            description: 'The 50 with the most tasks',
            items: { $ref: '#/components/schemas/InsightGroup' },
          },
          byTemplate: {
            type: 'array',
            description: 'The 50 with the most tasks',
            items: { $ref: '#/components/schemas/InsightGroup' },
          },
          byTeam: {
            type: 'array',
            description:
              "The 50 with the most tasks, by the groups of the catalog that the creators are members of: a task counts for each of its creator's",
            items: { $ref: '#/components/schemas/InsightGroup' },
          },
          byProvider: {
            type: 'array',
            description: 'The 50 with the most tasks',
            items: { $ref: '#/components/schemas/InsightGroup' },
          },
        },
      },
      InsightGroup: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'project', 'figures'],
        properties: {
          name: {
            type: ['string', 'null'],
            description: 'A name or an entity ref; null for tasks without one',
          },
          project: { type: ['string', 'null'], description: 'Of a template' },
          figures: { $ref: '#/components/schemas/InsightFigures' },
        },
      },
      InsightFigures: {
        type: 'object',
        additionalProperties: false,
        required: [
          'tasks',
          'statuses',
          'successRate',
          'retries',
          'retriesSucceeded',
          'ended',
          'endedWithinHour',
          'pullRequests',
          'costUsd',
          'tasksOfUnknownCost',
          'tokens',
        ],
        properties: {
          tasks: { type: 'integer' },
          statuses: {
            type: 'object',
            additionalProperties: false,
            required: [
              'Pending',
              'Creating',
              'Running',
              'Completed',
              'Failed',
              'Stopped',
              'Timeout',
            ],
            properties: {
              Pending: { type: 'integer' },
              Creating: { type: 'integer' },
              Running: { type: 'integer' },
              Completed: { type: 'integer' },
              Failed: { type: 'integer' },
              Stopped: { type: 'integer' },
              Timeout: { type: 'integer' },
            },
          },
          successRate: {
            type: ['number', 'null'],
            description:
              'Completed among those that ended by themselves, from 0 to 1: those that somebody stopped do not count; null where there is none',
          },
          retries: {
            type: 'integer',
            description: 'Tasks that retry another one',
          },
          retriesSucceeded: { type: 'integer' },
          ended: { type: 'integer' },
          endedWithinHour: {
            type: 'integer',
            description: 'Ended within an hour of their creation',
          },
          pullRequests: {
            type: 'object',
            additionalProperties: false,
            required: ['open', 'merged', 'closed'],
            properties: {
              open: { type: 'integer' },
              merged: { type: 'integer' },
              closed: { type: 'integer', description: 'Without being merged' },
            },
          },
          costUsd: {
            type: 'number',
            description: 'Of models',
            'as far as prices are known': null,
          },
          tasksOfUnknownCost: { type: 'integer' },
          tokens: { type: 'integer' },
        },
      },
      Provider: {
        type: 'object',
        additionalProperties: false,
        required: [
          'id',
          'title',
          'default',
          'takesScript',
          'available',
          'reason',
          'models',
          'modelDetails',
          'defaultModel',
          'takesAnyModel',
          'key',
          'repairRounds',
        ],
        properties: {
          id: { type: 'string' },
          title: { type: 'string' },
          default: { type: 'boolean' },
          takesScript: { type: 'boolean' },
          available: { type: 'boolean' },
          reason: {
            type: ['string', 'null'],
            description: 'Why it cannot run here',
          },
          models: { type: 'array', items: { type: 'string' } },
          modelDetails: {
            type: 'array',
            description: 'The same, with their prices',
            items: { $ref: '#/components/schemas/Model' },
          },
          defaultModel: {
            type: ['string', 'null'],
            description: 'Of a task that names none',
          },
          takesAnyModel: {
            type: 'boolean',
            description:
              'Whether a task may also name a model that is not among them',
          },
          key: {
            type: ['object', 'null'],
            description:
              'The key of its models; null where it needs none. The key itself is never told',
            additionalProperties: false,
            required: ['isSet', 'host'],
            properties: {
              isSet: {
                type: 'boolean',
                description: 'Whether the deployment has one',
              },
              host: {
                type: 'string',
                description: 'Where the API of its models is',
              },
            },
          },
          repairRounds: {
            type: 'integer',
            description: 'Of a task that says nothing of them',
          },
        },
      },
      SearchDocument: {
        type: 'object',
        additionalProperties: false,
        required: [
          'project',
          'name',
          'status',
          'creator',
          'repositoryUrl',
          'entityRef',
          'provider',
          'template',
          'prUrl',
          'createdAt',
          'completedAt',
          'instructions',
          'error',
        ],
        properties: {
          project: { type: 'string' },
          name: { type: 'string' },
          status: { $ref: '#/components/schemas/TaskStatus' },
          creator: { $ref: '#/components/schemas/EntityRef' },
          repositoryUrl: { type: 'string' },
          entityRef: { type: ['string', 'null'] },
          provider: { type: 'string' },
          template: { type: ['string', 'null'] },
          prUrl: { type: ['string', 'null'] },
          createdAt: { type: 'string', format: 'date-time' },
          completedAt: { type: ['string', 'null'], format: 'date-time' },
          instructions: {
            type: 'string',
            description: 'The first 1,000 characters',
          },
          error: {
            type: ['string', 'null'],
            description: 'The first 1,000 characters',
          },
        },
      },
      AuditEntry: {
        type: 'object',
        additionalProperties: false,
        required: [
          'time',
          'action',
          'actor',
          'onBehalfOf',
          'project',
          'task',
          'result',
          'detail',
        ],
        properties: {
          time: { type: 'string', format: 'date-time' },
          action: {
            type: 'string',
            description:
              'Such as task-create, task-create-replay (the same request again, by its Idempotency-Key), task-cancel, task-retry, task-ended, template-create',
          },
          actor: {
            type: 'string',
            description: 'The user or the service that called',
          },
          onBehalfOf: {
            type: ['string', 'null'],
            description: 'The user that a service acted for',
          },
          project: { type: 'string' },
          task: { type: ['string', 'null'] },
          result: { type: 'string', enum: ['success', 'failure'] },
          detail: {
            type: ['string', 'null'],
            description:
              'The code of a refusal; the outcome of a task that ended; the name of a template; of a retry the name of the task that was retried',
          },
        },
      },
      TemplateParameter: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'type'],
        properties: {
          name: {
            type: 'string',
            maxLength: 64,
            pattern: '^[A-Za-z][A-Za-z0-9_]*$',
            description: "a letter, then letters, digits and '_', at most 64",
          },
          type: {
            type: 'string',
            enum: ['string', 'number', 'boolean', 'enum'],
          },
          required: { type: 'boolean', description: 'By default it is not' },
          defaultValue: { $ref: '#/components/schemas/ParameterValue' },
          validationRegex: {
            type: 'string',
            maxLength: 1000,
            description: 'For strings; it runs in linear time (RE2)',
          },
          values: {
            type: 'array',
            maxItems: 200,
            items: { type: 'string', maxLength: 1000 },
            description: 'For enums',
          },
          description: { type: 'string', maxLength: 2000 },
        },
      },
      ValidationRule: {
        oneOf: [
          {
            type: 'object',
            additionalProperties: false,
            required: ['command'],
            properties: {
              command: { type: 'string', minLength: 1, maxLength: 2000 },
            },
          },
          {
            type: 'object',
            additionalProperties: false,
            required: ['fileExists'],
            properties: {
              fileExists: { type: 'string', minLength: 1, maxLength: 1000 },
            },
          },
          {
            type: 'string',
            minLength: 1,
            maxLength: 2000,
            description: 'For people and agents; shown as unchecked',
          },
        ],
      },
      TaskTemplateInput: {
        type: 'object',
        additionalProperties: false,
        required: ['name', 'displayName', 'instructionsTemplate'],
        properties: {
          name: { $ref: '#/components/schemas/TemplateName' },
          displayName: { type: 'string', minLength: 1, maxLength: 200 },
          description: { type: 'string', maxLength: 4000 },
          instructionsTemplate: {
            type: 'string',
            minLength: 1,
            maxLength: 20000,
            description: 'With {{parameter}} where a value goes',
          },
          parameters: {
            type: 'array',
            maxItems: 50,
            items: { $ref: '#/components/schemas/TemplateParameter' },
          },
          validationRules: {
            type: 'array',
            maxItems: 20,
            items: { $ref: '#/components/schemas/ValidationRule' },
          },
          provider: { type: 'string', maxLength: 64 },
          model: { type: 'string', minLength: 1, maxLength: 200 },
          runTemplate: {
            type: 'string',
            minLength: 1,
            maxLength: 100000,
            description:
              'The sh script for the provider script. Parameters reach it as environment variables (`PARAM_<name>`); they are never spliced into it.',
          },
          image: {
            type: 'string',
            minLength: 1,
            maxLength: 512,
            description:
              'The container image in which the agent and the checks of its tasks run, as `registry/path:tag`; it goes before that of the catalog entity and of the project. Executors without images do not look at it.',
          },
        },
      },
      TaskTemplate: {
        type: 'object',
        required: [
          'uid',
          'name',
          'displayName',
          'description',
          'instructionsTemplate',
          'parameters',
          'validationRules',
          'provider',
          'model',
          'runTemplate',
          'image',
          'createdBy',
          'createdAt',
          'updatedAt',
          'usageCount',
          'lastUsed',
          'project',
          'statistics',
        ],
        properties: {
          uid: { type: 'string' },
          project: { type: 'string' },
          name: { type: 'string' },
          displayName: { type: 'string' },
          description: { type: 'string' },
          instructionsTemplate: { type: 'string' },
          parameters: {
            type: 'array',
            items: { $ref: '#/components/schemas/TemplateParameter' },
          },
          validationRules: {
            type: 'array',
            items: { $ref: '#/components/schemas/ValidationRule' },
          },
          provider: { type: ['string', 'null'] },
          model: { type: ['string', 'null'] },
          runTemplate: { type: ['string', 'null'] },
          image: { type: ['string', 'null'] },
          createdBy: { type: 'string' },
          createdAt: { type: 'string', format: 'date-time' },
          updatedAt: { type: 'string', format: 'date-time' },
          usageCount: { type: 'integer' },
          statistics: {
            type: 'object',
            additionalProperties: false,
            description: 'Of the tasks made from it that the caller may see',
            required: [
              'tasks',
              'active',
              'completed',
              'failed',
              'stopped',
              'successRate',
            ],
            properties: {
              tasks: { type: 'integer' },
              active: { type: 'integer' },
              completed: { type: 'integer' },
              failed: { type: 'integer', description: 'Failed or timed out' },
              stopped: { type: 'integer' },
              successRate: {
                type: ['number', 'null'],
                description:
                  'Completed among those that ended by themselves, from 0 to 1: those that somebody stopped do not count; null where there is none',
              },
            },
          },
          lastUsed: { type: ['string', 'null'], format: 'date-time' },
        },
      },
    },
  },
};
