package io.rickyard.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {

  private static final Account OPERATOR = account("launcher");

  @TempDir private Path temporary;

  @Test
  void messagesSurviveARestart() throws Exception {
    // given
    var settings = open(topic("events"));
    try (var broker = EmbeddedBroker.start(settings, EmbeddedBrokerIT::unexpected)) {
      Clients.anonymous(broker).send("events", "first");
    }

    // when
    long offset;
    List<String> values;
    try (var broker = EmbeddedBroker.start(settings, EmbeddedBrokerIT::unexpected)) {
      offset = Clients.anonymous(broker).send("events", "second");
      values = Clients.anonymous(broker).read("events");
    }

    // then
    assertThat(offset).isEqualTo(1);
    assertThat(values).containsExactly("first", "second");
  }

  @Test
  void aServiceMayDoOnlyWhatIsGranted() throws Exception {
    // given
    Account writer = account("gateway", Grant.write("commands."));
    Account reader = account("worker", Grant.read("commands."));
    var settings = restricted(List.of(writer, reader), topic("commands.normal"), topic("events"));

    // when
    try (var broker = EmbeddedBroker.start(settings, EmbeddedBrokerIT::unexpected)) {
      Clients.of(broker, writer).send("commands.normal", "a command");

      // then
      assertThat(Clients.of(broker, reader).read("commands.normal")).containsExactly("a command");
      assertThatThrownBy(() -> Clients.of(broker, writer).send("events", "forged"))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TopicAuthorizationException.class);
      // The producer learns it when it asks for its id, which may be before or while it sends.
      assertThatThrownBy(() -> Clients.of(broker, reader).send("commands.normal", "forged"))
          .hasRootCauseInstanceOf(AuthorizationException.class);
      assertThatThrownBy(() -> Clients.of(broker, writer).read("commands.normal"))
          .isInstanceOfAny(TopicAuthorizationException.class, GroupAuthorizationException.class);
    }
  }

  @Test
  void aWrongPasswordIsRefused() {
    // given
    Account writer = account("gateway", Grant.write("commands."));
    try (var broker =
        EmbeddedBroker.start(
            restricted(List.of(writer), topic("commands.normal")), EmbeddedBrokerIT::unexpected)) {
      var intruder = new Clients(broker.bootstrapServers(), "gateway", "guessed-guessed-guessed");

      // when
      var attempt = CompletableFuture.supplyAsync(() -> outcomeOf(intruder));

      // then
      assertThat(attempt.join()).isInstanceOf(SaslAuthenticationException.class);
    }
  }

  @Test
  void aGrantThatWasTakenBackIsGone() throws Exception {
    // given
    Account before = account("gateway", Grant.write("events"));
    try (var broker =
        EmbeddedBroker.start(
            restricted(List.of(before), topic("events")), EmbeddedBrokerIT::unexpected)) {
      Clients.of(broker, before).send("events", "allowed");
    }
    Account after = account("gateway", Grant.write("commands."));

    // when
    try (var broker =
        EmbeddedBroker.start(
            restricted(List.of(after), topic("events")), EmbeddedBrokerIT::unexpected)) {

      // then
      assertThatThrownBy(() -> Clients.of(broker, after).send("events", "no more"))
          .hasCauseInstanceOf(TopicAuthorizationException.class);
    }
  }

  @Test
  void aTakenPortIsNamed() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      // given
      var settings =
          new BrokerSettings(
              temporary.resolve("data"), taken.getLocalPort(), 0, new Access.Open(), List.of());

      // when, then
      assertThatThrownBy(() -> EmbeddedBroker.start(settings, EmbeddedBrokerIT::unexpected))
          .isInstanceOf(BrokerStartFailed.class)
          .hasMessageContaining("Port " + taken.getLocalPort());
    }
  }

  @Test
  void aDirectoryInUseIsRefused() {
    // given
    var settings = open(topic("events"));
    try (var _ = EmbeddedBroker.start(settings, EmbeddedBrokerIT::unexpected)) {

      // when, then
      assertThatThrownBy(() -> EmbeddedBroker.start(settings, EmbeddedBrokerIT::unexpected))
          .isInstanceOf(BrokerStartFailed.class)
          .hasMessageContaining("lock");
    }
  }

  @Test
  void aDamagedDirectoryIsNotFormattedAnew() throws Exception {
    // given
    var settings = open(topic("events"));
    EmbeddedBroker.start(settings, EmbeddedBrokerIT::unexpected).close();
    Files.delete(settings.dataDirectory().resolve("meta.properties"));

    // when, then
    assertThatThrownBy(() -> EmbeddedBroker.start(settings, EmbeddedBrokerIT::unexpected))
        .isInstanceOf(BrokerStartFailed.class)
        .hasMessageContaining("damaged");
    assertThat(settings.dataDirectory().resolve("events-0")).exists();
  }

  @Test
  void aFailingLogDirectoryIsToldAndTheJvmLives() throws Exception {
    // given
    var halted = new CompletableFuture<String>();
    var settings =
        open(
            new BrokerTopic(
                "events", 1, Map.of("segment.bytes", "1048576", "flush.messages", "1")));
    try (var broker = EmbeddedBroker.start(settings, halted::complete)) {
      Clients clients = Clients.anonymous(broker);
      clients.send("events", "x".repeat(700_000));
      deleteTree(settings.dataDirectory());

      // when
      var _ = CompletableFuture.supplyAsync(() -> sent(clients, "x".repeat(700_000)));

      // then
      assertThat(halted.get(30, TimeUnit.SECONDS)).contains("Kafka gave up");
    }
  }

  private static void unexpected(String reason) {
    throw new AssertionError(reason);
  }

  private static @Nullable Throwable outcomeOf(Clients clients) {
    try {
      clients.send("commands.normal", "forged");
      return new AssertionError("it was accepted");
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (Exception e) {
      return e;
    }
  }

  private static boolean sent(Clients clients, String value) {
    try {
      clients.send("events", value);
      return true;
    } catch (Exception e) {
      return false;
    }
  }

  private static void deleteTree(Path root) throws Exception {
    try (var files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  private BrokerSettings open(BrokerTopic... topics) {
    return new BrokerSettings(temporary.resolve("data"), 0, 0, new Access.Open(), List.of(topics));
  }

  private BrokerSettings restricted(List<Account> services, BrokerTopic... topics) {
    return new BrokerSettings(
        temporary.resolve("data"),
        0,
        0,
        new Access.Restricted(OPERATOR, services),
        List.of(topics));
  }

  private static BrokerTopic topic(String name) {
    return new BrokerTopic(name, 1, Map.of("flush.messages", "1"));
  }

  private static Account account(String name, Grant... grants) {
    return new Account(name, "a-password-of-" + name, List.of(grants));
  }
}
