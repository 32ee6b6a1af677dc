package io.rickyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.cli.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupabaseProfileTest {

  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void configure() {
    environment.put("XDG_CONFIG_HOME", directory.toString());
    environment.put("RICKYARD_URL", "https://rickyard.example.org");
    environment.put("RICKYARD_TOKEN", "sbp_" + "1".repeat(40));
  }

  private int run(String... arguments) {
    return Rickyard.run(new Invocation(terminal(out), terminal(err), environment), arguments);
  }

  private static Terminal terminal(ByteArrayOutputStream bytes) {
    return Terminal.plain(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  @Test
  void profileNamesTheInstallationAndNoToken() {
    // when
    int status = run("supabase-profile");

    // then
    assertThat(status).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines(
            """
            name: rickyard
            api_url: https://rickyard.example.org
            dashboard_url: https://rickyard.example.org
            project_host: rickyard.example.org
            """);
  }

  @Test
  void profileIsWrittenToAFile() throws IOException {
    // given
    Path file = directory.resolve("profile.yaml");

    // when
    int status =
        run("supabase-profile", "--output", file.toString(), "--project-host", "db.example.org");

    // then
    assertThat(status).isZero();
    assertThat(Files.readString(file)).contains("project_host: db.example.org\n");
  }

  @Test
  void fileThatTheCommandWouldNotReadIsRefused() {
    // given
    Path file = directory.resolve("profile");

    // when
    int status = run("supabase-profile", "--output", file.toString());

    // then
    assertThat(status).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains(".yaml");
    assertThat(file).doesNotExist();
  }
}
