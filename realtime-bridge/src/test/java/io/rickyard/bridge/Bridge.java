package io.rickyard.bridge;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.identity.IdentityEvent;
import io.rickyard.contracts.identity.IdentityEvents;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.service.RunningService;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import io.rickyard.testing.TestIssuer;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bridge on a database of the test's, with a stand-in for auth-service. */
final class Bridge implements AutoCloseable {

  final TestDatabase database = TestDatabase.create();
  final TestIssuer issuer = TestIssuer.start();
  final Exchange exchange = new Exchange(issuer.url());
  final StatusTables status = new StatusTables(database);
  private final TestBroker broker = TestBroker.start();
  private final KafkaPublisher publisher = KafkaPublisher.open(broker.settings("test"));
  private final RunningService service;

  Bridge() {
    Map<String, Object> settings = new HashMap<>(database.settings("realtime"));
    settings.put("micronaut.server.port", -1);
    settings.put("rickyard.services.auth.url", exchange.url());
    settings.put("rickyard.internal.secret", "unused");
    settings.put("rickyard.kafka.bootstrap-servers", broker.bootstrapServers());
    service = RealtimeBridge.start(settings);
  }

  URI at(String path) {
    return URI.create(service.url() + path);
  }

  URI socket(String query) {
    return URI.create(at("/socket/websocket?" + query).toString().replaceFirst("http", "ws"));
  }

  Sse open(String user, String path, @Nullable String lastEventId)
      throws IOException, InterruptedException {
    return Sse.open(at(path), issuer.session(user), lastEventId);
  }

  Sse openInSession(String user, String session, String path)
      throws IOException, InterruptedException {
    String token = issuer.token(user, Map.of("kind", "session", "sid", session));
    return Sse.open(at(path), token, Map.of());
  }

  /** Tells as auth-service does; returns when the brokers have it. */
  void revokeSession(String user, String session) {
    var events =
        new IdentityEvents(user, List.of(new IdentityEvent.SessionRevoked(Instant.now(), session)));
    var envelope =
        new Envelope<>(
            MessageId.next(),
            events.messageType(),
            1,
            user,
            Version.NONE,
            Instant.now(),
            null,
            null,
            null,
            new CorrelationId("test"),
            null,
            Actor.system("test"),
            null,
            events);
    publisher.publish(MessageCodec.encode(Topic.IDENTITY_EVENTS, envelope)).join();
  }

  void stop() {
    service.close();
  }

  @Override
  public void close() {
    service.close();
    publisher.close();
    broker.close();
    exchange.close();
    issuer.close();
    database.close();
  }
}
