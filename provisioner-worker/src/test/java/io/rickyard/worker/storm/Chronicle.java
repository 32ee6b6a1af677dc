package io.rickyard.worker.storm;

import io.rickyard.contracts.TaskId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What happened to the tables that say who has what, in its order: every claim, every lock that was
 * given, every end. Triggers write it down in the engine's own transactions.
 *
 * <p>The order is exact where it matters: claims are made under their queue's lock and under the
 * shared lock of the rules, so a claim that comes later in here was committed later, and the rules'
 * version beside it is the one that held for it.
 */
final class Chronicle {

  private static final String INSTALL =
      """
      create table provisioner.chronicle (
        place bigint generated always as identity primary key,
        what text not null, id uuid, token bigint, worker text, undoing boolean, rules bigint, note text,
        at timestamptz not null);
      create function provisioner.chronicle() returns trigger language plpgsql as $$
      declare
        version bigint := (select f.version from provisioner.flow_rules f);
        at timestamptz := provisioner.clock_timestamp();
      begin
        if tg_table_name = 'running' and tg_op = 'INSERT' then
          insert into provisioner.chronicle (what, id, token, worker, undoing, rules, at)
          values ('CLAIMED', new.id, new.token, new.worker, new.ending is not null, version, at);
        elsif tg_table_name = 'running' then
          insert into provisioner.chronicle (what, id, token, worker, undoing, rules, at)
          values ('LET_GO', old.id, old.token, old.worker, old.ending is not null, version, at);
        elsif tg_table_name = 'held' then
          insert into provisioner.chronicle (what, id, token, undoing, rules, at)
          values ('HELD', new.id, new.token, false, version, at);
        elsif tg_table_name = 'worker' then
          insert into provisioner.chronicle (what, worker, rules, note, at)
          values ('REGISTERED', new.id, version, new.labels ->> 'process', at);
        else
          insert into provisioner.chronicle (what, id, rules, at) values ('ENDED', new.id, version, at);
        end if;
        return null;
      end $$;
      create trigger chronicle after insert or delete on provisioner.running
        for each row execute function provisioner.chronicle();
      create trigger chronicle after insert on provisioner.held
        for each row execute function provisioner.chronicle();
      create trigger chronicle after insert on provisioner.ended
        for each row execute function provisioner.chronicle();
      create trigger chronicle after insert on provisioner.worker
        for each row execute function provisioner.chronicle();
      grant select, insert on provisioner.chronicle to rickyard_provisioner;
      grant select, usage on sequence provisioner.chronicle_place_seq to rickyard_provisioner;
      grant execute on function provisioner.chronicle() to rickyard_provisioner;
      """;

  private Chronicle() {}

  /** What can happen. */
  enum What {
    /** A worker was given a task. */
    CLAIMED,
    /** It does not have it any more. */
    LET_GO,
    /** A lock was given. */
    HELD,
    /** A task ended. */
    ENDED,
    /** A worker took a name. */
    REGISTERED
  }

  /**
   * Something that happened.
   *
   * @param place its place in the order
   * @param what it is
   * @param task the number of the task, 0 where there is none
   * @param token the claim's, 0 where there is none
   * @param worker the name under which a worker has the task, or empty
   * @param undoing whether the claim is one that only undoes
   * @param rules the version of the rules that held
   * @param process the number of the process that took a name, or empty
   * @param at the time by the database
   */
  record Entry(
      long place,
      What what,
      int task,
      long token,
      String worker,
      boolean undoing,
      long rules,
      String process,
      Instant at) {

    /** Whether an attempt began, or a lock was given. */
    boolean isStart() {
      return (what == What.CLAIMED && !undoing) || what == What.HELD;
    }
  }

  /** Lets the tables of a migrated database write it. */
  static void install(Connection superuser) throws SQLException {
    try (var statement = superuser.createStatement()) {
      statement.execute(INSTALL);
    }
  }

  /** The last place given away; exact for who holds the locks of all queues. */
  static long last(Connection connection) throws SQLException {
    try (var select =
            connection.prepareStatement(
                "select coalesce(pg_sequence_last_value(pg_get_serial_sequence('provisioner.chronicle', 'place')), 0)");
        var row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** All of it. */
  static List<Entry> read(Connection connection) throws SQLException {
    List<Entry> entries = new ArrayList<>();
    try (var select =
            connection.prepareStatement(
                """
                select place, what, id, coalesce(token, 0), coalesce(worker, ''), coalesce(undoing, false), rules,
                       coalesce(note, ''), at
                  from provisioner.chronicle order by place
                """);
        var rows = select.executeQuery()) {
      while (rows.next()) {
        entries.add(
            new Entry(
                rows.getLong(1),
                What.valueOf(rows.getString(2)),
                number(rows.getObject(3, UUID.class)),
                rows.getLong(4),
                rows.getString(5),
                rows.getBoolean(6),
                rows.getLong(7),
                rows.getString(8),
                rows.getObject(9, OffsetDateTime.class).toInstant()));
      }
    }
    return entries;
  }

  /** The number of a task in its storm; 0 for none. */
  static int number(@Nullable UUID id) {
    return id == null ? 0 : (int) (id.getLeastSignificantBits() & 0xffff);
  }

  static int number(TaskId id) {
    return number(id.value());
  }
}
