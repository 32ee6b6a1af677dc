package io.rickyard.worker.storm;

import io.rickyard.contracts.WorkerId;
import io.rickyard.testing.SettableClock;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;

/**
 * The time of a storm: it stands still until it is told to pass, for all workers and for the
 * database.
 *
 * <p>The database's is a function of our own of the name {@code clock_timestamp}, which the
 * service's login finds before PostgreSQL's. Only how long a worker itself believes in its lease,
 * and how often it looks, is real time: it counts that on its machine's monotonic clock.
 */
final class Timeline {

  private static final String INSTALL =
      """
      create table provisioner.storm_clock (at timestamptz not null);
      grant select on provisioner.storm_clock to rickyard_provisioner;
      create function provisioner.clock_timestamp() returns timestamptz language sql volatile
        as 'select at from provisioner.storm_clock';
      grant execute on function provisioner.clock_timestamp() to rickyard_provisioner;
      do $$
      declare
        timed record;
      begin
        for timed in select table_name, column_name from information_schema.columns
                      where table_schema = 'provisioner' and column_default = 'clock_timestamp()' loop
          execute format('alter table provisioner.%I alter column %I set default provisioner.clock_timestamp()',
                         timed.table_name, timed.column_name);
        end loop;
        execute format('alter role rickyard_provisioner in database %I set search_path = provisioner, pg_catalog',
                       current_database());
      end $$;
      """;

  /**
   * The lock that whoever starts tasks shares until its commit: no such transaction sees two times.
   */
  private static final String ALONE = "select pg_advisory_xact_lock(%d, 0)".formatted(0x52_4b_5a);

  private final Connection superuser;
  private final SettableClock clock = SettableClock.atNoon();

  private Timeline(Connection superuser) {
    this.superuser = superuser;
  }

  /** Puts a migrated database on it, before anybody connects. */
  static Timeline install(Connection superuser) throws SQLException {
    var timeline = new Timeline(superuser);
    try (var statement = superuser.createStatement()) {
      statement.execute(INSTALL);
      statement.execute(
          "insert into provisioner.storm_clock values ('%s')".formatted(timeline.now()));
    }
    return timeline;
  }

  Instant now() {
    return clock.instant();
  }

  /** The clock of a worker's machine, which may be a little ahead or behind. */
  Clock skewed(Duration by) {
    return Clock.offset(clock, by);
  }

  /** Lets time pass, or steps back; these workers renew their leases in the same moment. */
  void pass(Duration time, Collection<WorkerId> alive) throws SQLException {
    superuser.setAutoCommit(false);
    try (var alone = superuser.prepareStatement(ALONE);
        var step = superuser.prepareStatement("update provisioner.storm_clock set at = ?");
        var renew =
            superuser.prepareStatement(
                "update provisioner.worker set heartbeat_at = ? where id = any (?)")) {
      alone.execute();
      var next = now().plus(time).atOffset(ZoneOffset.UTC);
      step.setObject(1, next);
      step.executeUpdate();
      renew.setObject(1, next);
      renew.setArray(
          2, superuser.createArrayOf("text", alive.stream().map(WorkerId::value).toArray()));
      renew.executeUpdate();
      superuser.commit();
    } finally {
      superuser.setAutoCommit(true);
    }
    clock.advance(time);
  }
}
