// @ts-check

/**
 * Reserves what a call of a model may use in one round trip, where every budget has room to spare. That is all that it
 * decides: where it answers false, nothing was written, and the backend judges by itself.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  if (!String(knex.client.config.client).includes('pg')) return;
  await knex.raw(`
    create function background_tasks_reserve(
      call_uid text, call_task text, call_token text, call_project text, call_tokens bigint, call_usd double precision,
      ttl_ms bigint, share double precision, budgets jsonb
    ) returns boolean language plpgsql as $$
    declare
      task record;
      spent record;
      taken record;
      budget jsonb;
      now_ms bigint;
    begin
      -- What is reserved means nothing after a crash of the database.
      perform set_config('synchronous_commit', 'off', true);
      select tasks.budget, input_tokens + output_tokens as tokens, charged_usd as usd into task
        from tasks
        where uid = call_task and budget_exhausted is null
          and status in ('Pending', 'Creating', 'Running')
          and exists (select 1 from run_tokens where hash = call_token and task_uid = call_task and kind = 'model')
        for update of tasks;
      if not found then return false; end if;
      now_ms := (extract(epoch from clock_timestamp()) * 1000)::bigint;
      if task.budget is not null then
        select coalesce(sum(tokens), 0) as tokens, coalesce(sum(usd), 0) as usd into taken
          from model_reservations where task_uid = call_task and expires_at > now_ms;
        budget := task.budget::jsonb;
        if task.usd + taken.usd + call_usd > share * (budget->>'usd')::double precision
          or task.tokens + taken.tokens + call_tokens > share * (budget->>'tokens')::double precision
        then return false; end if;
      end if;
      for budget in select * from jsonb_array_elements(budgets) loop
        insert into model_spending (project, period, tokens, usd) values (call_project, budget->>'period', 0, 0)
          on conflict do nothing;
        select tokens, usd into spent from model_spending
          where project = call_project and period = budget->>'period' for update;
        select coalesce(sum(tokens), 0) as tokens, coalesce(sum(usd), 0) as usd into taken
          from model_reservations where project = call_project and expires_at > now_ms;
        if spent.usd + taken.usd + call_usd > share * (budget->>'usd')::double precision
          or spent.tokens + taken.tokens + call_tokens > share * (budget->>'tokens')::double precision
        then return false; end if;
      end loop;
      insert into model_reservations (uid, task_uid, project, tokens, usd, expires_at)
        values (call_uid, call_task, call_project, call_tokens, call_usd, now_ms + ttl_ms);
      return true;
    end $$`);
};

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  if (!String(knex.client.config.client).includes('pg')) return;
  await knex.raw('drop function background_tasks_reserve');
};
