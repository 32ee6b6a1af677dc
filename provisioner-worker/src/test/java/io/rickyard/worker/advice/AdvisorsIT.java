package io.rickyard.worker.advice;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.postgres.Login;
import io.rickyard.testing.TestDatabase;
import io.rickyard.worker.sql.ProjectSql;
import io.rickyard.worker.sql.SqlRefused;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each lint finds what it is for, and nothing in what is as it should be. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdvisorsIT {

  /** As in every project's database, as far as lints look at it. */
  private static final String STACK =
      """
      do $$ begin
        if to_regrole('anon') is null then create role anon; end if;
        if to_regrole('authenticated') is null then create role authenticated; end if;
        if to_regrole('authenticator') is null then create role authenticator; end if;
      end $$;
      create schema auth;
      create table auth.users (id uuid primary key, email text);
      create function auth.uid() returns uuid language sql stable as 'select null::uuid';
      create function auth.jwt() returns jsonb language sql stable as 'select null::jsonb';
      create schema extensions;
      grant usage on schema public, auth to anon, authenticated;
      alter default privileges in schema public grant all on tables to anon, authenticated;
      """;

  /** Everything that is found, and beside each the same as it should be. */
  private static final String PROJECT =
      """
      -- One table with everything right: none of it is ever told.
      create table good (id bigint primary key, owner uuid not null, other bigint references good);
      create index on good (other);
      create unique index on good (owner);
      alter table good enable row level security;
      create policy mine on good for select to authenticated using (owner = (select auth.uid()));
      create policy told on good for update to authenticated
        using (((select auth.jwt()) -> 'app_metadata' ->> 'boss') = 'yes');
      create view good_view with (security_invoker = on) as select id from good;
      create function good_function(a int) returns int language sql set search_path = '' as 'select a';

      -- And what is wrong.
      create table open_table (id int primary key);
      create table closed_to_all (id int primary key);
      revoke all on closed_to_all from anon, authenticated;
      create schema unserved;
      create table unserved.open_table (id int primary key);
      grant all on unserved.open_table to anon;

      create table idle_policies (id int primary key);
      revoke all on idle_policies from anon, authenticated;
      create policy idle on idle_policies using (true);

      create table silent (id int primary key);
      alter table silent enable row level security;

      create view definer_view as select id from good;
      create view hidden_view as select id from good;
      revoke all on hidden_view from anon, authenticated;
      create view accounts with (security_invoker = on) as select email from auth.users;
      create view hidden_accounts with (security_invoker = on) as select email from auth.users;
      revoke all on hidden_accounts from anon, authenticated;

      create function bad_function(a int) returns int language sql as 'select a';

      create materialized view copied as select id from good;
      create materialized view hidden_copy as select id from good;
      revoke all on hidden_copy from anon, authenticated;

      create extension file_fdw schema public;
      create extension pgcrypto schema extensions;
      create server files foreign data wrapper file_fdw;
      create foreign table far (id int) server files options (filename '/dev/null');
      create foreign table hidden_far (id int) server files options (filename '/dev/null');
      revoke all on hidden_far from anon, authenticated;

      create table trusting (id int primary key);
      alter table trusting enable row level security;
      create policy trusts on trusting for select to authenticated
        using (((select auth.jwt()) -> 'user_metadata' ->> 'boss') = 'yes');

      create table numbered (id int primary key, p regproc, c regclass);
      revoke all on numbered from anon, authenticated;

      create table referring (id int primary key, a int, b bigint constraint loose references good,
        c bigint constraint second references good, d bigint constraint covered references good,
        e bigint constraint partly references good);
      revoke all on referring from anon, authenticated;
      create unique index on referring (a, c);
      create unique index on referring (d, a);
      create unique index on referring (e) where a = 1;

      create table keyless (id int);
      revoke all on keyless from anon, authenticated;

      create table doubled (id int primary key, a int, b int);
      revoke all on doubled from anon, authenticated;
      create unique index one on doubled (a, b);
      create unique index two on doubled (a, b);
      create unique index three on doubled (b, a);
      create unique index four on doubled (a, b) where a > 1;

      create table indexed (id int primary key, a int, b int);
      revoke all on indexed from anon, authenticated;
      create index never_read on indexed (a);
      create unique index unique_one on indexed (b);

      create table slow (id int primary key, owner uuid);
      alter table slow enable row level security;
      create policy each_row on slow for select to authenticated using (owner = auth.uid());
      create policy each_check on slow for insert to authenticated
        with check (current_setting('app.x') = '1');
      create policy once on slow for delete to authenticated
        using (owner = (select auth.uid()) and (select current_setting('app.x', true)) = '1');

      create table twofold (id int primary key);
      alter table twofold enable row level security;
      create policy first on twofold for select to authenticated using (true);
      create policy second on twofold for all to authenticated using (true);
      create policy third on twofold as restrictive for select to authenticated using (true);
      create policy fourth on twofold for select to anon using (true);
      """;

  /** What each lint is to find, by schema and name. */
  private static final Map<Lint, List<String>> EXPECTED =
      Map.ofEntries(
          Map.entry(Lint.RLS_DISABLED_IN_PUBLIC, List.of("public.open_table")),
          Map.entry(Lint.POLICY_EXISTS_RLS_DISABLED, List.of("public.idle_policies")),
          Map.entry(Lint.RLS_ENABLED_NO_POLICY, List.of("public.silent")),
          Map.entry(Lint.SECURITY_DEFINER_VIEW, List.of("public.definer_view")),
          Map.entry(Lint.FUNCTION_SEARCH_PATH_MUTABLE, List.of("public.bad_function")),
          Map.entry(Lint.AUTH_USERS_EXPOSED, List.of("public.accounts")),
          Map.entry(Lint.MATERIALIZED_VIEW_IN_API, List.of("public.copied")),
          Map.entry(Lint.FOREIGN_TABLE_IN_API, List.of("public.far")),
          Map.entry(Lint.EXTENSION_IN_PUBLIC, List.of("public.file_fdw")),
          Map.entry(Lint.RLS_REFERENCES_USER_METADATA, List.of("public.trusting")),
          Map.entry(Lint.UNSUPPORTED_REG_TYPES, List.of("public.numbered")),
          Map.entry(
              Lint.UNINDEXED_FOREIGN_KEYS,
              List.of("public.referring", "public.referring", "public.referring")),
          Map.entry(Lint.NO_PRIMARY_KEY, List.of("public.keyless")),
          Map.entry(Lint.DUPLICATE_INDEX, List.of("public.doubled")),
          Map.entry(Lint.UNUSED_INDEX, List.of("public.good", "public.indexed")),
          Map.entry(Lint.AUTH_RLS_INITPLAN, List.of("public.slow", "public.slow")),
          Map.entry(Lint.MULTIPLE_PERMISSIVE_POLICIES, List.of("public.twofold")));

  private final TestDatabase server = TestDatabase.create();
  private final ProjectSql sql = new ProjectSql(Duration.ofSeconds(20));
  private final List<Finding> findings = new ArrayList<>();

  AdvisorsIT() throws SQLException, SqlRefused {
    var url = URI.create(server.url().substring("jdbc:".length()));
    String name = url.getPath().substring(1) + "_advised";
    var maker = new Login("maker_of_" + name, "a-password-of-the-test", name);
    var reader = new Login("reader_of_" + name, "a-password-of-the-test", name);
    try (var superuser = server.superuser();
        var statement = superuser.createStatement()) {
      String login = "create role %s login password '%s'";
      statement.execute(login.formatted(maker.role(), maker.password()) + " superuser");
      statement.execute(login.formatted(reader.role(), reader.password()));
      statement.execute("grant pg_read_all_data to " + reader.role());
      statement.execute("create database " + name);
    }
    var database = new DatabaseEndpoint(url.getHost(), url.getPort(), name, "17");
    try (var connection = maker.connect(url.getPort(), Duration.ofSeconds(20));
        var statement = connection.createStatement()) {
      statement.execute(STACK);
      statement.execute(PROJECT);
    }
    for (var advisor : Advisor.values()) {
      findings.addAll(new Advisors(sql).look(database, reader, advisor));
    }
  }

  @AfterAll
  void close() {
    sql.close();
    server.close();
  }

  @ParameterizedTest
  @EnumSource(Lint.class)
  void findsWhatItIsForAndNothingElse(Lint lint) {
    // when
    var found =
        of(lint)
            .map(finding -> finding.metadata().schema() + "." + finding.metadata().name())
            .sorted()
            .toList();

    // then
    assertThat(found).as("%s", of(lint).toList()).isEqualTo(EXPECTED.get(lint));
  }

  private Stream<Finding> of(Lint lint) {
    return findings.stream().filter(finding -> finding.name().equals(lint.key()));
  }

  @Test
  void findingsAreComplete() {
    assertThat(findings)
        .allSatisfy(finding -> {
          assertThat(finding)
              .hasNoNullFieldsOrProperties()
              .hasFieldOrPropertyWithValue("facing", "EXTERNAL");
          assertThat(finding.metadata().type()).isIn("table", "view", "function", "extension");
        });
    assertThat(findings).extracting(Finding::cacheKey).doesNotHaveDuplicates();
  }

  @Test
  void eachAdvisorTellsItsOwn() {
    // when
    var categories =
        findings.stream()
            .collect(
                groupingBy(
                    Finding::name, mapping(finding -> finding.categories().getFirst(), toList())));

    // then
    assertThat(categories.get("rls_disabled_in_public")).containsOnly("SECURITY");
    assertThat(categories.get("no_primary_key")).containsOnly("PERFORMANCE");
  }

  @Test
  void aForeignKeyIsToldWithItsColumns() {
    // when
    var keys =
        of(Lint.UNINDEXED_FOREIGN_KEYS)
            .map(Finding::metadata)
            .map(metadata -> metadata.fkeyName() + " " + metadata.fkeyColumns());

    // then
    assertThat(keys).containsExactlyInAnyOrder("loose [3]", "second [4]", "partly [6]");
  }

  @Test
  void sentencesNameTheThing() {
    assertThat(of(Lint.DUPLICATE_INDEX).map(Finding::detail))
        .allSatisfy(detail -> assertThat(detail).contains("one, two").doesNotContain("three"));
    assertThat(of(Lint.AUTH_RLS_INITPLAN).map(Finding::detail).toList().toString())
        .contains("each_row", "each_check")
        .doesNotContain("once");
  }
}
