// @ts-check

/**
 * What each round of a task's agent used and changed stands in its row: events are deleted sooner than tasks.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('tasks', table => {
    table.text('rounds').comment('JSON; null where none has begun');
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('tasks', table => table.dropColumn('rounds'));
};
