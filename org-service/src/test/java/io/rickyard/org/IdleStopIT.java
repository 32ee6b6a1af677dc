package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Infrastructure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdleStopIT {

  private final UUID ada = UUID.randomUUID();
  private final UUID eve = UUID.randomUUID();
  private OrgServer server;
  private TestDatabase database;
  private String organization = "";
  private String shop = "";

  @BeforeAll
  void start(TestDatabase given, TestBroker broker, @TempDir Path directory) {
    database = given;
    server =
        new OrgServer(
            database,
            broker,
            directory,
            Map.of(
                "rickyard.runtime.profiles",
                "database,core",
                "rickyard.runtime.isolates-projects",
                true));
  }

  @BeforeEach
  void found() {
    organization = server.organization(ada, "acme");
    shop =
        server
            .provision(ada, organization, Map.of("name", "shop", "profile", "core"))
            .text("/project/ref");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private OrgServer.Answer wanted(String after) {
    return server.put(ada, "/projects/" + shop + "/idle-stop", Map.of("after", after));
  }

  /** As if nobody had used it for hours. */
  private void unused() throws SQLException {
    try (var connection = database.dataSource("org").getConnection();
        var see = connection.prepareStatement("set rickyard.organizations = '*'");
        var update =
            connection.prepareStatement(
                "update idle_stop set used_at = now() - interval '9 hours' where project_ref = ?")) {
      see.execute();
      update.setString(1, shop);
      assertThat(update.executeUpdate()).isEqualTo(1);
      connection.prepareStatement("reset rickyard.organizations").execute();
    }
  }

  private boolean due() {
    return server.getAsGateway("/idle-stops/due").body().path("projects").toString().contains(shop);
  }

  private boolean happens(String what) {
    return server
        .postAsGateway("/idle-stops/" + shop + "/" + what, Map.of())
        .body()
        .path("happening")
        .asBoolean();
  }

  private String desired() {
    return server.get(ada, "/projects/" + shop).text("/desired");
  }

  private long generation() {
    return server.get(ada, "/projects/" + shop).body().path("generation").asLong();
  }

  @Test
  void aProjectIsDueOnceItWasNotUsedForItsTime() throws SQLException {
    // given
    assertThat(wanted("PT30M").text("/after")).isEqualTo("PT30M");
    assertThat(due()).isFalse();

    // when
    unused();

    // then
    assertThat(due()).isTrue();
    server.postAsGateway("/idle-stops/used", Map.of("projects", List.of(shop)));
    assertThat(due()).isFalse();
    assertThat(happens("stop")).isFalse();
    assertThat(desired()).isEqualTo("active");
  }

  @Test
  void aStopIsAnOrdinaryPauseByTheSystemInTheNameOfWhoWantedIt(TestBroker broker)
      throws SQLException {
    // given
    wanted("PT30M");
    unused();

    // when
    var stopped = happens("stop");

    // then
    assertThat(stopped).isTrue();
    assertThat(desired()).isEqualTo("paused");
    assertThat(
            server.get(ada, "/projects/" + shop + "/idle-stop").body().path("asleep").asBoolean())
        .isTrue();
    assertThat(happens("stop")).isFalse();
    try (var commands = new TopicReader(broker, Topic.COMMANDS_CRITICAL)) {
      Eventually.asserted(() ->
          assertThat(commands.envelopes())
              .filteredOn(envelope -> shop.equals(String.valueOf(envelope.project())))
              .extracting(envelope -> envelope.actor())
              .contains(new Actor(Actor.Kind.SYSTEM, "idle-stop", ada.toString())));
    }
  }

  @Test
  void ofManyRequestsOneWakesIt() throws Exception {
    // given
    wanted("PT30M");
    unused();
    happens("stop");
    var asleep = generation();

    // when
    List<Future<Boolean>> answers;
    Callable<Boolean> request = () -> happens("wake");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers = threads.invokeAll(Stream.generate(() -> request).limit(16).toList());
    }

    // then
    assertThat(answers).allSatisfy(answer -> assertThat(answer.get()).isTrue());
    assertThat(desired()).isEqualTo("active");
    assertThat(generation()).isEqualTo(asleep + 1);
    assertThat(due()).isFalse();
  }

  @Test
  void whatSomebodyPausedStaysPaused() throws SQLException {
    // given
    wanted("PT30M");
    server.change(ada, "stack.pause", shop);
    unused();

    // then
    assertThat(happens("wake")).isFalse();
    assertThat(due()).isFalse();
    assertThat(desired()).isEqualTo("paused");
  }

  @Test
  void whatFellAsleepAndWasPausedByHandInBetweenStaysPaused() throws SQLException {
    // given
    wanted("PT30M");
    unused();
    happens("stop");
    server.change(ada, "stack.resume", shop);
    server.change(ada, "stack.pause", shop);

    // then
    assertThat(happens("wake")).isFalse();
    assertThat(desired()).isEqualTo("paused");
  }

  @Test
  void aChangeByHandCountsAsUse() throws SQLException {
    // given
    wanted("PT30M");
    unused();

    // when
    server.change(ada, "stack.restart", shop);

    // then
    assertThat(due()).isFalse();
  }

  @Test
  void aProjectThatNeverAskedForItIsLeftAlone() {
    assertThat(due()).isFalse();
    assertThat(happens("stop")).isFalse();
    assertThat(happens("wake")).isFalse();
    assertThat(server.get(ada, "/projects/" + shop + "/idle-stop").status()).isEqualTo(404);
  }

  @Test
  void whoLostTheRightStopsNothingMore() throws SQLException {
    // given
    wanted("PT30M");
    unused();
    demote();

    // then
    assertThat(happens("stop")).isFalse();
    assertThat(desired()).isEqualTo("active");
  }

  private void demote() throws SQLException {
    try (var connection = database.dataSource("org").getConnection();
        var see = connection.prepareStatement("set rickyard.organizations = '*'");
        var update =
            connection.prepareStatement(
                "update membership set role = 'member' where organization_id = ?")) {
      see.execute();
      update.setString(1, organization);
      update.executeUpdate();
      connection.prepareStatement("reset rickyard.organizations").execute();
    }
  }

  @Test
  void itGoesWithTheProject() throws SQLException {
    // given
    wanted("PT30M");
    unused();

    // when
    server.change(ada, "stack.delete", shop);

    // then
    assertThat(due()).isFalse();
    assertThat(server.get(ada, "/projects/" + shop + "/idle-stop").status()).isEqualTo(404);
  }

  @Test
  void othersNeitherSeeNorChangeIt() {
    // given
    wanted("PT30M");
    var path = "/projects/" + shop + "/idle-stop";

    // then
    assertThat(server.get(eve, path).status()).isEqualTo(404);
    assertThat(server.put(eve, path, Map.of("after", "PT1H")).status()).isEqualTo(404);
    assertThat(server.delete(eve, path).status()).isEqualTo(404);
    assertThat(server.post(ada, "/idle-stops/" + shop + "/wake", Map.of()).status()).isEqualTo(403);
    assertThat(server.delete(ada, path).status()).isEqualTo(204);
    assertThat(server.get(ada, path).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1S", "P365D", "-PT1H", "soon"})
  void aTimeThatDoesNotFitIsRefused(String after) {
    assertThat(wanted(after).status()).isEqualTo(400);
  }

  @Test
  void aProjectWithoutAGatewayCannotBeWokenAndSoIsNotStopped() {
    // given
    shop = server.project(ada, organization);

    // then
    assertThat(wanted("PT30M").status()).isEqualTo(400);
  }
}
