package io.rickyard.worker.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.postgres.Login;
import io.rickyard.testing.TestDatabase;
import java.net.URI;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is done in the databases of a branch and its parent, as the role that users have. */
class BranchSqlIT {

  private final ProjectSql sql = new ProjectSql(Duration.ofSeconds(20));
  private final Migrations migrations = new Migrations(sql, Clock.systemUTC());
  private final MigrationTransfer transfer = new MigrationTransfer(sql, migrations);
  private final Schemas schemas = new Schemas(sql);
  private final Side parent = new Side();
  private final Side branch = new Side();

  /** A database with its user. */
  private static final class Side implements AutoCloseable {
    private final TestDatabase server = TestDatabase.create();
    private final OpenDatabase database;

    Side() {
      var url = URI.create(server.url().substring("jdbc:".length()));
      var name = url.getPath().substring(1);
      var login = new Login("user_of_" + name, "a-password-of-the-test", name);
      database =
          new OpenDatabase(new DatabaseEndpoint(url.getHost(), url.getPort(), name, "17"), login);
    }

    void prepare() throws SQLException {
      var login = database.login();
      try (var superuser = server.superuser();
          var statement = superuser.createStatement()) {
        statement.execute(
            "create role %s login password '%s'".formatted(login.role(), login.password()));
        statement.execute(
            "alter database %s owner to %s".formatted(login.database(), login.role()));
        statement.execute("alter schema public owner to " + login.role());
        statement.execute("create schema if not exists auth");
        statement.execute("create table auth.users (id int primary key)");
        statement.execute("create table auth.schema_migrations (version int)");
        statement.execute("insert into auth.users values (1)");
        statement.execute("insert into auth.schema_migrations values (1)");
        statement.execute("grant usage on schema auth to " + login.role());
        statement.execute("grant all on all tables in schema auth to " + login.role());
        statement.execute("create schema if not exists extensions");
        statement.execute("create extension moddatetime with schema extensions");
      }
    }

    @Override
    public void close() {
      server.close();
    }
  }

  @BeforeEach
  void prepare() throws SQLException {
    parent.prepare();
    branch.prepare();
  }

  @AfterEach
  void close() {
    sql.close();
    parent.close();
    branch.close();
  }

  private void run(Side side, String text) throws SqlRefused {
    var _ = sql.run(side.database.endpoint(), side.database.login(), SqlQuery.of(text));
  }

  private String ask(Side side, String text) throws SqlRefused {
    return sql.run(side.database.endpoint(), side.database.login(), SqlQuery.of(text))
        .get(0)
        .elements()
        .next()
        .asText();
  }

  private static Migration migration(String version, String... statements) {
    return new Migration(version, "n" + version, List.of(statements), List.of());
  }

  @Test
  void migrationGoesOverOnceWithItsNameAndItsSql() throws SqlRefused {
    // given
    run(parent, "create table kept (id int)");
    var migration =
        migration("20260101000000", "create table a (id int)", "insert into a values (1)");

    // when
    assertThat(transfer.apply(branch.database, migration, () -> true)).isTrue();
    assertThat(transfer.apply(branch.database, migration, () -> true)).isTrue();

    // then
    assertThat(ask(branch, "select count(*) from a")).isEqualTo("1");
    assertThat(transfer.read(branch.database, "20260101000000")).isEqualTo(migration);
    assertThat(ask(parent, "select to_regclass('a') is null")).isEqualTo("true");
  }

  @Test
  void whoeverLostTheProjectWritesNothing() throws SqlRefused {
    // given
    var migration = migration("1", "create table a (id int)");

    // when
    boolean applied = transfer.apply(branch.database, migration, () -> false);
    boolean emptied = transfer.empty(branch.database, () -> false);

    // then
    assertThat(applied).isFalse();
    assertThat(emptied).isFalse();
    assertThat(ask(branch, "select to_regclass('a') is null")).isEqualTo("true");
    assertThat(transfer.history(branch.database)).isEmpty();
  }

  @Test
  void brokenMigrationLeavesNothingAndThoseBeforeIt() throws SqlRefused {
    // given
    assertThat(transfer.apply(branch.database, migration("1", "create table a ()"), () -> true))
        .isTrue();

    // when
    assertThatThrownBy(() ->
            transfer.apply(
                branch.database,
                migration("2", "create table half ()", "select 1 / 0"),
                () -> true))
        .isInstanceOf(SqlRefused.class)
        .hasMessageContaining("22012");

    // then
    assertThat(transfer.history(branch.database))
        .extracting(MigrationTransfer.Applied::version)
        .containsExactly("1");
    assertThat(ask(branch, "select to_regclass('half') is null")).isEqualTo("true");
  }

  @Test
  void historiesTellOtherSqlApart() throws SqlRefused {
    // when
    assertThat(transfer.apply(parent.database, migration("1", "select 1"), () -> true)).isTrue();
    assertThat(transfer.apply(branch.database, migration("1", "select 2"), () -> true)).isTrue();

    // then
    assertThat(transfer.history(parent.database)).isNotEqualTo(transfer.history(branch.database));
  }

  private static final String FULL =
      """
      create schema shop;
      create type shop.size as enum ('s', 'm', 'l');
      create domain shop.percent as int not null default 5 constraint range check (value between 0 and 100);
      create type pair as (a int, b text);
      create sequence shop.numbers start 7 increment 3;
      create table shop.customers (
        id bigint generated always as identity primary key,
        name text not null default 'Ada',
        "Odd name" shop.size,
        doubled int generated always as (1 + 1) stored
      );
      create table orders (
        id serial primary key,
        customer bigint not null references shop.customers (id),
        discount shop.percent,
        number int default nextval('shop.numbers'),
        constraint positive check (id > 0)
      );
      create table days (at date not null, v int) partition by range (at);
      create table days_2026 partition of days for values from ('2026-01-01') to ('2027-01-01');
      create index orders_customer on orders (customer) where discount > 3;
      create function total(customer bigint) returns bigint language sql stable
        as $$ select count(*) from public.orders o where o.customer = $1 $$;
      create procedure nothing() language sql as $$ select 1 $$;
      create function touched() returns trigger language plpgsql as $$ begin return new; end $$;
      create trigger touch before update on orders for each row execute function touched();
      create view big as select id, customer from orders where discount > 50;
      create materialized view counted as select count(*) as n from orders;
      alter table orders enable row level security;
      create policy own on orders for select to public using (customer = 1);
      create extension citext;
      create table mails (address public.citext primary key);
      """;

  @Test
  void differenceMakesTheSameSchemaOfAnEmptyOne() throws SqlRefused {
    // given
    run(branch, FULL);
    // Triggers on services' tables are users' own on the hosted platform, too.
    run(
        branch,
        "create trigger on_user after insert on auth.users for each row execute function touched()");

    // when
    run(parent, schemas.difference(parent.database, branch.database));

    // then
    assertThat(schemas.difference(parent.database, branch.database)).isEmpty();
    assertThat(ask(parent, "select nextval('shop.numbers')")).isEqualTo("7");
  }

  @Test
  void differenceTakesAwayWhatTheOtherDoesNotHave() throws SqlRefused {
    // given
    run(parent, FULL);

    // when
    run(parent, schemas.difference(parent.database, branch.database));

    // then
    assertThat(schemas.difference(parent.database, branch.database)).isEmpty();
    assertThat(ask(parent, "select count(*) from auth.users")).isEqualTo("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "alter table orders add column note text not null default 'x'",
        "alter table orders drop column discount cascade",
        "alter table orders alter column number type bigint, alter column number drop not null",
        "alter table orders alter column number drop default",
        "alter table orders alter column number set default 9",
        "alter table orders drop constraint positive",
        "alter table orders drop constraint positive, add constraint positive check (id > -1)",
        "alter table orders drop constraint orders_customer_fkey",
        "alter type shop.size add value 'xl'",
        "alter type shop.size add value 'xs' before 's'",
        "drop index orders_customer; create index orders_customer on orders (customer)",
        "create or replace function total(customer bigint) returns bigint language sql as 'select 1::bigint'",
        "create or replace view big as select id, customer, number from orders",
        "drop materialized view counted; create materialized view counted as select 1 as n",
        "alter table orders disable row level security",
        "drop policy own on orders; create policy own on orders for all to public using (false)",
        "drop trigger touch on orders",
        "alter sequence shop.numbers increment 5",
        "create table days_2027 partition of days for values from ('2027-01-01') to ('2028-01-01')",
        "drop table mails",
      })
  void differenceFollowsAChangeAndKeepsTheRows(String change) throws SqlRefused {
    // given
    run(parent, FULL);
    run(branch, FULL);
    run(
        parent,
        "insert into shop.customers (name) values ('Bo'); insert into orders (customer) values (1)");
    run(branch, change);

    // when
    String difference = schemas.difference(parent.database, branch.database);
    run(parent, difference);

    // then
    assertThat(difference).isNotEmpty();
    assertThat(schemas.difference(parent.database, branch.database)).isEmpty();
    assertThat(ask(parent, "select count(*) from orders")).isEqualTo("1");
  }

  @Test
  void emptiedDatabaseHasNothingOfItsUserAndAllOfItsServices() throws SqlRefused {
    // given
    run(branch, FULL);
    run(branch, "select lo_create(0)");
    run(branch, "create publication mine for table orders");
    run(branch, "create operator === (leftarg = int, rightarg = int, function = int4eq)");
    run(branch, "create statistics on_orders on customer, number from orders");
    run(branch, "create collation odd from \"C\"");
    run(branch, "create aggregate added(int) (sfunc = int4pl, stype = int)");
    assertThat(transfer.apply(branch.database, migration("1", "create table a ()"), () -> true))
        .isTrue();

    // when
    assertThat(transfer.empty(branch.database, () -> true)).isTrue();

    // then
    assertThat(schemas.difference(parent.database, branch.database)).isEmpty();
    assertThat(transfer.history(branch.database)).isEmpty();
    assertThat(
            ask(
                branch,
                "select count(*) from pg_depend where refclassid = 'pg_namespace'::regclass"
                    + " and refobjid = 'public'::regnamespace and deptype = 'n'"))
        .isEqualTo("0");
    assertThat(ask(branch, "select count(*) from pg_largeobject_metadata")).isEqualTo("0");
    assertThat(ask(branch, "select count(*) from auth.users")).isEqualTo("0");
    assertThat(ask(branch, "select count(*) from auth.schema_migrations")).isEqualTo("1");
    assertThat(ask(branch, "select count(*) from pg_extension where extname = 'moddatetime'"))
        .isEqualTo("1");
    run(branch, FULL);
  }

  /** Whoever dies when: going on from there ends where an undisturbed run ends. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void goingOnAfterAnInterruptionEndsTheSame(int interrupted) throws SqlRefused {
    // given
    var wanted =
        List.of(
            migration("1", "create table a (id int)"),
            migration("2", "insert into a values (1)"),
            migration("3", "insert into a select id + 1 from a"));
    for (Migration migration : wanted.subList(0, interrupted)) {
      assertThat(transfer.apply(branch.database, migration, () -> true)).isTrue();
    }

    // when
    for (Migration migration : wanted) {
      assertThat(transfer.apply(branch.database, migration, () -> true)).isTrue();
    }

    // then
    assertThat(ask(branch, "select string_agg(id::text, ',' order by id) from a")).isEqualTo("1,2");
    assertThat(versions(branch)).containsExactly("1", "2", "3");
    assertThat(versions(parent)).isEmpty();
  }

  private Set<String> versions(Side side) throws SqlRefused {
    var all = new TreeSet<String>();
    transfer.history(side.database).forEach(one -> all.add(one.version()));
    return all;
  }
}
