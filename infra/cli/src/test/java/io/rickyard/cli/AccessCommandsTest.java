package io.rickyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.cli.config.Configuration;
import io.rickyard.cli.config.ConfigurationFile;
import io.rickyard.cli.stub.StubInstallation.Reply;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Signing in and out, tokens and hooks, and who administers. */
class AccessCommandsTest extends CommandsAtAnInstallation {

  @Test
  void limitedTokenIsMadeForAProjectAndShownOnce() {
    // given
    installation.on(
        "POST /v1/access-tokens", Reply.json(201, "{\"id\":\"t1\",\"token\":\"sbp_new\"}"));

    // when
    var code =
        run("tokens", "create", "ci", "--project=shop", "--scope=task.*", "--scope=project.read");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out()).contains("sbp_new");
    assertThat(installation.asked("POST /v1/access-tokens").getFirst().body())
        .isEqualTo(
            "{\"name\":\"ci\",\"scopes\":[\"task.*@project:%s\",\"project.read@project:%s\"]}"
                .formatted(REF, REF));
  }

  @Test
  void administratorsAreListedAddedAndRemoved() {
    // given
    var ben = "{\"id\":\"u2\",\"email\":\"ben@farm.example\"}";
    installation.on("GET /v1/admin/administrators", Reply.json(200, "{\"data\":[" + ben + "]}"));
    installation.on("PUT /v1/admin/administrators/ben%40farm.example", Reply.json(200, ben));
    installation.on("DELETE /v1/admin/administrators/u2", Reply.json(204, ""));

    // when
    var listed = run("admin", "list");
    var added = run("admin", "add", "ben@farm.example");
    var removed = run("admin", "remove", "u2");

    // then
    assertThat(new int[] {listed, added, removed}).as(err()).containsOnly(0);
    assertThat(out())
        .contains("EMAIL", "u2", "ben@farm.example administers the installation.", "no more");
  }

  @Test
  void rotatedTokenTellsHowLongTheOneBeforeWorks() {
    // given
    installation.on(
        "POST /v1/access-tokens/t1/rotate",
        Reply.json(
            200,
            "{\"id\":\"t1\",\"token\":\"sbp_next\",\"previous_valid_until\":\"2026-12-01T09:00:00Z\"}"));

    // when
    var code = run("tokens", "rotate", "t1", "--overlap=10m");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out()).contains("sbp_next", "2026-12-01T09:00:00Z");
    assertThat(installation.asked("POST /v1/access-tokens/t1/rotate").getFirst().body())
        .isEqualTo("{\"overlap\":\"PT10M\"}");
  }

  @Test
  void hookIsMadeToActWithATokenAndListedWithWhatBecameOfIt() {
    // given
    installation.on(
        "POST /v1/hooks", Reply.json(201, "{\"id\":\"h1\",\"secret\":\"once\",\"token\":\"t1\"}"));
    installation.on(
        "GET /v1/hooks?organization=o1",
        Reply.json(
            200,
            "{\"data\":[{\"id\":\"h1\",\"name\":\"ci\",\"token\":\"t1\",\"token_state\":\"revoked\"}]}"));
    installation.on(
        "GET /v1/hooks/h1/deliveries?limit=20",
        Reply.json(
            200,
            "{\"data\":[{\"id\":\"d1\",\"outcome\":\"refused\",\"reason\":\"token_revoked\"}]}"));

    // when
    var made =
        run(
            "hooks",
            "create",
            "ci",
            "--provider=github",
            "--type=stack.restart",
            "--project=shop",
            "--token-id=t1");
    var listed = run("hooks", "list");
    var deliveries = run("hooks", "deliveries", "h1");

    // then
    assertThat(new int[] {made, listed, deliveries}).as(err()).containsOnly(0);
    assertThat(installation.asked("POST /v1/hooks").getFirst().body()).contains("\"token\":\"t1\"");
    assertThat(out()).contains("revoked", "token_revoked");
  }

  @Test
  void withoutTokenTheCommandSaysHowToSignIn() {
    // given
    environment.remove("RICKYARD_TOKEN");

    // then
    assertThat(run("whoami")).isEqualTo(3);
    assertThat(err()).contains("rickyard login");
  }

  @Test
  void tokenOfTheFileIsShownToNoOtherInstallation() {
    // given
    environment.remove("RICKYARD_TOKEN");
    ConfigurationFile.ofUser(environment)
        .write(new Configuration(URI.create("https://other.example"), "sbp_2", null, null));

    // then
    assertThat(run("whoami")).isEqualTo(3);
    assertThat(installation.asked()).isEmpty();
  }

  @Test
  void loginMakesATokenForThisMachineAndKeepsIt() {
    // given
    installation.on(
        "POST /auth/v1/token?grant_type=password", Reply.json(200, "{\"access_token\":\"jwt\"}"));
    installation.on("POST /v1/access-tokens", Reply.json(201, "{\"token\":\"sbp_made\"}"));
    installation.on("GET /v1/profile", Reply.json(200, "{\"primary_email\":\"ann@farm.example\"}"));
    var input = System.in;
    System.setIn(new ByteArrayInputStream("secret\n".getBytes(StandardCharsets.UTF_8)));

    // when
    int code;
    try {
      code = run("login", "--email", "ann@farm.example", "--password-stdin");
    } finally {
      System.setIn(input);
    }

    // then
    assertThat(code).isZero();
    assertThat(ConfigurationFile.ofUser(environment).read())
        .isEqualTo(new Configuration(installation.url(), "sbp_made", "o1", null));
  }

  @Test
  void loginShowsTheSecondFactorsCode() {
    // given
    installation.on(
        "POST /auth/v1/token?grant_type=password",
        Reply.json(
            200,
            "{\"access_token\":\"one\",\"user\":{\"factors\":[{\"id\":\"f1\",\"status\":\"unverified\"},"
                + "{\"id\":\"f2\",\"status\":\"verified\"}]}}"));
    installation.on("POST /auth/v1/factors/f2/challenge", Reply.json(200, "{\"id\":\"c1\"}"));
    installation.on(
        "POST /auth/v1/factors/f2/verify", Reply.json(200, "{\"access_token\":\"two\"}"));
    installation.on("POST /v1/access-tokens", Reply.json(201, "{\"token\":\"sbp_made\"}"));
    installation.on("GET /v1/profile", Reply.json(200, "{\"primary_email\":\"ann@farm.example\"}"));
    var input = System.in;
    System.setIn(new ByteArrayInputStream("secret\n".getBytes(StandardCharsets.UTF_8)));

    // when
    int code;
    try {
      code = run("login", "--email", "ann@farm.example", "--password-stdin", "--code", "123456");
    } finally {
      System.setIn(input);
    }

    // then
    assertThat(code).isZero();
    var verified = installation.asked("POST /auth/v1/factors/f2/verify").getFirst();
    assertThat(verified.header("Authorization")).isEqualTo("Bearer one");
    assertThat(verified.body()).contains("123456", "c1");
    assertThat(installation.asked("POST /v1/access-tokens").getFirst().header("Authorization"))
        .isEqualTo("Bearer two");
  }

  @Test
  void logoutRevokesTheTokenOfTheFileAndForgetsItAndNothingElse() {
    // given
    ConfigurationFile.ofUser(environment)
        .write(new Configuration(installation.url(), "sbp_kept", "o1", "/c.json"));
    installation.on("DELETE /v1/access-tokens/current", Reply.json(204, ""));

    // when
    var code = run("logout");

    // then
    assertThat(code).isZero();
    assertThat(
            installation
                .asked("DELETE /v1/access-tokens/current")
                .getFirst()
                .header("Authorization"))
        .isEqualTo("Bearer sbp_kept");
    assertThat(ConfigurationFile.ofUser(environment).read())
        .isEqualTo(new Configuration(installation.url(), null, "o1", "/c.json"));
  }

  @Test
  void logoutForgetsTheTokenAlsoWhereTheInstallationIsAway() {
    // given
    var away = URI.create("http://localhost:1");
    ConfigurationFile.ofUser(environment).write(new Configuration(away, "sbp_kept", null, null));

    // when
    var code = run("logout");

    // then
    assertThat(code).isZero();
    assertThat(err()).contains("not revoked");
    assertThat(ConfigurationFile.ofUser(environment).read().token()).isNull();
  }

  @Test
  void passwordIsResetWithTheInstallationsSecretKey() throws IOException {
    // given
    var credentials =
        Files.writeString(home.resolve("credentials.json"), "{\"secret_key\":\"sb_secret_1\"}");
    installation.on(
        "GET /auth/v1/admin/users?per_page=200",
        Reply.json(200, "{\"users\":[{\"id\":\"u1\",\"email\":\"a@b\"}]}"));
    installation.on("PUT /auth/v1/admin/users/u1", Reply.json(200, "{}"));

    // when
    var code = run("admin", "reset-password", "--credentials", credentials.toString(), "--json");

    // then
    var changed = installation.asked("PUT /auth/v1/admin/users/u1").getFirst();
    assertThat(code).isZero();
    assertThat(changed.header("Authorization")).isEqualTo("Bearer sb_secret_1");
    assertThat(json(changed.body()).path("password").asText())
        .hasSizeGreaterThanOrEqualTo(20)
        .isEqualTo(json(out()).path("password").asText());
  }
}
