package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A type of task in a jar of somebody else's, from {@code RICKYARD_CLASSPATH} to its result. */
class ExtensionIT {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static Workspace workspace;
  private static LocalInstallation installation;
  private static RickyardClient client;

  @BeforeAll
  static void start() throws Exception {
    workspace = Workspace.create();
    var jar =
        ExtensionJar.make(
            Workspace.repository(), Files.createDirectory(workspace.path().resolve("acme")));
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start(Map.of("RICKYARD_CLASSPATH", jar.toString()), "--no-demo");
    client = installation.client();
    await().atMost(LONG).until(() -> !listed().isMissingNode());
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    installation.close();
    workspace.close();
  }

  @Test
  void typeIsListedWithItsTermsAndFields() throws Exception {
    assertThat(listed().path("extension").asBoolean()).isTrue();
    assertThat(listed().path("description").asText()).isEqualTo("Greets somebody");
    assertThat(listed().path("queue").asText()).isEqualTo("batch");
    assertThat(listed().path("fields").findValuesAsText("name")).containsExactly("name", "times");
    assertThat(installation.cli("tasks", "types").output()).contains("acme.greet", "name [times]");
  }

  @Test
  void taskRunsItsStepsAndTellsItsResult() throws Exception {
    // when
    String id = submit("{\"name\":\"Ada\",\"times\":3}");

    // then
    ended().until(() -> task(id).path("state").asText().equals("succeeded"));
    assertThat(task(id).path("queue").asText()).isEqualTo("batch");
    assertThat(task(id).path("result").path("greeted").asText()).isEqualTo("Ada");
    assertThat(task(id).path("progress").path("total").asInt()).isEqualTo(1);
    assertThat(installation.cli("tasks", "logs", id).output()).contains("Hello, Ada");
    assertThat(installation.cli("tasks", "show", id).output()).contains("say it");
  }

  @Test
  void commandLineFollowsTheTaskToItsEnd() throws Exception {
    // when
    var submitted =
        installation.cli("tasks", "submit", "acme.greet", "-i", "name=Grace", "--watch");

    // then
    assertThat(submitted.status()).as(submitted.error()).isZero();
    assertThat(submitted.output() + submitted.error()).contains("say it", "succeeded");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                   | name",
        "{\"name\":\"Ada\",\"times\":\"x\"}   | times",
        "{\"name\":\"Ada\",\"loud\":true}     | loud",
      })
  void fieldThatDoesNotFitIsRefusedByItsName(String input, String field) {
    assertThatThrownBy(() -> submit(input))
        .isInstanceOfSatisfying(
            RequestRefused.class, refused -> assertThat(refused.status()).isEqualTo(400))
        .hasMessageContaining(field);
  }

  @Test
  void commandLineSaysWhatDoesNotFit() throws Exception {
    // when
    var refused = installation.cli("tasks", "submit", "acme.greet", "-i", "times=3");

    // then
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.error()).contains("name");
  }

  @Test
  void whatOnlyTheClassRefusesFailsTheTaskForGood() throws Exception {
    // when
    String id = submit("{\"name\":\"Ada\",\"times\":11}");

    // then
    ended().until(() -> task(id).path("state").asText().equals("failed"));
    assertThat(task(id).path("error").path("code").asText()).isEqualTo("input_not_accepted");
    assertThat(task(id).path("error").path("message").asText()).contains("between 1 and 10");
    assertThat(task(id).path("attempt").asInt()).isEqualTo(1);
  }

  private static JsonNode listed() {
    var types = client.get(Path.of("/v1/task-types")).path("data");
    return StreamSupport.stream(types.spliterator(), false)
        .filter(type -> type.path("type").asText().equals("acme.greet"))
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private static String submit(String input) throws JsonProcessingException {
    var task =
        RickyardClient.object()
            .put("type", "acme.greet")
            .put("organization", installation.organization());
    task.set("input", RickyardClient.JSON.readTree(input));
    return client.post(Path.of("/v1/tasks"), task).body().path("id").asText();
  }

  /** A task that was accepted is not known at once to who does not say its position. */
  private static ConditionFactory ended() {
    return await()
        .atMost(LONG)
        .ignoreExceptionsMatching(
            e -> e instanceof RequestRefused refused && refused.status() == 404);
  }

  private static JsonNode task(String id) {
    return client.get(Path.of("/v1/tasks").segment(id));
  }
}
