package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What other services say they did, through the broker into the trail. */
class AuditLogIT {

  private static TestInstallation installation;

  @BeforeAll
  static void start() {
    installation = new TestInstallation();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @Test
  void recordThatComesTwiceStandsOnceAndOneThatCannotBeReadHoldsNothingUp() {
    // given
    var twice = record("project.create");
    var unreadable =
        new OutgoingMessage(
            Topic.AUDIT, "key", "no json".getBytes(StandardCharsets.UTF_8), Map.of());

    // when
    try (var publisher = KafkaPublisher.open(installation.broker().settings("test"))) {
      publisher.publishAll(List.of(twice, unreadable, twice, record("project.pause"))).join();
    }

    // then
    Eventually.asserted(() ->
        assertThat(stored())
            .containsExactly(
                "project.create by user-1 in aaaaaaaaaaaaaaaaaaaa",
                "project.pause by user-1 in aaaaaaaaaaaaaaaaaaaa"));
  }

  private static OutgoingMessage record(String action) {
    var now = TestClock.CLOCK.instant();
    var project = new ProjectRef("bbbbbbbbbbbbbbbbbbbb");
    return MessageCodec.encode(
        Topic.AUDIT,
        new Envelope<>(
            MessageId.next(),
            "audit.record",
            1,
            project.value(),
            Version.NONE,
            now,
            new OrganizationId("aaaaaaaaaaaaaaaaaaaa"),
            project,
            null,
            new CorrelationId("correlation"),
            null,
            new Actor(Actor.Kind.TOKEN, "token-1", "user-1"),
            null,
            new AuditRecord(now, action, project.value(), "accepted", "203.0.113.9", null)));
  }

  private static List<String> stored() throws SQLException {
    String sql =
        """
        select action || ' by ' || on_behalf_of || ' in ' || organization
          from auth.audit where project = 'bbbbbbbbbbbbbbbbbbbb' order by message_id
        """;
    try (var connection = installation.database().superuser();
        var select = connection.prepareStatement(sql);
        var rows = select.executeQuery()) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }
}
