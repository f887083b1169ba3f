/**
 * How many tasks there are: to count a million of them takes too long. A row of totals is changed by whoever changes tasks, and would make them all wait for each other; so each
 * kind and state has several, and a session keeps to its own.
 */
export const taskTotals = `
CREATE TABLE task_totals (
  kind TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  slot INTEGER NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (kind, state, slot)
) WITH (fillfactor = 50);

CREATE FUNCTION count_tasks() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO task_totals (kind, state, slot, count)
      SELECT kind, state, pg_backend_pid() % 64, count(*) FROM after GROUP BY kind, state ORDER BY kind, state
      ON CONFLICT (kind, state, slot) DO UPDATE SET count = task_totals.count + excluded.count;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO task_totals (kind, state, slot, count)
      SELECT kind, state, pg_backend_pid() % 64, -count(*) FROM before GROUP BY kind, state ORDER BY kind, state
      ON CONFLICT (kind, state, slot) DO UPDATE SET count = task_totals.count + excluded.count;
  ELSE
    INSERT INTO task_totals (kind, state, slot, count)
      SELECT kind, state, pg_backend_pid() % 64, sum(one)
      FROM (SELECT kind, state, 1 AS one FROM after UNION ALL SELECT kind, state, -1 FROM before) AS moved
      GROUP BY kind, state HAVING sum(one) <> 0 ORDER BY kind, state
      ON CONFLICT (kind, state, slot) DO UPDATE SET count = task_totals.count + excluded.count;
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER tasks_inserted AFTER INSERT ON tasks REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION count_tasks();
CREATE TRIGGER tasks_deleted AFTER DELETE ON tasks REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION count_tasks();
CREATE TRIGGER tasks_changed AFTER UPDATE ON tasks REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION count_tasks();
`
