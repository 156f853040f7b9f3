// @ts-check

/** @param {import('knex').Knex} knex */
exports.up = async function up(knex) {
  await knex.schema.createTable('kubernetes_resources', table => {
    table.string('kind', 16).notNullable().comment('session or template');
    table.string('owner_uid', 36).notNullable().comment('Of task or template');
    table.string('cluster', 255).notNullable();
    table.string('namespace', 63).notNullable();
    table.string('name', 253).notNullable();
    table.string('uid', 36).notNullable();
    table
      .string('spec_hash', 64)
      .comment(
        'Of what both sides last agreed on: whoever differs was changed',
      );
    table
      .boolean('synced')
      .notNullable()
      .comment('Whether the end of its task is written to it');
    table
      .boolean('gone')
      .notNullable()
      .comment('Whether it was deleted: it is not made again');
    table.primary(['kind', 'owner_uid']);
    table.index(['uid']);
    table.index(['kind', 'gone']);
  });

  await knex.schema.createTable('leases', table => {
    table.string('name', 64).primary();
    table.string('owner', 64).notNullable();
    table.bigInteger('expires_at').notNullable();
  });
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('leases');
  await knex.schema.dropTable('kubernetes_resources');
};
