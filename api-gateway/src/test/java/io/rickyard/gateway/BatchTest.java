package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.gateway.Caller.Answered;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import io.rickyard.messaging.PublishOutcomeUnknown;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BatchTest {

  private static final String PROBE = probe(OrgDouble.ACME, "");
  private static final String BATCH = "0190a000-0000-7000-8000-000000000000";

  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @Test
  void everyLineIsAnsweredInItsPlaceAndTheGoodOnesAreTaken() throws IOException {
    // given
    int before = installation.commands().size();

    // when
    var answer =
        batch(
            ada(),
            PROBE,
            "{\"type\":\"platform.probe\",",
            "",
            probe(OrgDouble.FOREIGN, ""),
            probe(OrgDouble.ACME, ",\"stat\":1"),
            "{\"type\":\"stack.pause\",\"project\":\"" + OrgDouble.SHOP + "\"}",
            "{\"type\":\"platform.probe\",\"organization\":\""
                + OrgDouble.ACME
                + "\",\"input\":{\"steps\":0}}",
            probe(OrgDouble.ACME, ",\"queue\":\"batch\""));

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    var lines = lines(answer);
    assertThat(lines)
        .extracting(line -> line.path("line").asInt())
        .containsExactly(1, 2, 4, 5, 6, 7, 8);
    assertThat(lines)
        .extracting(line -> line.at("/problem/code").asText("taken"))
        .containsExactly(
            "taken",
            "invalid_request",
            "not_found",
            "unknown_field",
            "not_in_batch",
            "invalid_request",
            "taken");
    assertThat(lines.getFirst().path("position").asText()).startsWith("commands.normal-0-");
    assertThat(lines.getLast().path("position").asText()).startsWith("commands.batch-0-");
    assertThat(answer.header("Rickyard-Accepted")).isEqualTo("2");
    assertThat(answer.header("Rickyard-Refused")).isEqualTo("5");
    var published = installation.commands();
    assertThat(published).hasSize(before + 2);
    assertThat(published.getLast().key()).isEqualTo(lines.getLast().path("id").asText());
  }

  @Test
  void rightsAreAskedForOncePerOrganizationAlsoWhenThereAreNone() {
    // given
    installation.org.service().forget();

    // when
    batch(ada(), Collections.nCopies(50, probe(OrgDouble.FOREIGN, "")).toArray(String[]::new));

    // then
    assertThat(installation.org.service().asked("GET /rights")).hasSize(1);
  }

  @Test
  void rightsInManyOrganizationsAreAskedForTogether() throws IOException {
    // given
    installation.org.service().forget();

    // when
    var lines = lines(batch(ada(), probe("b".repeat(20), ""), PROBE, probe("c".repeat(20), "")));

    // then
    assertThat(installation.org.service().asked("POST /rights")).hasSize(1);
    assertThat(lines)
        .extracting(line -> line.at("/problem/code").asText("taken"))
        .containsExactly("not_found", "taken", "not_found");
  }

  @Test
  void otherQueueThanTheUsualOneNeedsAnAdministrator() throws IOException {
    // when
    var line = lines(batch(ben(), probe(OrgDouble.ACME, ",\"queue\":\"critical\""))).getFirst();

    // then
    assertThat(line.at("/problem/code").asText()).isEqualTo("forbidden");
  }

  @Test
  void lineSaysWhereToLookWhenTheBrokersDidNotAnswer() throws IOException {
    // given
    installation
        .published()
        .failNext(
            Topic.COMMANDS_NORMAL,
            new PublishOutcomeUnknown("rickyard.commands.normal", "key", new IOException("away")));

    // when
    var lines = lines(batch(ada(), PROBE, PROBE));

    // then
    assertThat(lines.getFirst().at("/problem/code").asText()).isEqualTo("outcome_unknown");
    assertThat(lines.getFirst().has("id")).isTrue();
    assertThat(lines.getFirst().has("position")).isFalse();
    assertThat(lines.getLast().has("position")).isTrue();
  }

  @Test
  void sameBatchUnderTheSameKeyAsksForTheSameTasks() throws IOException {
    // given
    installation.org.service().on("POST /batches", _ -> Reply.json(200, Map.of("id", BATCH)));
    var first = lines(batch(ada().header("Idempotency-Key", "nightly"), PROBE, PROBE));

    // when
    var again = lines(batch(ada().header("Idempotency-Key", "nightly"), PROBE, PROBE));

    // then
    assertThat(again)
        .extracting(line -> line.path("id").asText())
        .containsExactly(
            TaskId.parse(BATCH).inBatch(1).toString(), TaskId.parse(BATCH).inBatch(2).toString())
        .containsExactlyElementsOf(first.stream().map(line -> line.path("id").asText()).toList());
    var asked = installation.org.service().asked("POST /batches");
    assertThat(asked.getLast().json().path("scope").asText()).isEqualTo("POST /v1/tasks/batch");
    assertThat(asked.getLast().json()).isEqualTo(asked.get(asked.size() - 2).json());
  }

  @Test
  void queueAndLabelsOfALineReachTheWorker() throws IOException {
    // when
    batch(ada(), probe(OrgDouble.ACME, ",\"queue\":\"batch\",\"labels\":{\"team\":\"a\"}"));

    // then
    var envelope = installation.published().envelopes(Topic.COMMANDS_BATCH).getLast();
    assertThat((SubmitTask) envelope.body())
        .satisfies(submit -> {
          assertThat(submit.queue()).isEqualTo(TaskQueue.BATCH);
          assertThat(submit.labels()).containsEntry("team", "a");
        });
  }

  @Test
  void batchThatIsTooLongIsRefusedAsAWhole() {
    // given
    int before = installation.commands().size();

    // when
    var answer = batch(ada(), Collections.nCopies(10_001, PROBE).toArray(String[]::new));

    // then
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).isEqualTo("payload_too_large");
    assertThat(installation.commands()).hasSize(before);
  }

  @Test
  void batchMayBeLargerThanOtherBodies() {
    // given
    String padded = probe(OrgDouble.ACME, ",\"labels\":{\"a\":\"" + "x".repeat(190) + "\"}");

    // when
    var answer = batch(ada(), Collections.nCopies(6_000, padded).toArray(String[]::new));

    // then
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Rickyard-Accepted")).isEqualTo("6000");
  }

  @Test
  void lineThatHasNoEndIsRefused() {
    assertThat(batch(ada(), "x".repeat(300_000)).status()).isEqualTo(413);
  }

  private static String probe(String organization, String more) {
    return "{\"type\":\"platform.probe\",\"organization\":\"" + organization + "\"" + more + "}";
  }

  private static Answered batch(Caller caller, String... lines) {
    return caller
        .header("Content-Type", "application/x-ndjson")
        .post("/v1/tasks/batch", String.join("\n", lines));
  }

  private static List<JsonNode> lines(Answered answer) throws IOException {
    try (var lines =
        ContractJson.mapper().readerFor(JsonNode.class).<JsonNode>readValues(answer.body())) {
      return lines.readAll();
    }
  }

  private static Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }

  private static Caller ben() {
    return Caller.with(installation.url(), AuthDouble.BEN);
  }
}
