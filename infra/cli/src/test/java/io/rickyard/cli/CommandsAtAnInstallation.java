package io.rickyard.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.stub.StubInstallation;
import io.rickyard.cli.stub.StubInstallation.Reply;
import io.rickyard.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Commands of somebody who is signed in at an installation that a test describes. */
abstract class CommandsAtAnInstallation {

  static final String ORGANIZATIONS = "[{\"id\":\"o1\",\"slug\":\"o1\",\"name\":\"Hill Farm\"}]";
  static final String REF = "abcdefghijklmnopqrst";
  static final String PROJECT =
      "{\"ref\":\"%s\",\"name\":\"shop\",\"status\":\"COMING_UP\",\"organization_slug\":\"o1\"}"
          .formatted(REF);

  final ByteArrayOutputStream out = new ByteArrayOutputStream();
  final ByteArrayOutputStream err = new ByteArrayOutputStream();
  final StubInstallation installation = new StubInstallation();
  final Map<String, String> environment = new HashMap<>();

  @TempDir Path home;

  @BeforeEach
  void signIn() {
    environment.put("XDG_CONFIG_HOME", home.toString());
    environment.put("RICKYARD_URL", installation.url().toString());
    environment.put("RICKYARD_TOKEN", "sbp_1");
    installation.on("GET /v1/organizations", Reply.json(200, ORGANIZATIONS));
    installation.on("GET /v1/projects", Reply.json(200, "[" + PROJECT + "]"));
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  int run(String... args) {
    var invocation = new Invocation(terminal(out), terminal(err), environment);
    return Rickyard.run(invocation, args);
  }

  static Terminal terminal(ByteArrayOutputStream bytes) {
    return Terminal.plain(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  static JsonNode json(String text) {
    try {
      return RickyardClient.JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError("No JSON: " + text, e);
    }
  }
}
