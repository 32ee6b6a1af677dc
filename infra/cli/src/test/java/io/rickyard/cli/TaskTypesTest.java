package io.rickyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.cli.stub.StubInstallation;
import io.rickyard.cli.stub.StubInstallation.Reply;
import io.rickyard.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskTypesTest {

  @Test
  void typesAreShownWithWhatTheirInputNeedsAndMayLeaveOut() {
    // given
    var out = new ByteArrayOutputStream();
    try (var installation = new StubInstallation()) {
      installation.on(
          "GET /v1/task-types",
          Reply.json(
              200,
              """
              {"data":[{"type":"job.run","extension":false,"queue":"normal"},
                {"type":"acme.greet","extension":true,"description":"Greets somebody","queue":"batch",
                 "fields":[{"name":"name","required":true},{"name":"times","required":false}]}]}
              """));

      // when
      var code =
          Rickyard.run(
              new Invocation(
                  terminal(out),
                  terminal(new ByteArrayOutputStream()),
                  Map.of("RICKYARD_URL", installation.url().toString(), "RICKYARD_TOKEN", "sbp_1")),
              "tasks",
              "types");

      // then
      assertThat(code).isZero();
      assertThat(out.toString(StandardCharsets.UTF_8))
          .containsPattern("job.run +normal")
          .containsPattern("acme.greet +batch +name \\[times] +Greets somebody");
    }
  }

  private static Terminal terminal(ByteArrayOutputStream bytes) {
    return Terminal.plain(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }
}
