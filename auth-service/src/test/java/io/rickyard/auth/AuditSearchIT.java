package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.testing.Eventually;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuditSearchIT {

  private static final String OWN = "aaaaaaaaaaaaaaaaaaaa";
  private static final String FOREIGN = "ffffffffffffffffffff";
  private static final Instant START = Instant.parse("2026-12-01T08:00:00Z");

  private static TestInstallation installation;
  private static String gateway;
  private static String ada;

  @BeforeAll
  static void start() {
    installation = new TestInstallation();
    gateway = installation.gateway();
    ada = installation.signedIn().body().path("user").path("id").asText();
    var person = new Actor(Actor.Kind.PERSON, ada, null);
    var token = new Actor(Actor.Kind.TOKEN, "token-1", ada);
    var hook = new Actor(Actor.Kind.WEBHOOK, "hook-1", "somebody");
    List<OutgoingMessage> deeds = new ArrayList<>();
    deeds.add(deed(OWN, 0, person, "project.create", "shop", "accepted"));
    deeds.add(deed(OWN, 1, token, "project.pause", "shop", "accepted"));
    deeds.add(deed(OWN, 1, hook, "task.submit", "task-1", "accepted"));
    deeds.add(deed(OWN, 2, person, "member.remove", "eve", "done"));
    deeds.add(deed(FOREIGN, 3, person, "project.create", "trap", "accepted"));
    try (var publisher = KafkaPublisher.open(installation.broker().settings("test"))) {
      publisher.publishAll(deeds).join();
    }
    Eventually.asserted(() -> {
      assertThat(found(Map.of("organization", OWN))).hasSize(4);
      assertThat(found(Map.of("organization", FOREIGN))).hasSize(1);
    });
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  private static OutgoingMessage deed(
      String organization, int second, Actor actor, String action, String target, String outcome) {
    Instant at = START.plusSeconds(second);
    return MessageCodec.encode(
        Topic.AUDIT,
        new Envelope<>(
            MessageId.next(),
            "audit.record",
            1,
            target,
            Version.NONE,
            at,
            new OrganizationId(organization),
            null,
            null,
            new CorrelationId("request-" + second),
            null,
            actor,
            null,
            new AuditRecord(at, action, target, outcome, "203.0.113." + second, "why")));
  }

  private static AuthClient.Answer search(Map<String, ?> filter) {
    return installation.client().post("/internal/audit/search", filter, gateway);
  }

  private static List<String> found(Map<String, ?> filter) {
    return actions(search(filter).body());
  }

  private static List<String> actions(JsonNode page) {
    var actions = new ArrayList<String>();
    page.path("data").forEach(entry -> actions.add(entry.path("action").asText()));
    return actions;
  }

  private static Map<String, Object> own(String name, Object value) {
    return new HashMap<>(Map.of("organization", OWN, name, value));
  }

  @ParameterizedTest
  @CsvSource({
    "action,project.create,project.create",
    "action,project.,project.pause project.create",
    "actor,token-1,project.pause",
    "actor,ada@example.com,member.remove project.pause project.create",
    "actor_kind,webhook,task.submit",
    "target,shop,project.pause project.create",
    "outcome,done,member.remove",
    "origin,203.0.113.2,member.remove",
    "correlation_id,request-0,project.create",
    "from,2026-12-01T08:00:02Z,member.remove",
    "to,2026-12-01T08:00:01Z,project.create",
    "target,trap,''"
  })
  void filterFindsTheNewestFirst(String name, String value, String actions) {
    assertThat(String.join(" ", found(own(name, value)))).isEqualTo(actions);
  }

  @Test
  void entrySaysWhoDidWhatFromWhereAndHowItWent() {
    // when
    var entry = search(own("action", "project.pause")).body().path("data").path(0);

    // then
    assertThat(entry.path("actor").path("kind").asText()).isEqualTo("token");
    assertThat(entry.path("actor").path("id").asText()).isEqualTo("token-1");
    assertThat(entry.path("actor").path("on_behalf_of").asText()).isEqualTo(ada);
    assertThat(entry.path("actor").path("email").asText()).isEqualTo("ada@example.com");
    assertThat(entry.path("at").asText()).startsWith("2026-12-01T08:00:01");
    assertThat(entry.path("target").asText()).isEqualTo("shop");
    assertThat(entry.path("outcome").asText()).isEqualTo("accepted");
    assertThat(entry.path("origin").asText()).isEqualTo("203.0.113.1");
    assertThat(entry.path("detail").asText()).isEqualTo("why");
    assertThat(entry.path("correlation_id").asText()).isEqualTo("request-1");
  }

  @Test
  void pagesMeetWithoutGapOrRepetitionWhateverIsAddedMeanwhile() {
    // given
    var first = search(own("limit", 2)).body();
    var later = deed(OWN, 60, Actor.system("test"), "late.deed", "x", "done");
    try (var publisher = KafkaPublisher.open(installation.broker().settings("test"))) {
      publisher.publishAll(List.of(later)).join();
    }
    Eventually.asserted(() -> assertThat(found(own("action", "late.deed"))).hasSize(1));

    // when
    var wanted = own("limit", 2);
    wanted.put("after", first.path("next").asText());
    var second = search(wanted).body();

    // then
    assertThat(actions(first)).hasSize(2).startsWith("member.remove");
    assertThat(actions(second)).hasSize(2).endsWith("project.create").doesNotContain("late.deed");
    assertThat(actions(second)).doesNotContainAnyElementsOf(actions(first));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "AAAA", "MjAyNi0xMi0wMVQwODowMDowMFogeA", "'; drop table audit"})
  void placeThatIsNoneIsTheCallersMistake(String after) {
    assertThat(search(own("after", after)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 5001})
  void limitHasLimits(int limit) {
    assertThat(search(own("limit", limit)).status()).isEqualTo(400);
  }

  @Test
  void onlyServicesAsk() {
    // given
    String me = installation.client().internal(installation.signedIn().text("access_token"));

    // then
    assertThat(
            installation
                .client()
                .post("/internal/audit/search", Map.of("organization", OWN), me)
                .status())
        .isEqualTo(403);
    assertThat(installation.client().post("/internal/audit/search", Map.of(), null).status())
        .isEqualTo(401);
  }

  @Test
  void statementWithoutWhereSeesNothingOfOthersAndNobodyCanChangeWhatWasDone() throws SQLException {
    try (var connection = installation.database().dataSource("auth").getConnection();
        var statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("select set_config('rickyard.organizations', '" + OWN + "', true)");
      try (var rows =
          statement.executeQuery(
              "select count(*), count(*) filter (where organization <> '"
                  + OWN
                  + "') from audit")) {
        rows.next();
        assertThat(rows.getLong(1)).isGreaterThanOrEqualTo(4);
        assertThat(rows.getLong(2)).isZero();
      }
      connection.rollback();
      try (var rows = statement.executeQuery("select count(*) from audit")) {
        rows.next();
        assertThat(rows.getLong(1)).isZero();
      }
      connection.rollback();
      for (String sql :
          List.of(
              "update audit set outcome = 'refused'",
              "delete from audit",
              "truncate audit",
              "alter table audit disable row level security",
              "drop table audit")) {
        assertThatThrownBy(() -> statement.execute(sql))
            .as(sql)
            .isInstanceOf(SQLException.class)
            .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        connection.rollback();
      }
    }
  }
}
