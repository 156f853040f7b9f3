// @ts-check

/**
 * The number of a task's latest run stands in its row: each event that tells a status tells it too.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.alterTable('tasks', table => {
    table.integer('attempt').notNullable().defaultTo(0);
  });
  await knex.raw(`
    update tasks set attempt = (select max(attempt) from runs where task_uid = tasks.uid)
      where uid in (select task_uid from runs)`);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.alterTable('tasks', table => table.dropColumn('attempt'));
};
