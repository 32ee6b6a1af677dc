package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageBody;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.identity.IdentityEvent.TokenRevoked;
import io.rickyard.contracts.identity.IdentityEvents;
import io.rickyard.contracts.organization.OrganizationEvent.MemberRemoved;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import io.rickyard.messaging.Follower;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.TestBroker;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayBrokerIT {

  private static final String PROBE =
      "{\"type\":\"platform.probe\",\"organization\":\"" + OrgDouble.ACME + "\"}";

  private TestBroker broker;
  private KafkaPublisher publisher;
  private Installation installation;

  @BeforeEach
  void start() {
    broker = TestBroker.start();
    publisher = KafkaPublisher.open(broker.settings("test"));
    installation =
        new Installation(Map.of("rickyard.kafka.bootstrap-servers", broker.bootstrapServers()));
  }

  @AfterEach
  void stop() {
    installation.close();
    publisher.close();
    broker.close();
  }

  @Test
  void revocationIsFeltAtOnce() {
    // given
    ada().get("/v1/profile");
    installation.auth.revoke(AuthDouble.ADA);

    // when
    Eventually.asserted(() -> {
      publish(
          Topic.IDENTITY_EVENTS,
          AuthDouble.ADA_ID,
          new IdentityEvents(
              AuthDouble.ADA_ID, List.of(new TokenRevoked(Instant.now(), "tid-ada"))));

      // then
      assertThat(ada().get("/v1/profile").status()).isEqualTo(401);
    });
  }

  @Test
  void removedMemberLosesItsRightAtOnce() {
    // given
    ada().post("/v1/tasks", PROBE);
    installation
        .org
        .service()
        .on("GET /rights", _ -> Reply.problem(404, "not_found", "There is no such organization"));

    // when
    Eventually.asserted(() -> {
      publish(
          Topic.ORGANIZATION_EVENTS,
          OrgDouble.ACME,
          new OrganizationEvents(
              new OrganizationId(OrgDouble.ACME),
              List.of(new MemberRemoved(Instant.now(), AuthDouble.ADA_ID))));

      // then
      assertThat(ada().post("/v1/tasks", PROBE).status()).isEqualTo(404);
    });
  }

  @Test
  void everyAcceptedProbeStandsInKafkaOnce() throws Exception {
    // given
    Set<String> stored = ConcurrentHashMap.newKeySet();
    Set<String> accepted = ConcurrentHashMap.newKeySet();

    // when
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 16)
          .forEach(_ ->
              callers.execute(() -> {
                for (int i = 0; i < 50; i++) {
                  var answer = ada().post("/v1/tasks", PROBE);
                  assertThat(answer.status()).isEqualTo(202);
                  accepted.add(String.valueOf(answer.header("Rickyard-Task")));
                }
              }));
    }

    // then
    try (var _ =
        Follower.start(
            broker.settings("reader"),
            "reader",
            Set.of(Topic.COMMANDS_NORMAL),
            Follower.Start.BEGINNING,
            messages -> messages.forEach(message -> stored.add(message.envelope().entity())))) {
      Eventually.asserted(
          () -> assertThat(stored).hasSize(16 * 50).containsExactlyInAnyOrderElementsOf(accepted));
    }
    assertThat(installation.auth.exchanges()).isEqualTo(1);
  }

  private <B extends MessageBody> void publish(Topic topic, String entity, B body) {
    var envelope =
        new Envelope<>(
            MessageId.next(),
            body.messageType(),
            1,
            entity,
            new Version(1),
            Instant.now(),
            null,
            null,
            null,
            new CorrelationId("test"),
            null,
            Actor.system("test"),
            null,
            body);
    publisher.publish(MessageCodec.encode(topic, envelope)).join();
  }

  private Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }
}
