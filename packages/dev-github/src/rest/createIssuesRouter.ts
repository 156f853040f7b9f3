import type { Request, Router as ExpressRouter } from 'express';
import Router from 'express-promise-router';
import { z } from 'zod';
import { Context } from '../context';
import { ApiError, notFound, validationFailed } from '../errors';
import { ensureLabel, findLabel, labelsOf } from '../pulls';
import { CommentRecord, PullRecord, RepositoryRecord } from '../state';
import { requireRead, requireWrite } from './access';
import { readBody } from './body';
import { findPull } from './createPullsRouter';
import { paginate } from './pagination';
import { toComment, toLabel } from './shapes/pull';

const newCommentSchema = z.object({ body: z.string().min(1) });

const labelNameSchema = z.union([
  z.string().min(1).max(50),
  z.object({ name: z.string().min(1).max(50) }),
]);

/** GitHub takes `{labels: [...]}`, and a bare list too. */
const labelsSchema = z.union([
  z.array(labelNameSchema),
  z.object({ labels: z.array(labelNameSchema) }),
]);

const newLabelSchema = z.object({
  name: z.string().min(1).max(50),
  color: z
    .string()
    .regex(/^[0-9a-fA-F]{6}$/)
    .optional(),
  description: z.string().max(100).nullable().optional(),
});

/** Comments and labels. The only issues here are pull requests. */
export function createIssuesRouter(context: Context): ExpressRouter {
  const { state, urls } = context;
  const router = Router();

  router
    .route('/repos/:owner/:repo/issues/:number/comments')
    .get((req, res) => {
      const { repository } = requireRead(context, req);
      const pull = findPull(repository, req);
      const base = `${urls.repository(repository)}/issues/${
        pull.number
      }/comments`;
      const page = paginate(req, res, base, pull.comments);
      res.json(
        page.map(comment => toComment(context, repository, pull, comment)),
      );
    })
    .post((req, res) => {
      const { repository, token } = requireWrite(context, req, 'pull_requests');
      const pull = findPull(repository, req);
      const { body } = readBody(newCommentSchema, 'IssueComment', req.body);
      const now = new Date().toISOString();
      const comment: CommentRecord = {
        id: state.takeId(),
        body,
        author: token.login,
        createdAt: now,
        updatedAt: now,
      };
      pull.comments.push(comment);
      pull.updatedAt = now;
      state.save();
      res.status(201).json(toComment(context, repository, pull, comment));
    });

  const labelsAnswer = (repository: RepositoryRecord, pull: PullRecord) =>
    labelsOf(repository, pull).map(label =>
      toLabel(context, repository, label),
    );

  const changeLabels = (
    req: Request,
    change: (pull: PullRecord, ids: number[]) => void,
  ) => {
    const { repository } = requireWrite(context, req, 'pull_requests');
    const pull = findPull(repository, req);
    const ids = readLabelNames(req).map(
      name => ensureLabel(context, repository, name).id,
    );
    change(pull, ids);
    state.save();
    return labelsAnswer(repository, pull);
  };

  router
    .route('/repos/:owner/:repo/issues/:number/labels')
    .get((req, res) => {
      const { repository } = requireRead(context, req);
      const pull = findPull(repository, req);
      const base = `${urls.repository(repository)}/issues/${
        pull.number
      }/labels`;
      res.json(paginate(req, res, base, labelsAnswer(repository, pull)));
    })
    .post((req, res) => {
      const labels = changeLabels(req, (pull, ids) => {
        pull.labelIds = [...new Set([...pull.labelIds, ...ids])];
      });
      res.json(labels);
    })
    .put((req, res) => {
      const labels = changeLabels(req, (pull, ids) => {
        pull.labelIds = [...new Set(ids)];
      });
      res.json(labels);
    })
    .delete((req, res) => {
      const { repository } = requireWrite(context, req, 'pull_requests');
      findPull(repository, req).labelIds = [];
      state.save();
      res.status(204).end();
    });

  router.delete(
    '/repos/:owner/:repo/issues/:number/labels/:name',
    (req, res) => {
      const { repository } = requireWrite(context, req, 'pull_requests');
      const pull = findPull(repository, req);
      const label = findLabel(repository, req.params.name);
      if (!label || !pull.labelIds.includes(label.id)) {
        throw new ApiError(404, 'Label does not exist');
      }
      pull.labelIds = pull.labelIds.filter(id => id !== label.id);
      state.save();
      res.json(labelsAnswer(repository, pull));
    },
  );

  router
    .route('/repos/:owner/:repo/labels')
    .get((req, res) => {
      const { repository } = requireRead(context, req);
      const base = `${urls.repository(repository)}/labels`;
      const page = paginate(req, res, base, repository.labels);
      res.json(page.map(label => toLabel(context, repository, label)));
    })
    .post((req, res) => {
      const { repository } = requireWrite(context, req, 'pull_requests');
      const body = readBody(newLabelSchema, 'Label', req.body);
      if (findLabel(repository, body.name)) {
        throw validationFailed({
          resource: 'Label',
          field: 'name',
          code: 'already_exists',
        });
      }
      const label = ensureLabel(context, repository, body.name);
      label.color = body.color ?? label.color;
      label.description = body.description ?? null;
      state.save();
      res.status(201).json(toLabel(context, repository, label));
    });

  router.get('/repos/:owner/:repo/labels/:name', (req, res) => {
    const { repository } = requireRead(context, req);
    const label = findLabel(repository, req.params.name);
    if (!label) throw notFound();
    res.json(toLabel(context, repository, label));
  });

  return router;
}

function readLabelNames(req: Request): string[] {
  const body = readBody(labelsSchema, 'Label', req.body);
  const labels = Array.isArray(body) ? body : body.labels;
  return labels.map(label => (typeof label === 'string' ? label : label.name));
}
