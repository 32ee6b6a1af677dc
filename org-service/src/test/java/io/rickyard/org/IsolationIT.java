package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Infrastructure.class)
class IsolationIT {

  private final UUID ada = UUID.randomUUID();
  private final UUID eve = UUID.randomUUID();
  private OrgServer server;

  @BeforeEach
  void start(TestDatabase database, TestBroker broker, @TempDir Path directory) {
    server =
        new OrgServer(
            database, broker, directory, Map.of("rickyard.limits.projects-per-organization", 3));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void secondOrganizationGetsNoProjectInOneTrustDomain() {
    // given
    server.project(ada, server.organization(ada, "acme"));

    // when
    var refused = server.provision(eve, server.organization(eve, "evil"), Map.of("name", "x"));

    // then
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("/code")).isEqualTo("runtime_not_isolated");
  }

  @Test
  void ofTwoOrganizationsAtOnceOneGetsTheHost() throws Exception {
    // given
    String acme = server.organization(ada, "acme");
    String evil = server.organization(eve, "evil");
    Callable<OrgServer.Answer> one = () -> server.provision(ada, acme, Map.of("name", "x"));
    Callable<OrgServer.Answer> other = () -> server.provision(eve, evil, Map.of("name", "x"));

    // when
    List<Future<OrgServer.Answer>> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers = threads.invokeAll(List.of(one, other));
    }

    // then
    assertThat(answers)
        .extracting(answer -> answer.resultNow().status())
        .containsExactlyInAnyOrder(202, 409);
  }

  @Test
  void limitHoldsAlsoForManyAtOnce() throws Exception {
    // given
    String organization = server.organization(ada, "acme");
    Callable<OrgServer.Answer> call =
        () -> server.provision(ada, organization, Map.of("name", "x"));

    // when
    List<Future<OrgServer.Answer>> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers = threads.invokeAll(Stream.generate(() -> call).limit(8).toList());
    }

    // then
    assertThat(answers).filteredOn(answer -> answer.resultNow().status() == 202).hasSize(3);
    assertThat(answers)
        .filteredOn(answer -> answer.resultNow().status() != 202)
        .allSatisfy(
            answer -> assertThat(answer.get().text("/code")).isEqualTo("project_limit_reached"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "organization",
        "membership",
        "project",
        "hook",
        "hook_delivery",
        "schedule",
        "schedule_run",
        "project_domain",
        "team",
        "team_member",
        "team_project",
        "idle_stop"
      })
  void statementWithoutWhereSeesNothingOfOthers(String table, TestDatabase database)
      throws SQLException {
    // given
    server.project(ada, server.organization(ada, "acme"));

    // when
    try (var connection = database.dataSource("org").getConnection()) {

      // then
      assertThat(count(connection, table)).isZero();
    }
  }

  @Test
  void sessionSeesItsOrganizationsOnly(TestDatabase database) throws SQLException {
    // given
    String organization = server.organization(ada, "acme");
    server.organization(eve, "evil");

    // when
    try (var connection = database.dataSource("org").getConnection()) {
      connection.setAutoCommit(false);
      setting(connection, "rickyard.organizations", organization);

      // then
      assertThat(count(connection, "organization")).isEqualTo(1);
      connection.rollback();
      assertThat(count(connection, "organization")).isZero();
    }
  }

  @Test
  void nobodyWritesThemselfIntoAnotherOrganization(TestDatabase database) throws SQLException {
    // given
    String foreign = server.organization(eve, "evil");

    // when
    try (var connection = database.dataSource("org").getConnection();
        var insert =
            connection.prepareStatement(
                "insert into membership (organization_id, user_id, role, joined_at)"
                    + " values (?, ?, 'owner', now())")) {
      connection.setAutoCommit(false);
      setting(connection, "rickyard.principal", ada.toString());
      insert.setString(1, foreign);
      insert.setObject(2, ada);

      // then
      assertThatThrownBy(insert::executeUpdate).hasMessageContaining("row-level security");
    }
  }

  private static void setting(Connection connection, String name, String value)
      throws SQLException {
    try (var set = connection.prepareStatement("select set_config(?, ?, true)")) {
      set.setString(1, name);
      set.setString(2, value);
      set.execute();
    }
  }

  private static long count(Connection connection, String table) throws SQLException {
    try (var select = connection.prepareStatement("select count(*) from " + table);
        var row = select.executeQuery()) {
      return row.next() ? row.getLong(1) : -1;
    }
  }
}
