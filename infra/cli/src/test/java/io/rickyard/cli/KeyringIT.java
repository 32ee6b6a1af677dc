package io.rickyard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rickyard.cli.config.Configuration;
import io.rickyard.cli.config.ConfigurationFile;
import io.rickyard.cli.keyring.SecretService;
import io.rickyard.cli.stub.StubInstallation;
import io.rickyard.cli.stub.StubInstallation.Reply;
import io.rickyard.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tokens in a real Secret Service: GNOME's keyring, unlocked, on a session bus of its own. Skipped,
 * saying so, where the programs for that are missing; with {@code RICKYARD_REQUIRE_KEYRING=true} it
 * fails there.
 */
class KeyringIT {

  @TempDir private static Path home;
  private static @Nullable Process session;
  private static String bus = "";

  private final StubInstallation installation = new StubInstallation();
  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeAll
  static void unlock() throws IOException {
    need("dbus-run-session", "gnome-keyring-daemon", "secret-tool");
    Files.createDirectories(home.resolve("run"));
    var builder =
        new ProcessBuilder(
            "dbus-run-session",
            "--",
            "sh",
            "-c",
            // The keyring says where it is, then ours; all of it ends when the test closes the
            // pipe.
            "printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null"
                + " && echo \"bus=$DBUS_SESSION_BUS_ADDRESS\" && cat >/dev/null");
    builder.environment().clear();
    builder.environment().putAll(session(Map.of()));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    var started = builder.start();
    session = started;
    String line = started.inputReader(StandardCharsets.UTF_8).readLine();
    assertThat(line).as("what the session said").startsWith("bus=");
    bus = line.substring("bus=".length());
  }

  @AfterAll
  static void lock() throws Exception {
    var started = session;
    if (started != null) {
      started.getOutputStream().close();
      started.waitFor();
    }
  }

  @BeforeEach
  void arrange(@TempDir Path configuration) {
    environment.putAll(session(Map.of("DBUS_SESSION_BUS_ADDRESS", bus)));
    environment.put("XDG_CONFIG_HOME", configuration.toString());
    installation.on("GET /v1/organizations", Reply.json(200, "[]"));
    installation.on("GET /v1/profile", Reply.json(200, "{\"primary_email\":\"ann@farm.example\"}"));
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  @Test
  void loginKeepsTheTokenInTheKeyringAndTheFileOnlySaysSo() throws Exception {
    // when
    int code = login("sbp_of-the-keyring");

    // then
    var file = ConfigurationFile.ofUser(environment);
    assertThat(code).as(err()).isZero();
    assertThat(Files.readString(file.path()))
        .contains("\"token_in\" : \"keyring\"")
        .doesNotContain("sbp_");
    assertThat(keyring().find(installation.url())).hasValue("sbp_of-the-keyring");
    assertThat(run("whoami")).isZero();
    assertThat(out()).contains("the keyring (Secret Service)");
    assertThat(installation.asked("GET /v1/profile").getLast().header("Authorization"))
        .isEqualTo("Bearer sbp_of-the-keyring");
  }

  @Test
  void tokensOfTwoInstallationsDoNotMix() throws Exception {
    // given
    var elsewhere = URI.create("https://elsewhere.example");
    keyring().store(elsewhere, "sbp_elsewhere");

    // when
    login("sbp_one");
    login("sbp_two");

    // then
    assertThat(keyring().find(installation.url())).hasValue("sbp_two");
    assertThat(keyring().find(elsewhere)).hasValue("sbp_elsewhere");
  }

  @Test
  void logoutTakesTheTokenOutOfTheKeyring() throws Exception {
    // given
    login("sbp_leaving");
    installation.on("DELETE /v1/access-tokens/current", Reply.json(204, ""));

    // when
    int code = run("logout");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(
            installation
                .asked("DELETE /v1/access-tokens/current")
                .getFirst()
                .header("Authorization"))
        .isEqualTo("Bearer sbp_leaving");
    assertThat(keyring().find(installation.url())).isEmpty();
    assertThat(ConfigurationFile.ofUser(environment).read().inKeyring()).isFalse();
  }

  @Test
  void fileIsUsedWhereItIsAskedFor() throws Exception {
    // when
    int code = login("sbp_of-the-file", "--in-file");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(ConfigurationFile.ofUser(environment).read().token()).isEqualTo("sbp_of-the-file");
    assertThat(keyring().find(installation.url())).isEmpty();
  }

  @Test
  void keyringThatDoesNotAnswerLeavesTheFile() {
    // given
    environment.put("DBUS_SESSION_BUS_ADDRESS", "unix:path=" + home.resolve("nobody-there"));

    // when
    int code = login("sbp_of-the-file");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(err()).contains("The keyring does not take the token");
    assertThat(ConfigurationFile.ofUser(environment).read().token()).isEqualTo("sbp_of-the-file");
  }

  @Test
  void sessionWithoutKeyringSaysWhereTheTokenIs() {
    // given
    ConfigurationFile.ofUser(environment)
        .write(new Configuration(installation.url(), null, null, null).withTokenInKeyring());
    environment.remove("DBUS_SESSION_BUS_ADDRESS");

    // when
    int code = run("whoami");

    // then
    assertThat(code).isEqualTo(ExitCode.NOT_SIGNED_IN.number());
    assertThat(err()).contains("this session has no keyring");
    assertThat(run("logout")).isEqualTo(ExitCode.FAILED.number());
    assertThat(ConfigurationFile.ofUser(environment).read().inKeyring()).isTrue();
  }

  @Test
  void doctorSaysWhereTheTokenIs() {
    // given
    login("sbp_healthy");
    installation.on("GET /v1/health", Reply.json(200, "{\"version\":\"1\",\"services\":{}}"));

    // when
    int code = run("doctor");

    // then
    assertThat(code).as(out()).isZero();
    assertThat(out()).contains("from the keyring (Secret Service), belongs to ann@farm.example");
  }

  private static void need(String... programs) {
    var path = System.getenv("PATH").split(":", -1);
    for (var program : programs) {
      boolean there =
          Arrays.stream(path)
              .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
      if (Boolean.parseBoolean(System.getenv("RICKYARD_REQUIRE_KEYRING"))) {
        assertThat(there).as(program).isTrue();
      }
      assumeTrue(there, "skipped for want of " + program);
    }
  }

  private static Map<String, String> session(Map<String, String> more) {
    var session =
        new HashMap<>(
            Map.of(
                "PATH", System.getenv("PATH"),
                "HOME", home.toString(),
                "XDG_RUNTIME_DIR", home.resolve("run").toString(),
                "XDG_DATA_HOME", home.resolve("data").toString()));
    session.putAll(more);
    return session;
  }

  private SecretService keyring() {
    return SecretService.of(environment).orElseThrow();
  }

  private int login(String token, String... options) {
    var input = System.in;
    System.setIn(new ByteArrayInputStream((token + "\n").getBytes(StandardCharsets.UTF_8)));
    try {
      var arguments = new String[options.length + 4];
      arguments[0] = "login";
      arguments[1] = "--with-token";
      arguments[2] = "--url";
      arguments[3] = installation.url().toString();
      System.arraycopy(options, 0, arguments, 4, options.length);
      return run(arguments);
    } finally {
      System.setIn(input);
    }
  }

  private int run(String... arguments) {
    return Rickyard.run(new Invocation(terminal(out), terminal(err), environment), arguments);
  }

  private static Terminal terminal(ByteArrayOutputStream bytes) {
    return Terminal.plain(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
