// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('meta', table => {
    table.string('key', 64).primary();
    table.text('value').notNullable();
  });

  await knex.schema.createTable('tasks', table => {
    table.string('uid', 36).primary();
    table.string('project', 255).notNullable();
    table.string('name', 63).notNullable();
    table.string('status', 16).notNullable();
    table.string('outcome', 32);
    table.text('error');
    table.integer('progress').notNullable();
    table.string('phase', 16).notNullable();
    table.string('check_kind', 16).comment('The kind of check that runs');
    table.text('instructions').notNullable();
    table.string('creator', 255).notNullable();
    table.string('entity_ref', 255);
    table.text('repository_url').notNullable();
    table.string('repository_key', 512).notNullable();
    table.string('branch', 255);
    table.string('provider', 64).notNullable();
    table.text('script');
    table.string('model', 200);
    table.string('template', 63).comment('The name of its template');
    table.string('template_uid', 36);
    table.text('parameters').comment('JSON');
    table.text('budget').comment('JSON');
    table.text('output').comment('JSON');
    table.text('validation_spec').notNullable().comment('JSON');
    table.text('trigger').notNullable().comment('JSON');
    table
      .string('on_behalf_of', 255)
      .comment('The service that created the task for its creator');
    table.integer('timeout_seconds').notNullable();
    table.integer('retry_count').notNullable();
    table.string('retry_of', 63);
    table.string('retried_by', 63);
    table
      .string('trace_parent', 64)
      .comment('The span that created the task, as W3C traceparent');
    table.bigInteger('created_at').notNullable().comment('ms since 1970');
    table.bigInteger('started_at');
    table.bigInteger('completed_at');
    table.bigInteger('deadline_at');
    table.string('base_commit', 64);
    table.string('head_commit', 64);
    table.text('commit_message');
    table.string('bundle_hash', 64);
    table.text('pr_url');
    table.integer('pr_number');
    table.string('pr_state', 16);
    table.bigInteger('pr_checked_at').comment('When pr_state was last read');
    table.string('agent_version', 64);
    table.integer('repair_rounds').notNullable();
    table.bigInteger('input_tokens').notNullable();
    table.bigInteger('output_tokens').notNullable();
    table.double('cost_usd').comment('null where a price is unknown');
    table
      .double('charged_usd')
      .notNullable()
      .comment('What counts against budgets: never less than the cost');
    table
      .text('budget_exhausted')
      .comment('Which budget is used up, in words: its agent is to be stopped');
    table.text('publish_state').comment('What publishing has done, JSON');
    table
      .bigInteger('publishing_since')
      .comment('The point of no return: the first write to the code host');
    table.text('validation').notNullable().comment('JSON');
    table.text('changed_files').notNullable().comment('JSON');
    table.text('isolation').notNullable().comment('JSON');
    table.text('log_tail').notNullable().comment('The last 10 KB of the log');
    table.integer('last_position').notNullable();
    table.string('lease_owner', 64);
    table.bigInteger('lease_expires_at');
    table.integer('fence').notNullable();
    table.bigInteger('cancel_requested_at');
    table.string('cancel_requested_by', 255);
    table
      .string('released', 36)
      .notNullable()
      .comment('Its uid once its name is free again, else empty');
    table
      .bigInteger('purged_at')
      .comment('When its events and bundle were deleted');
    table.unique(['project', 'name', 'released']);
    table.index(['project', 'created_at', 'uid']);
    table.index(['project', 'status', 'created_at', 'uid']);
    table.index(['created_at', 'uid']);
    table.index(['status', 'lease_expires_at']);
    table.index(['creator', 'created_at', 'uid']);
    table.index(['entity_ref', 'created_at', 'uid']);
    table.index(['repository_url', 'created_at', 'uid']);
    table.index(['template', 'created_at', 'uid']);
    table.index(['template_uid', 'status']);
    table.index(['completed_at']);
    table.index(['pr_state', 'pr_checked_at']);
    // Few at any time: those that are told of beside a task on the same repository.
    table.index(
      ['repository_url', 'created_at'],
      'tasks_open_pull_requests_index',
      { predicate: knex.whereRaw(`pr_state = 'open'`) },
    );
  });

  await knex.schema.createTable('runs', table => {
    table.string('uid', 36).primary();
    table.string('task_uid', 36).notNullable();
    table.integer('attempt').notNullable();
    table.string('executor', 64).notNullable();
    table.text('handle').comment('What the executor finds the run by, JSON');
    table.text('cursor').comment('How far the run was read');
    table.boolean('agent_started').notNullable();
    table
      .text('result')
      .comment('The last outcome that a phase reported, JSON');
    table.string('end_reason', 32);
    table.text('end_message');
    table.bigInteger('started_at');
    table.bigInteger('ended_at');
    table.boolean('cleaned').notNullable();
    table.unique(['task_uid', 'attempt']);
    table.index(['cleaned']);
  });

  await knex.schema.createTable('run_tokens', table => {
    table.string('hash', 64).primary().comment('SHA-256 of the token');
    table.string('task_uid', 36).notNullable().index();
    table.string('run_uid', 36).notNullable();
    table.string('kind', 16).notNullable().comment('clone or model');
    table.string('provider', 64).comment('Of a model token: whose models');
  });

  await knex.schema.createTable('model_calls', table => {
    table.string('uid', 36).primary();
    table.string('task_uid', 36).notNullable().index();
    table.string('run_uid', 36).notNullable();
    table.string('project', 255).notNullable();
    table.string('provider', 64).notNullable();
    table.string('model', 200).notNullable();
    table.bigInteger('started_at').notNullable();
    table.integer('ms').notNullable();
    table.integer('status').notNullable().comment('0: there was no answer');
    table.bigInteger('input_tokens').notNullable().comment('Not of a cache');
    table.bigInteger('output_tokens').notNullable();
    table.bigInteger('cache_read_tokens').notNullable();
    table.bigInteger('cache_write_tokens').notNullable();
    table.double('cost_usd').comment('null where a price is unknown');
    table
      .boolean('estimated')
      .notNullable()
      .comment('Whether the answer did not say what was used');
    table.text('prompt').comment('Only where the configuration wants it');
    table.index(['project', 'started_at']);
  });

  await knex.schema.createTable('model_reservations', table => {
    table.string('uid', 36).primary();
    table.string('task_uid', 36).notNullable().index();
    table.string('project', 255).notNullable().index();
    table.bigInteger('tokens').notNullable();
    table.double('usd').notNullable();
    table
      .bigInteger('expires_at')
      .notNullable()
      .comment('That of a replica that died counts no longer');
  });

  await knex.schema.createTable('model_spending', table => {
    table.string('project', 255).notNullable();
    table.string('period', 10).notNullable().comment('2026-11 or 2026-11-21');
    table.bigInteger('tokens').notNullable();
    table.double('usd').notNullable();
    table.primary(['project', 'period']);
  });

  await knex.schema.createTable('slots', table => {
    table.string('kind', 16).notNullable();
    table.string('key', 512).notNullable();
    table.integer('ordinal').notNullable();
    table.string('task_uid', 36).notNullable().index();
    table.primary(['kind', 'key', 'ordinal']);
  });

  await knex.schema.createTable('events', table => {
    table.string('task_uid', 36).notNullable();
    table.integer('position').notNullable();
    table.string('run_uid', 36);
    table.string('phase', 16).notNullable();
    table.integer('seq').comment('null for events of the backend itself');
    table.bigInteger('time').notNullable();
    table.string('type', 16).notNullable();
    table.text('body').notNullable().comment('JSON');
    table.primary(['task_uid', 'position']);
    table.unique(['run_uid', 'phase', 'seq']);
  });

  await knex.schema.createTable('task_words', table => {
    table.string('word', 64).notNullable();
    table.string('task_uid', 36).notNullable();
    table.primary(['word', 'task_uid']);
    table.index(['task_uid', 'word']);
  });

  await knex.schema.createTable('templates', table => {
    table.string('uid', 36).primary();
    table.string('project', 255).notNullable();
    table.string('name', 63).notNullable();
    table.text('body').notNullable().comment('JSON');
    table.string('created_by', 255).notNullable();
    table.bigInteger('created_at').notNullable();
    table.bigInteger('updated_at').notNullable();
    table.integer('usage_count').notNullable();
    table.bigInteger('last_used_at');
    table.unique(['project', 'name']);
  });

  await knex.schema.createTable('idempotency_keys', table => {
    table.string('creator', 255).notNullable();
    table.string('project', 255).notNullable();
    table.string('key', 255).notNullable();
    table.string('request_hash', 64).notNullable();
    table.string('task_uid', 36).notNullable();
    table.bigInteger('created_at').notNullable().index();
    table.primary(['creator', 'project', 'key']);
  });

  await knex.schema.createTable('audit', table => {
    table.increments('id');
    table.bigInteger('time').notNullable();
    table.string('action', 64).notNullable();
    table.string('actor', 255).notNullable();
    table.string('on_behalf_of', 255);
    table.string('project', 255).notNullable();
    table.string('task', 63);
    table.string('result', 16).notNullable();
    table.text('detail');
    table.index(['project', 'id']);
    table.index(['project', 'task', 'id']);
    table.index(['time']);
  });

  await knex.schema.createTable('bundle_chunks', table => {
    table.string('run_uid', 36).notNullable();
    table.string('task_uid', 36).notNullable().index();
    table.integer('chunk').notNullable();
    table.integer('chunks').notNullable();
    table.string('hash', 64).notNullable();
    table.binary('data').notNullable();
    table.primary(['run_uid', 'chunk']);
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  for (const table of [
    'bundle_chunks',
    'audit',
    'idempotency_keys',
    'templates',
    'task_words',
    'events',
    'slots',
    'model_spending',
    'model_reservations',
    'model_calls',
    'run_tokens',
    'runs',
    'tasks',
    'meta',
  ]) {
    await knex.schema.dropTable(table);
  }
};
